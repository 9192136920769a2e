import { expect } from "chai";
import { leaseStore } from "../../../src/adapters/jobs/leaseStore.js";
import { modelRegistry } from "../../../src/adapters/registry/registry.js";
import type { SequentialTest } from "../../../src/domain/sequentialTest.js";
import type { Champion } from "../../../src/domain/versions.js";
import type { Evaluation } from "../../../src/domain/evaluation.js";
import { ArtefactError } from "../../../src/errors.js";
import type { Lease } from "../../../src/usecases/ports/tenant/leaseStore.js";
import type { ModelRegistry } from "../../../src/usecases/ports/tenant/modelRegistry.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { sequentialTest } from "../../helpers/rows/facts.js";
import { newDeployment, newPromotion, newVersion } from "../../helpers/tenants/newVersion.js";
import { refusal } from "../../helpers/program/refusal.js";
import { scopeOf } from "../../helpers/databases/scopes.js";
import { rowsOfR2, scoredRows } from "../../helpers/rows/scoredRows.js";

const day = (number: number): number => Date.UTC(2026, 0, number);

describeDatabases("what is kept of a version", (database) => {
  const registry = (tenant = 1): ModelRegistry => modelRegistry(scopeOf(database(), tenant));
  let lease: Lease;
  beforeEach(async () => {
    lease = await leaseStore(scopeOf(database())).acquire("run-1", 60);
  });
  const promote = (...promotion: Parameters<typeof newPromotion>): Promise<Champion> =>
    registry().promote(newPromotion(...promotion), lease);

  describe("to hold its later scores against", () => {
    const mix = { edges: [1, 3.5], shares: [0.25, 0.5, 0.25] };

    it("is what was recorded, to the nearest 32-bit number", async () => {
      const holdout = rowsOfR2(300, 0.5, 1, (i) => i / 7);
      await promote(newVersion({ evidence: { holdout, mix } }));
      const kept = await registry().loadEvidence("lead_time", 1);
      const { labels, predictions, delays } = holdout;
      expect(kept).to.deep.equal({
        holdout: {
          labels: labels.map(Math.fround),
          predictions: predictions.map(Math.fround),
          delays: delays.map(Math.fround),
        },
        mix,
      });
    });

    it("is that of the version asked for, and of no other tenant's", async () => {
      const first = await promote(newVersion({ evidence: { holdout: scoredRows([1], [2], [3]), mix: undefined } }));
      const evidence = { holdout: undefined, mix };
      await promote(newVersion({ evidence }), newDeployment({ replaces: first.deployment }));
      expect((await registry().loadEvidence("lead_time", 1)).holdout?.labels).to.deep.equal(Float64Array.of(1));
      expect(await registry().loadEvidence("lead_time", 2)).to.deep.equal(evidence);
      const { message } = await refusal(ArtefactError, registry(2).loadEvidence("lead_time", 1));
      expect(message).to.equal("lead_time_tenant_2_v1 is not in ml_models");
    });

    it("is nothing of a version that an older program recorded", async () => {
      await promote();
      await database().knex("ml_models").update({ evidence: null });
      expect(await registry().loadEvidence("lead_time", 1)).to.deep.equal({ holdout: undefined, mix: undefined });
    });

    it("that was spoilt is refused (73), naming the version; the version itself can be read", async () => {
      await promote();
      await database().knex("ml_models").update({ evidence: '{"format":9}' });
      const { message, exitCode } = await refusal(ArtefactError, registry().loadEvidence("lead_time", 1));
      expect([exitCode, message]).to.deep.equal([73, "what lead_time_tenant_1_v1 was held out on cannot be read"]);
      expect(await registry().listVersions("lead_time", Infinity)).to.have.length(1);
      expect((await registry().loadArtefact("lead_time", 1)).learner.name).to.equal("baseline");
    });
  });

  describe("of sequential tests", () => {
    const evaluation = (on: number, asked?: SequentialTest, version = 1): Evaluation => ({
      model: "lead_time",
      version,
      evaluatedAt: day(on),
      run: "run-1",
      window: undefined,
      scores: { rows: 20, values: { r2: { value: 0.2, baseline: 0, interval: [0.1, 0.3] } }, intervals: "bootstrap" },
      ...(on === 1 ? {} : { threshold: 0.1 + on / 10 }),
      verdict: asked?.verdict ?? "insufficient",
      ...(asked === undefined ? {} : { sequentialTest: asked }),
    });
    const first = evaluation(2, sequentialTest());
    const second = evaluation(
      5,
      sequentialTest({
        number: 2,
        level: 0.025,
        rows: 31,
        difference: { value: -0.1, level: 0.05, lower: -1 / 3, upper: 0.05 },
        verdict: "healthy",
      }),
    );

    beforeEach(async () => {
      const champion = await promote();
      await promote(newVersion(), newDeployment({ replaces: champion.deployment }));
      for (const each of [
        evaluation(1),
        first,
        evaluation(3),
        second,
        evaluation(6),
        evaluation(4, sequentialTest(), 2),
      ]) {
        await registry().appendEvaluation(each);
      }
    });

    it("gives bounds that were kept without a level that of the asking", async () => {
      const kept = { ...sequentialTest({ level: 0.025 }), score: { value: 0.2, lower: 0.1, upper: 0.3 } };
      await registry().appendEvaluation({ ...evaluation(9), sequentialTest: kept as unknown as SequentialTest });
      const found = await registry().findSequentialTest("lead_time", 1, Infinity);
      expect(found?.sequentialTest?.score).to.deep.equal({ value: 0.2, level: 0.025, lower: 0.1, upper: 0.3 });
    });

    it("is the newest one of the version, as of any time", async () => {
      const find = (version: number, asOf: number): Promise<Evaluation | undefined> =>
        registry().findSequentialTest("lead_time", version, asOf);
      expect(await find(1, Infinity)).to.deep.equal(second);
      expect(await find(1, day(5))).to.deep.equal(second);
      expect(await find(1, day(5) - 1)).to.deep.equal(first);
      expect(await find(1, day(2) - 1)).to.equal(undefined);
      expect((await find(2, Infinity))?.evaluatedAt).to.equal(day(4));
      expect(await find(3, Infinity)).to.equal(undefined);
      expect(await registry().findSequentialTest("story_points", 1, Infinity)).to.equal(undefined);
      expect(await registry(2).findSequentialTest("lead_time", 1, Infinity)).to.equal(undefined);
    });

    it("stands in the history with its bounds, between evaluations without one", async () => {
      const history = await registry().listEvaluations("lead_time", day(3), 10);
      expect(history).to.deep.equal([evaluation(1), first, evaluation(3)]);
    });
  });

  describe("of what serves", () => {
    it("says whether it is pinned", async () => {
      const champion = await promote();
      expect(champion.deployment.pinned).to.equal(false);
      const pin = {
        ...newDeployment({ replaces: champion.deployment, cause: "pin", deployedAt: day(50) }),
        version: 1,
      };
      const pinned = await registry().deploy({ ...pin, pinned: true }, lease);
      expect(pinned).to.include({ seq: 2, version: 1, cause: "pin", pinned: true });
      expect((await registry().findChampion("lead_time", Infinity))?.deployment).to.deep.equal(pinned);
      const free = await registry().deploy({ ...pin, replaces: pinned, pinned: false, deployedAt: day(51) }, lease);
      expect(free).to.include({ seq: 3, pinned: false });
      const log = await registry().listDeployments("lead_time", Infinity);
      expect(log.map((each) => each.pinned)).to.deep.equal([false, true, false]);
      expect((await registry().findChampion("lead_time", day(50)))?.deployment.pinned).to.equal(true);
    });
  });
});
