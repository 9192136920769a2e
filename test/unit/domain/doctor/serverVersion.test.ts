import { expect } from "chai";
import { judgeServer } from "../../../../src/domain/doctor/serverVersion.js";

/** Release, and the flaws that it has: from the release notes. */
const RELEASES: readonly (readonly [version: number, flaws: readonly string[]])[] = [
  [180_006, []],
  [170_006, []],
  [170_005, ["CVE-2025-8713"]],
  [170_000, ["CVE-2025-8713", "CVE-2024-10976"]],
  [160_004, ["CVE-2025-8713", "CVE-2024-10976"]],
  [150_014, []],
  [150_009, ["CVE-2025-8713"]],
  [150_003, ["CVE-2025-8713", "CVE-2024-10976", "CVE-2023-39418"]],
  [150_002, ["CVE-2025-8713", "CVE-2024-10976", "CVE-2023-39418", "CVE-2023-2455"]],
  [140_008, ["CVE-2025-8713", "CVE-2024-10976"]],
  [120_022, ["CVE-2025-8713"]],
  [110_019, ["CVE-2025-8713", "CVE-2024-10976", "CVE-2023-2455"]],
  [190_000, []],
];

describe("judgeServer", () => {
  for (const [version, flaws] of RELEASES) {
    it(`knows of ${String(version)}: ${flaws.join(", ") || "no flaw"}`, () => {
      const findings = judgeServer(version);
      expect(findings.map(({ message }) => /CVE-[\d-]+/.exec(message)?.[0])).to.deep.equal(flaws);
      for (const { level, fix } of findings) {
        expect(level).to.equal("warning");
        expect(fix?.[0]).to.match(/^Upgrade the server to /);
      }
    });
  }

  it("names the release that is free of it", () => {
    const [first] = judgeServer(150_013);
    expect(first?.fix).to.deep.equal(["Upgrade the server to 15.14 or later; no SQL mends it."]);
    expect(judgeServer(120_022)[0]?.fix?.[0]).to.include("a major version that is still supported");
  });
});
