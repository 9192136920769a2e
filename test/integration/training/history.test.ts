import { expect } from "chai";
import { MODEL_NAMES, type ModelName } from "../../../src/domain/models.js";
import { evaluateDocument } from "../../../src/reporting/json/evaluate.js";
import { assess } from "../../../src/usecases/assess.js";
import { evaluate } from "../../../src/usecases/evaluate.js";
import type { EvaluateResult } from "../../../src/usecases/results/evaluateResult.js";
import type { StatusResult } from "../../../src/usecases/results/statusResult.js";
import { status } from "../../../src/usecases/status.js";
import { train } from "../../../src/usecases/train.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { ask, DAY, NOW, tenant, useWorlds, withoutCost, type World } from "../../helpers/tenants/platform.js";
import { everyRow } from "../../helpers/databases/tables.js";
import { generatedTenant, insertRows, insertTenant, labelTimes } from "../../helpers/tenants/tenants.js";

const ROWS = generatedTenant();
const FIRST = NOW - 100 * DAY;
const SECOND = NOW - 40 * DAY;

const statusAt = ({ platform }: World, asOf?: number): Promise<StatusResult> =>
  status(platform, { tenant: tenant(1), models: MODEL_NAMES, limit: 50, ...(asOf === undefined ? {} : { asOf }) });

