import { expect } from "chai";
import { modelRegistry } from "../../../src/adapters/registry/registry.js";
import type { ModelCard } from "../../../src/domain/modelCard/modelCard.js";
import { MODEL_NAMES, MODELS, type ModelName } from "../../../src/domain/models.js";
import type { TrainingSummary } from "../../../src/domain/explaining/trainingSummary.js";
import { NotFoundError } from "../../../src/errors.js";
import { cardDocument } from "../../../src/reporting/json/card.js";
import { cardMarkdown } from "../../../src/reporting/markdown/card.js";
import { evaluate } from "../../../src/usecases/evaluate.js";
import type { CardInput } from "../../../src/usecases/running/inputs.js";
import { modelCard, type CardResult } from "../../../src/usecases/modelCard.js";
import { train } from "../../../src/usecases/train.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { deployBaseline } from "../../helpers/tenants/oneModel.js";
import { ask, DAY, NOW, tenant, useWorlds, type World } from "../../helpers/tenants/platform.js";
import { refusal } from "../../helpers/program/refusal.js";
import { scopeOf } from "../../helpers/databases/scopes.js";
import { everyRow } from "../../helpers/databases/tables.js";
import { generatedTenant, insertRows, insertTenant } from "../../helpers/tenants/tenants.js";

const ROWS = generatedTenant();
const TRAINED = NOW - 60 * DAY;

