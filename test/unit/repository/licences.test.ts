import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";

type Licences = readonly { readonly license?: { readonly id?: string; readonly name?: string }; expression?: string }[];

describe("scripts/checkLicences.js", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mltrain-licences-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function check(licenses?: Licences) {
    const file = join(folder, "sbom.json");
    writeFileSync(file, JSON.stringify({ components: [{ name: "a", version: "1.0.0", licenses }] }));
    return spawnSync(process.execPath, ["scripts/checkLicences.js", file], { encoding: "utf8" });
  }

  it("lists each package with its licence", () => {
    const { status, stdout } = check([{ license: { id: "MIT" } }]);
    expect(stdout).to.equal("a 1.0.0: MIT\n");
    expect(status).to.equal(0);
  });

  const accepted: Licences = [
    { license: { id: "Apache-2.0" } },
    { expression: "(MIT OR GPL-3.0-only)" },
    { expression: "MIT AND ISC" },
  ];
  for (const licence of accepted) {
    it(`accepts ${JSON.stringify(licence)}`, () => {
      expect(check([licence]).status).to.equal(0);
    });
  }

  const refused: Licences = [
    { license: { id: "AGPL-3.0-only" } },
    { license: { name: "SEE LICENSE IN terms.txt" } },
    { expression: "MIT AND GPL-3.0-only" },
  ];
  for (const licence of refused) {
    it(`refuses ${JSON.stringify(licence)}`, () => {
      const { status, stderr } = check([licence]);
      expect(status).to.equal(1);
      expect(stderr).to.match(/^a 1\.0\.0: this licence is not accepted\. Accepted: 0BSD, /);
    });
  }

  it("refuses a package without a licence", () => {
    expect(check().status).to.equal(1);
    expect(check([]).status).to.equal(1);
  });

  it("refuses a package if one of two licences is not accepted", () => {
    expect(check([{ license: { id: "MIT" } }, { license: { id: "GPL-2.0-only" } }]).status).to.equal(1);
  });
});

describe("dist/program/THIRD_PARTY_LICENCES.txt", () => {
  const text = readFileSync("dist/program/THIRD_PARTY_LICENCES.txt", "utf8");
  const sections = text.split(`${"-".repeat(80)}\n`).slice(1);

  it("has the licence text of packages with a licence file, and of packages with a section in the README", () => {
    for (const name of ["knex", "pg", "zod", "pgpass", "pg-types"]) {
      const section = sections.find((candidate) => candidate.trim().startsWith(`${name} `));
      expect(section, name).to.include("Permission is hereby granted");
    }
  });

  it("has a text for each package that it names", () => {
    expect(sections.length).to.be.greaterThan(20);
    for (const section of sections) {
      expect(section).to.match(/^\n\S+ \d\S* \(\S+\)\n\n[^]{200,}/);
    }
  });
});
