import { expect } from "chai";
import type { Assessment } from "../../../src/domain/retraining/assessment.js";
import { MODEL_NAMES, MODELS, type ModelName } from "../../../src/domain/models.js";
import type { Trigger } from "../../../src/domain/triggers.js";
import { assess } from "../../../src/usecases/assess.js";
import { evaluate } from "../../../src/usecases/evaluate.js";
import type { EvaluateOutcome } from "../../../src/usecases/results/evaluateResult.js";
import { train } from "../../../src/usecases/train.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { ask, DAY, NOW, useWorlds, type World } from "../../helpers/tenants/platform.js";
import { generatedTenant, insertRows, labelTimes } from "../../helpers/tenants/tenants.js";

const ROWS = generatedTenant();
/** When version 1 was trained: with enough labels before it, and enough after it. */
const TRAINED = NOW - 150 * DAY;
/** No trigger but volume fires. */
const QUIET = { minimumScore: -1, maximumAgeDays: 10_000 };

const everyModel = (thresholds: object): object => ({
  models: Object.fromEntries(MODEL_NAMES.map((model) => [model, thresholds])),
});

async function assessed({ platform }: World, model: ModelName, asOf: number): Promise<Assessment> {
  const { tenants } = await assess(platform, ask({ models: [model], asOf }));
  const outcome = tenants[0]?.models[model];
  if (outcome?.outcome !== "assessed") throw new Error(JSON.stringify(outcome));
  return outcome.assessment;
}

const triggers = ({ reasons }: Assessment): Trigger[] => reasons.map(({ trigger }) => trigger);

async function evaluated(
  { platform }: World,
  model: ModelName,
): Promise<Extract<EvaluateOutcome, { outcome: "evaluated" }>> {
  const { tenants } = await evaluate(platform, ask({ models: [model] }));
  const outcome = tenants[0]?.models[model];
  if (outcome?.outcome !== "evaluated") throw new Error(JSON.stringify(outcome));
  return outcome;
}

