import { expect } from "chai";
import { manualDeploymentOf } from "../../../../src/domain/rollback/manualDeployment.js";
import type { Deployment } from "../../../../src/domain/versions.js";
import { deploymentLog } from "../../../helpers/tenants/versions.js";

const pinned = (log: Deployment[]): Deployment[] =>
  log.map((entry, i) => (i === log.length - 1 ? { ...entry, pinned: true } : entry));

describe("whether what serves was put there by hand", () => {
  const cases: [about: string, log: Deployment[], manuallyDeployed: { pinned: boolean } | undefined][] = [
    ["no version", [], undefined],
    ["a trained version", deploymentLog(1, 2), undefined],
    ["one that was rolled back to", deploymentLog(1, 2, "1r"), { pinned: false }],
    ["one that was rolled back to with a pin", pinned(deploymentLog(1, 2, "1r")), { pinned: true }],
    ["a trained version that is pinned", pinned(deploymentLog(1, 2, "2p")), { pinned: true }],
    ["a trained version, pinned and unpinned", deploymentLog(1, 2, "2p", "2p"), undefined],
    ["the same, twice", deploymentLog(1, 2, "2p", "2p", "2p", "2p"), undefined],
    ["one that was rolled back to, pinned and unpinned", deploymentLog(1, 2, "1r", "1p", "1p"), { pinned: false }],
    ["a trained version after a rollback, unpinned", deploymentLog(1, 2, "1r", 3, "3p", "3p"), undefined],
  ];
  for (const [about, log, manuallyDeployed] of cases) {
    it(`of ${about}: ${manuallyDeployed === undefined ? "no" : manuallyDeployed.pinned ? "pinned" : "rolled back to"}`, () => {
      expect(manualDeploymentOf(log)).to.deep.equal(manuallyDeployed);
    });
  }
});
