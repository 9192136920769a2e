import { expect } from "chai";
import { MODEL_NAMES, type ModelName } from "../../../src/domain/models.js";
import { intervalAround, offsetsAfter } from "../../../src/domain/prediction/intervals.js";
import { predict as predictRows } from "../../../src/domain/prediction/predictor.js";
import { prepare } from "../../../src/domain/learners/preparedExamples.js";
import { predict } from "../../../src/usecases/predict.js";
import type { ModelPredicted, PredictResult } from "../../../src/usecases/results/predictResult.js";
import type { PredictInput } from "../../../src/usecases/running/inputs.js";
import { train } from "../../../src/usecases/train.js";
import type { Row } from "../../../fixtures/generate/tenantPlan.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { deployBaseline } from "../../helpers/tenants/oneModel.js";
import { ask, DAY, iso, NOW, tenant, useWorlds, type World } from "../../helpers/tenants/platform.js";
import { everyRow } from "../../helpers/databases/tables.js";
import { generatedTenant, insertRows, insertTenant } from "../../helpers/tenants/tenants.js";

const ROWS = generatedTenant();
const TRAINED = NOW - 60 * DAY;

/** Returns an open copy of a generated work item. */
const openItem = (key: string, fields: Row = {}): Row => ({
  ...ROWS.work_items[200]!,
  key,
  created: iso(NOW - DAY),
  work_last_completed_at: null,
  total_lead_time_seconds: null,
  story_points: null,
  active: true,
  ...fields,
});
const openPullRequest = (number: number, fields: Row = {}): Row => ({
  ...ROWS.prs[100]!,
  repository_id: "web",
  number,
  pr_created_at: iso(NOW - DAY),
  merged_at: null,
  closed_at: null,
  active: true,
  ...fields,
});

const OPEN: readonly Row[] = [
  openItem("O-1"),
  openItem("O-2", { created: iso(NOW - 2 * DAY), summary: null, assignee: "nobody seen before" }),
  openItem("O-pointed", { story_points: 5 }),
  openItem("O-inactive", { active: false }),
  openItem("O-tomorrow", { created: iso(NOW + DAY) }),
];
const OPEN_PRS: readonly Row[] = [
  openPullRequest(7001),
  openPullRequest(7002, { closed_at: iso(NOW - DAY / 2) }),
  openPullRequest(7003, { active: false }),
];