describeDatabases("the model card of a version", (database) => {
  const open = useWorlds(database);
  let world: World;
  const ofVersion = (model: ModelName, version = 1, others: Partial<CardInput> = {}): Promise<CardResult> =>
    modelCard(world.platform, { tenant: tenant(1), model, version, limit: 10, ...others });
  const cardOf = async (model: ModelName, version = 1): Promise<ModelCard> => (await ofVersion(model, version)).card;

  beforeEach(async () => {
    await insertRows(database(), ROWS);
    world = await open();
  });

  it("shows what the training recorded, and writes nothing", async () => {
    await train(world.platform, ask({ asOf: TRAINED, force: true }));
    const before = await everyRow(database());
    for (const model of MODEL_NAMES) {
      const { version, summary, deploymentPeriods, calibration, intervals } = await cardOf(model);
      const { labelsKnown, predictedFrom, labelQuantiles, baseRate, read, weights } = summary!;
      expect(labelsKnown.to).to.equal(version.watermark);
      expect(labelsKnown.from).to.be.within(predictedFrom, labelsKnown.to);
      const dropped = Object.values(read.dropped).reduce((sum, number) => sum + number, 0);
      expect(read.rows - dropped).to.equal(version.rows);
      expect(weights.rows).to.equal(Math.min(1_000, version.rows));
      expect(weights.features.length > 0).to.equal(version.learner !== "baseline");
      expect(deploymentPeriods.map(({ cause, until }) => [cause, until])).to.deep.equal([["train", undefined]]);
      const isRegression = MODELS[model].task === "regression";
      expect(labelQuantiles !== undefined).to.equal(isRegression);
      expect(intervals !== undefined).to.equal(isRegression);
      if (isRegression) continue;
      expect(calibration!.overall.count).to.equal(version.holdout!.rows);
      expect(calibration!.overall.observedRate * version.holdout!.rows).to.be.closeTo(
        version.holdout!.positives!,
        1e-9,
      );
      expect(baseRate).to.be.within(0.01, 0.99);
    }
    expect(await everyRow(database())).to.deep.equal(before);
  });

  it("shows the quantiles of the tenant's labels", async () => {
    await train(world.platform, ask({ models: ["story_points"], force: true }));
    const { version, summary } = await cardOf("story_points");
    const points = ROWS.work_items
      .filter(
        (row) => row["active"] === true && row["work_last_completed_at"] !== null && Number(row["story_points"]) > 0,
      )
      .map((row) => Number(row["story_points"]))
      .sort((a, b) => a - b);
    expect(points.length).to.equal(version.rows);
    const middle = (points.length - 1) / 2;
    const median = (points[Math.floor(middle)]! + points[Math.ceil(middle)]!) / 2;
    expect(summary!.labelQuantiles![1]).to.equal(median);
  });

  it("shows a version as of a time, with its own evaluations only", async () => {
    await train(world.platform, ask({ models: ["lead_time"], asOf: TRAINED, force: true }));
    await evaluate(world.platform, ask({ models: ["lead_time"], asOf: NOW - 20 * DAY }));
    const { registry } = world.platform.workspace(tenant(1));
    const replaces = (await registry.findChampion("lead_time", Infinity))!;
    await deployBaseline(database(), { days: 3, at: NOW - 10 * DAY, replaces });
    await evaluate(world.platform, ask({ models: ["lead_time"] }));
    const first = await cardOf("lead_time");
    expect(first.deploymentPeriods[0]?.until).to.equal(NOW - 10 * DAY);
    expect((await cardOf("lead_time", 2)).evaluations.map(({ evaluatedAt }) => evaluatedAt)).to.deep.equal([NOW]);
    expect(first.evaluations.map(({ evaluatedAt }) => evaluatedAt)).to.deep.equal([NOW - 20 * DAY]);
    const { card } = await ofVersion("lead_time", 1, { asOf: TRAINED });
    expect([card.evaluations, card.deploymentPeriods[0]?.until]).to.deep.equal([[], undefined]);
  });

  it("exits with code 66 for an unknown version, and lists the versions", async () => {
    const champion = await deployBaseline(database(), { days: 3, at: NOW - 50 * DAY });
    await deployBaseline(database(), { days: 4, at: NOW - 40 * DAY, replaces: champion });
    const unknown = async (others: Partial<CardInput>, version = 7): Promise<unknown[]> => {
      const { exitCode, message, hint } = await refusal(NotFoundError, ofVersion("lead_time", version, others));
      return [exitCode, message, hint];
    };
    const name = "lead_time_tenant_1_v7 does not exist";
    expect(await unknown({})).to.deep.equal([66, name, "Versions of lead_time: 1 to 2."]);
    const asOf = NOW - 45 * DAY;
    expect(await unknown({ asOf }, 2)).to.deep.equal([
      66,
      "lead_time_tenant_1_v2 does not exist",
      "Versions of lead_time: 1.",
    ]);
    expect(await unknown({ asOf: NOW - 90 * DAY })).to.deep.equal([
      66,
      name,
      "lead_time has no version yet. Train one: mltrain train --tenant 1 --model lead_time",
    ]);
    await insertTenant(database(), { id: 2 });
    expect((await unknown({ tenant: tenant(2) }, 1))[1]).to.equal("lead_time_tenant_2_v1 does not exist");
  });

  it("leaves out what an older program did not record, and lists that as a limitation", async () => {
    await train(world.platform, ask({ models: ["lead_time"], force: true }));
    const text = await database().knex("ml_models").first<{ evidence: string }>("evidence");
    const { summary, ...others } = JSON.parse(text.evidence) as { summary: TrainingSummary };
    expect(summary.weights.rows).to.be.greaterThan(0);
    await database()
      .knex("ml_models")
      .update({ evidence: JSON.stringify(others) });
    const card = await cardOf("lead_time");
    expect(card.summary).to.equal(undefined);
    expect(card.limitations.map(({ limitation }) => limitation)).to.include("nothing-kept");
    expect(card.intervals?.medianWidth).to.be.greaterThan(0);
    await database().knex("ml_models").update({ evidence: null });
    expect((await cardOf("lead_time")).intervals?.medianWidth).to.equal(undefined);
  });

  it("does not depend on rows and versions of another tenant", async () => {
    await train(world.platform, ask({ asOf: TRAINED, force: true }));
    const printed = async (): Promise<unknown[]> => {
      const cards = await Promise.all(MODEL_NAMES.map((model) => ofVersion(model)));
      return cards.flatMap((card) => [cardDocument(card), cardMarkdown(card)]);
    };
    const alone = await printed();
    await insertTenant(database(), { id: 2, seed: 5 });
    await train(world.platform, ask({ tenants: { tenant: tenant(2) }, force: true }));
    expect(await modelRegistry(scopeOf(database(), 2)).listVersions("lead_time", Infinity)).to.have.length(1);
    expect(await printed()).to.deep.equal(alone);
  });
});
