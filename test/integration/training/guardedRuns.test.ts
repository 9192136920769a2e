import { expect } from "chai";
import type { Attempt } from "../../../src/domain/retraining/attempts.js";
import type { ModelName } from "../../../src/domain/models.js";
import { DatabaseUnavailableError } from "../../../src/errors.js";
import type { Platform } from "../../../src/usecases/ports/platform.js";
import { train } from "../../../src/usecases/train.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { newAttempt } from "../../helpers/tenants/newVersion.js";
import { assessOne, deployBaseline, trainOne } from "../../helpers/tenants/oneModel.js";
import { ask, DAY, NOW, tenant, useWorlds, type World } from "../../helpers/tenants/platform.js";
import { everyRow } from "../../helpers/databases/tables.js";
import { generatedTenant, insertRows, labelTimes } from "../../helpers/tenants/tenants.js";
import { watched } from "../../helpers/program/watch.js";

const ROWS = generatedTenant();
const TRAINED = NOW - 150 * DAY;
const MODEL = "lead_time";

describeDatabases("the guarded policy", (database) => {
  const open = useWorlds(database);
  const attempts = (world: World, model: ModelName = MODEL): Promise<Attempt[]> =>
    world.platform.workspace(tenant(1)).registry.listAttempts(model, Infinity, 20);

  /** When the n-th label that a version trained as of TRAINED does not know became known. */
  const newRows = (n: number): number => labelTimes(ROWS, MODEL).filter((time) => time > TRAINED)[n - 1]!;

  /** A world in which the model was trained as of TRAINED. */
  async function trainedWorld(): Promise<World> {
    await insertRows(database(), ROWS);
    const world = await open({ now: TRAINED });
    expect((await trainOne(world.platform, MODEL)).outcome).to.equal("promoted");
    return world;
  }

  it("keeps every attempt with what it saw, and none of a night on which nothing asked", async () => {
    const world = await trainedWorld();
    world.now = TRAINED + DAY;
    expect((await trainOne(world.platform, MODEL)).outcome).to.equal("kept");
    world.now = newRows(30);
    const outcome = await trainOne(world.platform, MODEL);
    const [second, first, ...more] = await attempts(world);
    expect(more).to.deep.equal([]);
    expect(first).to.deep.include({ seq: 1, attemptedAt: TRAINED, outcome: "promoted", triggers: ["never_trained"] });
    expect(second).to.deep.include({ seq: 2, attemptedAt: world.now, watermark: newRows(30) });
    expect(second?.triggers).to.include("volume");
    expect(second?.outcome).to.equal(outcome.outcome);
    expect(second?.rows).to.equal(labelTimes(ROWS, MODEL).filter((time) => time <= world.now).length);
  });

  it("trains a model that misses its threshold no sooner, where the classic one trains it again and again", async () => {
    const { platform } = await trainedWorld();
    const models = { lead_time: { maximumAgeDays: 1000 } };
    const trainings = async (policy: "guarded" | "classic"): Promise<number> => {
      const world = await open({ config: { policy, models }, now: newRows(10) });
      let count = 0;
      for (const until = newRows(29); world.now <= until; world.now += DAY) {
        if ((await trainOne(world.platform, MODEL)).outcome !== "kept") count++;
      }
      return count;
    };
    expect(await trainings("guarded")).to.equal(0);
    expect(await trainings("classic")).to.be.greaterThan(3);
    const versions = await platform.workspace(tenant(1)).registry.listVersions(MODEL, Infinity);
    for (const { holdout } of versions) expect(holdout?.values.r2?.value).to.be.lessThan(0.6);
  });

  it("remembers attempts for nothing, however often data were refused since", async () => {
    const world = await trainedWorld();
    const { registry, leases } = world.platform.workspace(tenant(1));
    const lease = await leases.acquire("tester", 60);
    const outcomes = ["refused", ...Array.from({ length: 25 }, () => "data-refused" as const)] as const;
    for (const [i, outcome] of outcomes.entries()) {
      const fields = { outcome, attemptedAt: TRAINED + i + 1, fingerprint: `f${String(i)}` };
      await registry.recordAttempt(newAttempt(fields), lease);
    }
    world.now = TRAINED + DAY;
    const { attempts: history } = await assessOne(world.platform, MODEL);
    expect(history).to.deep.include({ withoutPromotion: 1, fingerprint: "f25" });
    expect(history.last).to.include({ attemptedAt: TRAINED + 1, outcome: "refused" });
  });

  it("after an attempt for nothing waits for twice as many labels, and says so", async () => {
    // Since the champion was trained everything takes three days, which is what it predicts: nothing can be better.
    const easy = ROWS.work_items.map((row) =>
      Date.parse(String(row["work_last_completed_at"])) > TRAINED
        ? { ...row, total_lead_time_seconds: 3 * 86_400 }
        : row,
    );
    await insertRows(database(), { ...ROWS, work_items: easy });
    await deployBaseline(database(), { days: 3, at: TRAINED });
    const world = await open({ config: { models: { lead_time: { maximumAgeDays: 1000 } } } });
    const tried: [newRows: number, triggers: readonly string[]][] = [];
    for (const count of [29, 30, 31, 59, 60, 89, 90]) {
      world.now = newRows(count);
      const outcome = await trainOne(world.platform, MODEL);
      if (outcome.outcome === "kept") continue;
      expect(outcome).to.include({ outcome: "refused", reason: "worse" });
      tried.push([count, "reasons" in outcome ? outcome.reasons.map(({ trigger }) => trigger) : []]);
    }
    expect(tried).to.deep.equal([
      [30, ["volume"]],
      [90, ["volume"]],
    ]);
    const { triggerChecks } = await assessOne(world.platform, MODEL);
    expect(triggerChecks[0]).to.deep.include({ trigger: "volume", seen: 0, factor: 4, missing: { examples: 120 } });
    expect(await attempts(world)).to.have.length(3);
  });

  it("records refused data once, whatever the number of nights, and trains as soon as they are mended", async () => {
    const bad = ROWS.prs.map((row) => ({ ...row, review_cycles: 9 }));
    await insertRows(database(), { ...ROWS, prs: bad });
    const world = await open();
    for (let night = 0; night < 3; night++, world.now += DAY) {
      expect((await trainOne(world.platform, "rework_risk")).outcome).to.equal("data-refused");
      const seen = (await attempts(world, "rework_risk")).map(({ outcome, reason }) => [outcome, reason]);
      expect(seen).to.deep.equal([["data-refused", "data-refused"]]);
    }
    await database().knex("prs").delete();
    await insertRows(database(), { prs: ROWS.prs });
    expect((await trainOne(world.platform, "rework_risk")).outcome).to.equal("promoted");
    expect((await attempts(world, "rework_risk")).map(({ outcome }) => outcome)).to.deep.equal([
      "promoted",
      "data-refused",
    ]);
  });

  it("tries a model without a version again after 1, 2 and 4 days where the fit fails", async () => {
    await insertRows(database(), ROWS);
    const world = await open();
    const corrupted = withCorruptLabels(world.platform);
    const seen: string[] = [];
    for (let day = 0; day <= 7.5; day += 0.5, world.now += DAY / 2) {
      const { outcome } = await trainOne(corrupted, MODEL);
      if (outcome !== "kept") seen.push(`day ${String(day)}: ${outcome}`);
    }
    // On the same data a second training would come to the same: it is not made, but counted.
    expect(seen).to.deep.equal(["day 0: failed", "day 1: unchanged", "day 3: unchanged", "day 7: unchanged"]);
    expect((await attempts(world)).map(({ outcome }) => outcome)).to.deep.equal([
      "unchanged",
      "unchanged",
      "unchanged",
      "failed",
    ]);
    world.now += 8 * DAY;
    expect((await trainOne(world.platform, MODEL)).outcome).to.equal("promoted");
  });

  it("does not count a run that was cut short, or that was dry", async () => {
    await insertRows(database(), ROWS);
    const world = await open();
    const lost = watched(world.platform, {
      before(call) {
        if (call === "registry.promote") throw new DatabaseUnavailableError("lost");
      },
    });
    expect((await trainOne(lost, MODEL)).outcome).to.equal("failed");
    expect(await attempts(world)).to.deep.equal([]);
    const before = await everyRow(database());
    await train(world.platform, ask({ dryRun: true }));
    expect(await everyRow(database())).to.deep.equal(before);
    expect((await trainOne(world.platform, MODEL)).outcome).to.equal("promoted");
  });
});

/** The platform, in whose examples one label is so large that no fit can succeed. */
function withCorruptLabels(platform: Platform): Platform {
  return {
    ...platform,
    workspace(id) {
      const workspace = platform.workspace(id);
      const { examples } = workspace;
      const read: typeof examples.read = async (...given) => {
        const found = await examples.read(...given);
        const labels = found.examples.labels.map((label, i) => (i === 5 ? -2 : label));
        return { ...found, examples: { ...found.examples, labels } };
      };
      return { ...workspace, examples: { ...examples, read } };
    },
  };
}
