import { expect } from "chai";
import { chooseRollbackTarget, type RollbackChoice } from "../../../../src/domain/rollback/rollbackTarget.js";
import type { Deployment, Quarantine } from "../../../../src/domain/versions.js";
import { deploymentLog, quarantineOf } from "../../../helpers/tenants/versions.js";

describe("chooseRollbackTarget", () => {
  const nothing: RollbackChoice = { choice: "nothing", why: "no-earlier-version" };
  const cases: [title: string, log: Deployment[], bad: Quarantine[], to: number | undefined, RollbackChoice][] = [
    ["no version at all", [], [], undefined, { choice: "nothing", why: "no-version" }],
    ["no version at all, --to", [], [], 1, { choice: "nothing", why: "no-version" }],
    ["one version", deploymentLog(1), [], undefined, nothing],
    ["three versions", deploymentLog(1, 2, 3), [], undefined, { choice: "roll-back", from: 3, to: 2 }],
    ["the second rollback", deploymentLog(1, 2, 3, "2r"), [], undefined, { choice: "roll-back", from: 2, to: 1 }],
    ["the third rollback", deploymentLog(1, 2, 3, "2r", "1r"), [], undefined, nothing],
    ["a new version since", deploymentLog(1, 2, 3, "2r", 4), [], undefined, { choice: "roll-back", from: 4, to: 2 }],
    [
      "the previous in quarantine",
      deploymentLog(1, 2, 3),
      [quarantineOf(2)],
      undefined,
      { choice: "roll-back", from: 3, to: 1 },
    ],
    ["a jump back, then again", deploymentLog(1, 2, 3, "1r"), [], undefined, nothing],
    [
      "a pin to an old version, then a new one",
      deploymentLog(1, 2, 3, "1p", 4),
      [],
      undefined,
      { choice: "roll-back", from: 4, to: 1 },
    ],
    ["--to an older version", deploymentLog(1, 2, 3), [], 1, { choice: "roll-back", from: 3, to: 1 }],
    ["--to a version skipped by a jump", deploymentLog(1, 2, 3, "1r"), [], 2, { choice: "roll-back", from: 1, to: 2 }],
    ["--to what serves", deploymentLog(1, 2), [], 2, { choice: "already-deployed", to: 2 }],
    ["--to an unknown version", deploymentLog(1, 2), [], 3, { choice: "unknown-version", to: 3 }],
    [
      "--to a version rolled away from",
      deploymentLog(1, 2, "1r"),
      [],
      2,
      { choice: "refused", to: 2, quarantine: undefined },
    ],
    [
      "--to a version in quarantine",
      deploymentLog(1, 2, 3),
      [quarantineOf(1)],
      1,
      { choice: "refused", to: 1, quarantine: quarantineOf(1) },
    ],
  ];
  for (const [title, log, bad, to, expected] of cases) {
    it(`with ${title}: ${expected.choice}`, () => {
      expect(chooseRollbackTarget(log, bad, { to })).to.deep.equal(expected);
    });
  }

  it("passes over versions whose artefact equals the present one, or one that must not serve again", () => {
    const artefactHashes = new Map([
      [1, "a"],
      [2, "b"],
      [3, "c"],
      [4, "b"],
      [5, "c"],
    ]);
    const log = deploymentLog(1, 2, 3, 4, 5);
    expect(chooseRollbackTarget(log, [], { artefactHashes })).to.deep.equal({ choice: "roll-back", from: 5, to: 4 });
    const second = chooseRollbackTarget(deploymentLog(1, 2, 3, 4, 5, "4r"), [], { artefactHashes });
    expect(second).to.deep.equal({ choice: "roll-back", from: 4, to: 1 });
    expect(chooseRollbackTarget(log, [], { to: 3, artefactHashes }).choice).to.equal("refused");
    expect(chooseRollbackTarget(log, [quarantineOf(2)], { to: 4, artefactHashes }).choice).to.equal("refused");
  });

  describe("with equal artefacts", () => {
    const artefactHashes = new Map([
      [1, "a"],
      [2, "b"],
      [3, "b"],
      [4, "a"],
    ]);
    const choose = (log: Deployment[], bad: Quarantine[] = [], to?: number): RollbackChoice =>
      chooseRollbackTarget(log, bad, { to, artefactHashes });

    it("passes over a version that predicts as the present one does", () => {
      expect(choose(deploymentLog(1, 2, 3))).to.deep.equal({ choice: "roll-back", from: 3, to: 1 });
    });

    it("passes over, and refuses, a version that equals one in quarantine", () => {
      const equalsQuarantined = deploymentLog(1, 2, 4, 3);
      expect(choose(equalsQuarantined, [quarantineOf(4)])).to.deep.equal(nothing);
      const refused: RollbackChoice = { choice: "refused", to: 1, quarantine: undefined };
      expect(choose(equalsQuarantined, [quarantineOf(4)], 1)).to.deep.equal(refused);
    });

    it("refuses a version that equals one that was rolled away from", () => {
      const refused: RollbackChoice = { choice: "refused", to: 2, quarantine: undefined };
      expect(choose(deploymentLog(1, 2, 3, "1r"), [], 2)).to.deep.equal(refused);
    });
  });

  it("changes nothing it is given", () => {
    const log = Object.freeze(deploymentLog(1, 2, 3));
    expect(chooseRollbackTarget(log, Object.freeze([quarantineOf(2)])).choice).to.equal("roll-back");
  });
});