describeDatabases("a model asks for training", (database) => {
  const open = useWorlds(database);
  beforeEach(() => insertRows(database(), ROWS));

  it("if it was never trained, and not once it is", async () => {
    const world = await open();
    for (const model of MODEL_NAMES) {
      const before = await assessed(world, model, NOW);
      expect(triggers(before)).to.deep.equal(["never_trained"]);
      expect(before.newLabels).to.equal(labelTimes(ROWS, model).length);
      expect(before.champion).to.equal(undefined);
    }
    const first = await train(world.platform, ask());
    for (const model of MODEL_NAMES) {
      expect(first.tenants[0]?.models[model]).to.deep.include({
        outcome: "promoted",
        version: 1,
        name: `${model}_tenant_1_v1`,
      });
      const after = await assessed(world, model, NOW);
      expect(after).to.deep.include({ decision: "keep", reasons: [], newLabels: 0, ageDays: 0 });
      expect(after.champion).to.include({ version: 1, watermark: labelTimes(ROWS, model).at(-1) });
    }
    const second = await train(world.platform, ask());
    for (const model of MODEL_NAMES) {
      expect(second.tenants[0]?.models[model]).to.deep.equal({ outcome: "kept", reasons: [] });
    }
    expect(second.exitCode).to.equal(0);
  });

  for (const model of MODEL_NAMES) {
    it(`${model}: with enough new examples, counted to the last one`, async () => {
      const world = await open({ config: everyModel(QUIET) });
      await train(world.platform, ask({ models: [model], asOf: TRAINED }));
      const limit = MODELS[model].thresholds.minimumNewLabels;
      const enough = labelTimes(ROWS, model).filter((time) => time > TRAINED)[limit - 1]!;

      const justBefore = await assessed(world, model, enough - 1);
      expect(justBefore).to.include({ decision: "keep", newLabels: limit - 1 });
      const then = await assessed(world, model, enough);
      expect(then).to.include({ decision: "retrain", newLabels: limit });
      expect(then.reasons).to.deep.equal([
        { trigger: "volume", seen: limit, limit: { value: limit, origin: "default" } },
      ]);

      const classic = await open({ config: { ...everyModel(QUIET), policy: "classic" } }); // what was trained serves
      const { tenants } = await train(classic.platform, ask({ models: [model], asOf: enough }));
      expect(tenants[0]?.models[model]).to.include({ outcome: "promoted", version: 2, replaces: 1 });
    });

    it(`${model}: at its age limit, to the millisecond`, async () => {
      const quiet = everyModel({ minimumScore: -1, minimumNewLabels: 10_000 });
      const world = await open({ config: { ...quiet, policy: "classic" } });
      await train(world.platform, ask({ models: [model], asOf: TRAINED }));
      expect(triggers(await assessed(world, model, TRAINED + 30 * DAY - 1))).to.deep.equal([]);
      expect(triggers(await assessed(world, model, TRAINED + 30 * DAY))).to.deep.equal(["age"]);
    });

    it(`${model}: at its age limit only once there are 20 labels to compare a challenger on`, async () => {
      const config = everyModel({ minimumScore: -1, minimumNewLabels: 10_000, maximumAgeDays: 1 });
      const world = await open({ config });
      await train(world.platform, ask({ models: [model], asOf: TRAINED }));
      const twentieth = labelTimes(ROWS, model).filter((time) => time > TRAINED)[19]!;
      expect(twentieth).to.be.greaterThan(TRAINED + DAY);
      const justBefore = await assessed(world, model, twentieth - 1);
      expect(justBefore.decision).to.equal("keep");
      expect(justBefore.triggerChecks.at(-1)?.missing).to.deep.equal({ examples: 1 });
      expect(triggers(await assessed(world, model, twentieth))).to.deep.equal(["age"]);
    });

    it(`${model}: under the classic policy with a score below the threshold, and not at it`, async () => {
      const { metric } = (await assessed(await open(), model, NOW)).score;
      await train((await open()).platform, ask({ models: [model], asOf: TRAINED }));
      const { evaluation } = await evaluated(await open({ config: { policy: "classic" } }), model);
      const { value } = evaluation.scores.values[metric]!;
      expect(value).to.be.within(-1, 1).and.not.equal(0);
      const quietButFor = (minimumScore: number): object => ({
        ...everyModel({ minimumScore, minimumNewLabels: 10_000, maximumAgeDays: 10_000 }),
        policy: "classic",
      });

      const at = await open({ config: quietButFor(value!) });
      expect(triggers(await assessed(at, model, NOW))).to.deep.equal([]);
      expect((await evaluated(at, model)).evaluation.verdict).to.equal("healthy");
      const above = await open({ config: quietButFor(value! + 1e-9) });
      const { reasons } = await assessed(above, model, NOW);
      expect(reasons).to.deep.equal([
        { trigger: "performance", seen: value, limit: { value: value! + 1e-9, origin: "file" } },
      ]);
      expect((await evaluated(above, model)).evaluation.verdict).to.equal("degraded");
    });
  }

  it("with the thresholds of its own tenant before those of the file", async () => {
    const config = {
      ...everyModel({ ...QUIET, minimumNewLabels: 10_000 }),
      tenants: { "1": { models: { lead_time: { minimumNewLabels: 3 } } } },
    };
    const world = await open({ config });
    await train(world.platform, ask({ asOf: TRAINED }));
    expect((await assessed(world, "lead_time", NOW)).reasons).to.deep.equal([
      {
        trigger: "volume",
        seen: labelTimes(ROWS, "lead_time").filter((time) => time > TRAINED).length,
        limit: { value: 3, origin: "tenant" },
      },
    ]);
    expect(triggers(await assessed(world, "story_points", NOW))).to.deep.equal([]);
  });
});