describeDatabases("the history of a model", (database) => {
  const open = useWorlds(database);
  beforeEach(() => insertRows(database(), ROWS));

  it("has one evaluation for each time that was asked as of, the same each time", async () => {
    const world = await open();
    await train(world.platform, ask({ asOf: FIRST }));
    const times = [SECOND, NOW];
    for (const asOf of times) {
      const once = await evaluate(world.platform, ask({ asOf }));
      const again = await evaluate(world.platform, ask({ asOf }));
      const [first, second] = [once, again].map((result) => withoutRun(evaluateDocument(result)));
      expect(second).to.deep.equal(first);
      expect(MODEL_NAMES.map((model) => testedNow(once, model))).to.deep.equal([true, true, true]);
      expect(MODEL_NAMES.map((model) => testedNow(again, model))).to.deep.equal([false, false, false]);
    }
    const { models } = await statusAt(world);
    for (const model of MODEL_NAMES) {
      const evaluations = models[model]?.evaluations ?? [];
      expect(evaluations.map(({ evaluatedAt }) => evaluatedAt)).to.deep.equal(times);
      for (const { evaluatedAt, scores, window, version } of evaluations) {
        const newRows = labelTimes(ROWS, model).filter((time) => time > FIRST && time <= evaluatedAt);
        expect(scores.rows).to.equal(newRows.length);
        expect(window).to.deep.equal({ from: newRows[0], to: newRows.at(-1) });
        expect(version).to.equal(1);
      }
    }
  });

  it("has no evaluation of a model that was never trained, and one of no rows right after training", async () => {
    const world = await open();
    const before = await evaluate(world.platform, ask());
    expect(MODEL_NAMES.map((model) => before.tenants[0]?.models[model])).to.deep.equal(
      MODEL_NAMES.map(() => ({ outcome: "no-version" })),
    );
    expect(before.exitCode).to.equal(0);
    await train(world.platform, ask());
    await evaluate(world.platform, ask());
    const { models } = await statusAt(world);
    for (const model of MODEL_NAMES) {
      const [evaluation, ...more] = models[model]?.evaluations ?? [];
      expect(more).to.deep.equal([]);
      expect(evaluation).to.deep.include({
        verdict: "insufficient",
        window: undefined,
        scores: { rows: 0, values: {} },
      });
    }
  });

  it("is shown of the models that can be read when one cannot", async () => {
    const { platform } = await open();
    await train(platform, ask());
    await database().knex("ml_models").where({ model: "rework_risk" }).update({ holdout: "{bad" });
    const shown = await status(platform, { tenant: tenant(1), models: MODEL_NAMES, limit: 9 });
    expect(Object.keys(shown.models)).to.deep.equal(["story_points", "lead_time"]);
    expect(shown.failures).to.have.all.keys("rework_risk");
    expect(shown.exitCode).to.equal(73);
    expect(shown.runs).to.have.length(1);
  });

  it("is seen, trained on and rolled back where the clock is behind the one that recorded it", async () => {
    const world = await open();
    await train(world.platform, ask({ force: true }));
    world.now -= 60_000;
    expect((await evaluate(world.platform, ask())).exitCode).to.equal(0);
    const kept = await train(world.platform, ask());
    expect(kept.tenants[0]?.models.lead_time?.outcome).to.equal("kept");
    const again = await train(world.platform, ask({ force: true, asOf: NOW - 30 * DAY }));
    expect(again.exitCode).to.equal(64); // asked for: what came later is hidden, and is not rewritten
    const shown = await status(world.platform, { tenant: tenant(1), models: MODEL_NAMES, limit: 9 });
    expect(shown.models.lead_time?.champion?.version).to.equal(1);
  });

  it("is seen as it was then: later rows, versions, evaluations and runs are hidden", async () => {
    // So that the second training of every model gives a version.
    const world = await open({ config: { policy: "classic" } });
    const commandsAt = async (now: number): Promise<void> => {
      world.now = now;
      await train(world.platform, ask());
      await evaluate(world.platform, ask());
    };
    await commandsAt(FIRST);
    world.now = FIRST + DAY;
    const then = { status: await statusAt(world), assessed: await assess(world.platform, ask()) };
    await commandsAt(SECOND);
    world.now = NOW;

    expect(await statusAt(world, FIRST + DAY - 1)).to.deep.equal({ ...then.status, asOf: FIRST + DAY - 1 });
    const now = await statusAt(world);
    for (const model of MODEL_NAMES) {
      expect(now.models[model]?.versions.map(({ version }) => version)).to.deep.equal([1, 2]);
      expect(now.models[model]?.champion?.version).to.equal(2);
      expect(then.status.models[model]?.champion?.version).to.equal(1);
    }
    const asOfThen = await assess(world.platform, ask({ asOf: FIRST + DAY }));
    expect(asOfThen.tenants[0]?.models).to.deep.equal(then.assessed.tenants[0]?.models);
    const before = await assess(world.platform, ask({ asOf: FIRST - 1 }));
    for (const model of MODEL_NAMES) {
      expect(before.tenants[0]?.models[model]).to.have.nested.property(
        "assessment.reasons[0].trigger",
        "never_trained",
      );
      expect(before.tenants[0]?.models[model]).to.have.nested.property(
        "assessment.newLabels",
        labelTimes(ROWS, model).filter((time) => time < FIRST).length,
      );
    }
  });

  it("keeps each run with its outcomes and its cost, and touches no other tenant's rows", async () => {
    await insertTenant(database(), { id: 2, workItems: 40, pullRequests: 40 });
    const world = await open();
    await train(world.platform, ask({ tenants: { tenant: tenant(2) } }));
    const others = await everyRow(database(), { notOf: 1 });
    await train(world.platform, ask());
    await assess(world.platform, ask());
    await evaluate(world.platform, ask());
    expect(await everyRow(database(), { notOf: 1 })).to.deep.equal(others);

    const { runs } = await statusAt(world);
    expect(runs.map(({ command }) => command).sort()).to.deep.equal(["assess", "evaluate", "train"]);
    for (const run of runs) {
      expect(run).to.include({ exitCode: 0, codeVersion: "1.2.3-test", startedAt: NOW, endedAt: NOW });
      expect(Object.keys(run.outcomes)).to.have.members([...MODEL_NAMES]);
      expect(run.cost?.queries).to.be.greaterThan(0);
      expect(run.cost?.rows).to.be.greaterThan(0);
    }
  });
});

/** Whether the run asked if the champion has got worse; the second at one time finds that it was asked. */
function testedNow({ tenants }: EvaluateResult, model: ModelName): boolean | undefined {
  const outcome = tenants[0]?.models[model];
  return outcome?.outcome === "evaluated" ? outcome.performance?.testedNow : undefined;
}

/** The document without what tells one run from the other. */
function withoutRun(document: ReturnType<typeof evaluateDocument>): unknown {
  return JSON.parse(
    JSON.stringify(withoutCost(document), (name, value: unknown) =>
      ["run", "testedNow"].includes(name) ? undefined : value,
    ),
  );
}