describeDatabases("predict", (database) => {
  const open = useWorlds(database);
  let world: World;

  const run = (fields: Partial<PredictInput> = {}): Promise<PredictResult> =>
    predict(world.platform, { tenant: tenant(1), models: MODEL_NAMES, ...fields });
  const of = (result: PredictResult, model: ModelName): ModelPredicted => {
    const outcome = result.tenants[0]?.models[model];
    if (outcome?.outcome !== "predicted") throw new Error(JSON.stringify(outcome));
    return outcome;
  };
  const keysOf = (result: PredictResult, model: ModelName): string[] =>
    of(result, model).predictions.map(({ key }) => key);
  /** Returns the keys of the rows that this test adds. */
  const ownKeys = (result: PredictResult, model: ModelName): string[] =>
    keysOf(result, model).filter((key) => /^(O-|web#700)/.test(key));

  beforeEach(async () => {
    await insertRows(database(), ROWS);
    world = await open();
    await train(world.platform, ask({ asOf: TRAINED, force: true }));
  });

  it("predicts open rows with reasons, and writes nothing", async () => {
    await insertRows(database(), { work_items: OPEN, prs: OPEN_PRS });
    const before = await everyRow(database());
    const result = await run();
    expect(result.exitCode).to.equal(0);
    expect(ownKeys(result, "story_points")).to.deep.equal(["O-1", "O-2"]);
    expect(ownKeys(result, "lead_time")).to.deep.equal(["O-1", "O-pointed", "O-2"]);
    expect(ownKeys(result, "rework_risk")).to.deep.equal(["web#7001"]);
    expect(of(result, "lead_time").dropped).to.deep.equal({});
    for (const model of MODEL_NAMES) {
      const { predictions, learner } = of(result, model);
      for (const { prediction, reasons } of predictions) {
        expect(prediction).to.be.within(0, model === "rework_risk" ? 1 : 365);
        expect(reasons.length, model).to.equal(learner === "baseline" ? 0 : 3);
      }
    }
    const learners = MODEL_NAMES.map((model) => of(result, model).learner);
    expect(learners).to.include("ensemble");
    expect(await everyRow(database())).to.deep.equal(before);
  });

  it("predicts as of a time the rows that were open, and gives the same prediction after their labels are known", async () => {
    // Pull requests are often merged within hours, so the time is just after the opening of one that was merged later.
    const timesOf = (row: Row) => [row["pr_created_at"], row["merged_at"]].map((time) => Date.parse(String(time)));
    const opened = ROWS.prs.filter((row) => row["active"] === true && row["merged_at"] !== null).map(timesOf);
    const [asOf = NaN] = opened.find(([from = NaN, to = NaN]) => from > NOW - 30 * DAY && to > from + 1000) ?? [];
    for (const model of MODEL_NAMES) {
      const { predictions } = of(await run({ asOf }), model);
      expect(predictions.length, model).to.be.greaterThan(0);
      const column = model === "rework_risk" ? "merged_at" : "work_last_completed_at";
      const created = model === "rework_risk" ? "pr_created_at" : "created";
      const wasOpen = ROWS[model === "rework_risk" ? "prs" : "work_items"].filter((row) => {
        const closed = row[column] ?? row["closed_at"] ?? null;
        return (
          row["active"] === true &&
          Date.parse(String(row[created])) <= asOf &&
          (closed === null || Date.parse(String(closed)) > asOf)
        );
      });
      const keyOf = (row: Row) =>
        model === "rework_risk" ? `${String(row["repository_id"])}#${String(row["number"])}` : String(row["key"]);
      expect(predictions.map(({ key }) => key).sort()).to.deep.equal(wasOpen.map(keyOf).sort());

      const workspace = world.platform.workspace(tenant(1));
      const { examples } = await workspace.examples.read(model, { until: NOW, withText: true });
      const artefact = await workspace.registry.loadArtefact(model, 1);
      const rowOf = new Map(examples.keys.map((key, row) => [key, row]));
      const later = predictions.filter(({ key }) => rowOf.has(key));
      const rows = Int32Array.from(later, ({ key }) => rowOf.get(key)!);
      const prepared = prepare(model, examples);
      const expected = predictRows(artefact, prepared, rows);
      expect(later.length).to.be.greaterThan(0);
      // Neither history contains labels that became known between the row's creation and the as-of time.
      later.forEach(({ prediction }, i) => expect(prediction).to.be.closeTo(expected[i]!, 1e-9));
    }
  });

  it("gives each item an interval that is adapted by the errors on new labels", async () => {
    await insertRows(database(), { work_items: OPEN, prs: OPEN_PRS });
    const { registry, examples } = world.platform.workspace(tenant(1));
    for (const model of ["story_points", "lead_time"] as const) {
      const artefact = await registry.loadArtefact(model, 1);
      const prepared = prepare(model, (await examples.read(model, { until: NOW, withText: true })).examples);
      const since = prepared.examples.labelKnownAt.findIndex((time) => time > TRAINED);
      const rows = Int32Array.from({ length: prepared.examples.count - since }, (_, i) => since + i);
      const newRows = {
        labels: prepared.examples.labels.slice(since),
        predictions: predictRows(artefact, prepared, rows),
      };
      expect(rows.length, model).to.be.greaterThan(10);
      for (const { prediction, interval } of of(await run(), model).predictions) {
        const [low, high] = intervalAround(artefact, prediction, offsetsAfter(artefact, newRows)) ?? [];
        expect(interval, model).to.deep.equal({ low, high, coverage: 0.8 });
        expect(prediction).to.be.within(interval!.low, interval!.high);
      }
      const [first] = of(await run({ asOf: TRAINED + 1 }), model).predictions;
      const [low, high] = intervalAround(artefact, first!.prediction, offsetsAfter(artefact, undefined)) ?? [];
      expect(first!.interval, model).to.deep.equal({ low, high, coverage: 0.8 });
    }
    for (const { interval } of of(await run(), "rework_risk").predictions) expect(interval).to.equal(undefined);
  });

  it("uses the interval coverage and the cost ratio of the config file", async () => {
    await insertRows(database(), { work_items: OPEN, prs: OPEN_PRS });
    const models = { lead_time: { intervalCoverage: 0.95 }, rework_risk: { costRatio: 9 } };
    const own = await open({ config: { models, policy: "classic" } });
    const { prediction, interval } = of(await run({ keys: ["O-1"] }), "lead_time").predictions[0]!;
    await train(own.platform, ask({ force: true }));
    const wider = of(await predict(own.platform, { tenant: tenant(1), models: MODEL_NAMES }), "lead_time");
    expect(wider.version).to.equal(2);
    for (const one of wider.predictions) expect(one.interval?.coverage).to.equal(0.95);
    expect(interval!.high - interval!.low).to.be.lessThan(365);
    expect(prediction).to.be.within(0, 365);
    const { decisionThreshold } = of(
      await predict(own.platform, { tenant: tenant(1), models: MODEL_NAMES }),
      "rework_risk",
    );
    expect(decisionThreshold).to.equal(0.1);
  });

  it("predicts the named rows, open or closed, and lists unknown keys", async () => {
    const item = ROWS.work_items.find((row) => row["active"] === true)!;
    const pr = ROWS.prs.find((row) => row["active"] === true)!;
    const itemKey = String(item["key"]);
    const prKey = `${String(pr["repository_id"])}#${String(pr["number"])}`;
    await insertRows(database(), { work_items: OPEN });
    const result = await run({ keys: [itemKey, prKey, "O-pointed", "O-inactive", "O-tomorrow", "no'such", prKey] });
    expect(result.exitCode).to.equal(66);
    expect(result.tenants[0]?.unknownKeys).to.deep.equal(["O-inactive", "O-tomorrow", "no'such"]);
    expect(keysOf(result, "story_points")).to.have.members([itemKey, "O-pointed"]);
    expect(keysOf(result, "lead_time")).to.have.members([itemKey, "O-pointed"]);
    expect(keysOf(result, "rework_risk")).to.deep.equal([prKey]);
    expect((await run({ keys: [itemKey, prKey] })).exitCode).to.equal(0);
    expect((await run({ keys: [prKey], models: ["lead_time"] })).exitCode).to.equal(66);
  });

  it("does not show or use rows of another tenant with the same keys", async () => {
    await insertRows(database(), { work_items: OPEN, prs: OPEN_PRS });
    const withoutRun = ({ tenants }: PredictResult) => tenants.map(({ models }) => models);
    const alone = withoutRun(await run());
    await insertTenant(database(), { id: 2, seed: 5, project: "T1" });
    const ofOtherTenant = (row: Row): Row => ({ ...row, tenant_id: 2, summary: "CANARY", assignee: "CANARY" });
    await insertRows(database(), {
      work_items: [...OPEN.map(ofOtherTenant), ofOtherTenant(openItem("O-theirs"))],
      prs: OPEN_PRS.map((row) => ({ ...row, tenant_id: 2, user_name: "CANARY" })),
    });
    const together = withoutRun(await run());
    expect(together).to.deep.equal(alone);
    expect(JSON.stringify(together)).to.not.match(/CANARY|O-theirs/);
    expect((await run({ keys: ["O-theirs"] })).tenants[0]?.unknownKeys).to.deep.equal(["O-theirs"]);
  });

  it("leaves out the oldest rows beyond maxTrainingRows", async () => {
    const many = Array.from({ length: 31 }, (_, i) =>
      openItem(`O-${String(i)}`, { created: iso(NOW - (i + 1) * 1000) }),
    );
    await insertRows(database(), { work_items: [...many].reverse() });
    const small = await open({ config: { maxTrainingRows: 30 } });
    const result = await predict(small.platform, { tenant: tenant(1), models: ["lead_time"] });
    expect(of(result, "lead_time").truncated).to.equal(true);
    expect(keysOf(result, "lead_time")).to.deep.equal(many.slice(0, 30).map((row) => row["key"]));
  });

  it("says how to train a model without a version, and predicts with the other models", async () => {
    await insertRows(database(), { work_items: OPEN });
    await database().knex("ml_deployments").where({ model: "lead_time" }).delete();
    const result = await run();
    expect(result.exitCode).to.equal(66);
    expect(result.tenants[0]?.models.lead_time).to.deep.equal({
      outcome: "failed",
      exitCode: 66,
      error: "lead_time has no version that could predict",
      hint: "Train it: mltrain train --tenant 1 --model lead_time",
    });
    expect(ownKeys(result, "story_points")).to.deep.equal(["O-1", "O-2"]);
  });

  it("predicts the median for every row if the champion is the baseline, without reasons", async () => {
    await insertRows(database(), { work_items: OPEN });
    for (const table of ["ml_quarantine", "ml_evaluations", "ml_deployments", "ml_models"])
      await database().knex(table).delete();
    await deployBaseline(database(), { days: 4, at: TRAINED });
    const { predictions, learner, scale } = of(await run({ models: ["lead_time"] }), "lead_time");
    expect({ learner, scale }).to.deep.equal({ learner: "baseline", scale: null });
    expect(predictions.length).to.be.at.least(3);
    for (const { prediction, reasons } of predictions)
      expect({ prediction, reasons }).to.deep.equal({ prediction: 4, reasons: [] });
  });
});
