import { expect } from "chai";
import { MODEL_NAMES, type ModelName } from "../../../src/domain/models.js";
import { POLICIES, type Policy } from "../../../src/domain/settings.js";
import type { ReplayInput } from "../../../src/usecases/running/inputs.js";
import { replay } from "../../../src/usecases/replay.js";
import type { ReplayResult } from "../../../src/usecases/results/replayResult.js";
import { train } from "../../../src/usecases/train.js";
import { NotFoundError } from "../../../src/errors.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { ask, DAY, iso, NOW, tenant, useWorlds, withoutSeconds, type World } from "../../helpers/tenants/platform.js";
import { refusal } from "../../helpers/program/refusal.js";
import { everyRow } from "../../helpers/databases/tables.js";
import { generatedTenant, insertRows, insertTenant, labelTimes } from "../../helpers/tenants/tenants.js";

const ROWS = generatedTenant();
const TO = NOW - 60 * DAY;

describeDatabases("a replay of a tenant's history", (database) => {
  const open = useWorlds(database);

  const run = ({ platform }: World, fields: Partial<ReplayInput> = {}): Promise<ReplayResult> =>
    replay(platform, {
      tenant: tenant(1),
      models: ["lead_time"],
      policies: POLICIES.map((policy) => ({ name: policy, settings: { ...platform.settings, policy } })),
      everyDays: 20,
      ...fields,
    });

  it("writes nothing", async () => {
    await insertRows(database(), ROWS);
    const world = await open();
    const before = await everyRow(database());
    expect((await run(world, { models: MODEL_NAMES, everyDays: 100 })).exitCode).to.equal(0);
    expect(await everyRow(database())).to.deep.equal(before);
  });

  it("starts at the first label and ends at the current time, and shows this period", async () => {
    await insertRows(database(), ROWS);
    const times = labelTimes(ROWS, "lead_time");
    const result = await run(await open());
    expect(result).to.include({ tenant: 1, from: times[0], to: NOW, everyDays: 20, exitCode: 0 });
    expect(result.policies).to.deep.equal(["guarded", "classic"]);
    const outcome = result.models.lead_time!;
    if (outcome.outcome !== "replayed") throw new Error(outcome.error);
    expect(outcome.labels).to.equal(times.length);
    expect(outcome.policies.map(({ policy }) => policy)).to.deep.equal(["guarded", "classic"]);
    expect(outcome.policies.map(({ promotions }) => promotions >= 1)).to.deep.equal([true, true]);
  });

  it("does not depend on data after its last date", async () => {
    await insertRows(database(), ROWS);
    const options = { models: MODEL_NAMES, to: TO, everyDays: 40 };
    const result = async (): Promise<unknown> => withoutSeconds(await run(await open(), options));
    const before = await result();
    expect(JSON.stringify(before)).to.contain('"promoted"');
    const { knex } = database();
    const later = [
      [
        "work_items",
        "work_last_completed_at",
        { story_points: 8, total_lead_time_seconds: 7_777_777, assignee: "new" },
      ],
      ["prs", "merged_at", { review_cycles: 9, additions: 99_999, user_name: "new" }],
    ] as const;
    for (const [table, column, changes] of later) {
      expect(await knex(table).where(column, ">", iso(TO)).update(changes)).to.be.greaterThan(20);
    }
    expect(await result(), "changed").to.deep.equal(before);
    for (const [table, column] of later) await knex(table).where(column, ">", iso(TO)).delete();
    expect(await result(), "deleted").to.deep.equal(before);
  });

  it("ignores rows of another tenant", async () => {
    await insertRows(database(), ROWS);
    const alone = withoutSeconds(await run(await open()));
    await insertTenant(database(), { id: 2, workItems: 60, pullRequests: 60 });
    expect(withoutSeconds(await run(await open()))).to.deep.equal(alone);
  });

  it("is empty for a tenant without labels, and before the first label", async () => {
    await insertRows(database(), { tenants: ROWS.tenants });
    const empty = await run(await open(), { models: MODEL_NAMES });
    expect(empty).to.include({ from: undefined, exitCode: 0 });
    await insertRows(database(), { work_items: ROWS.work_items });
    const early = await run(await open(), { from: NOW - 900 * DAY, to: NOW - 800 * DAY });
    for (const result of [empty, early]) {
      expect(result.models.lead_time).to.include({ outcome: "replayed", labels: 0, commonRows: 0 });
    }
  });

  it("refuses an unknown tenant, and stops when interrupted", async () => {
    await insertRows(database(), ROWS);
    const world = await open();
    await refusal(NotFoundError, run(world, { tenant: tenant(9) }));
    world.stop();
    const stopped = await run(world);
    expect(stopped.models.lead_time).to.include({ outcome: "failed", exitCode: 143 });
    expect(stopped.exitCode).to.equal(143);
  });
});

describeDatabases(
  "a replay gives the same results as nightly runs",
  (database) => {
    const open = useWorlds(database);
    const EVERY = 15;

    interface RecordedAttempt {
      readonly at: number;
      readonly outcome: string;
      readonly triggers: readonly string[];
    }

    /** Runs the program on each of the dates, and returns the recorded attempts. */
    async function nightlyAttempts(
      policy: Policy,
      model: ModelName,
      dates: readonly number[],
    ): Promise<RecordedAttempt[]> {
      const world = await open({ config: { policy } });
      for (const now of dates) {
        world.now = now;
        const { exitCode } = await train(world.platform, ask({ models: [model] }));
        expect(exitCode).to.equal(0);
      }
      const { registry } = world.platform.workspace(tenant(1));
      const attempts = (await registry.listAttempts(model, Infinity, 100)).toReversed();
      return attempts
        .filter(({ outcome }) => outcome !== "data-refused")
        .map(({ attemptedAt: at, outcome, triggers }) => ({ at, outcome, triggers }));
    }

    for (const policy of POLICIES) {
      for (const model of MODEL_NAMES) {
        it(`with policy ${policy} for ${model}`, async () => {
          await insertRows(database(), ROWS);
          const [first] = labelTimes(ROWS, model);
          const to = NOW - DAY;
          const dates: number[] = [];
          for (let at = first!; at < to; at += EVERY * DAY) dates.push(at);
          const { platform } = await open();
          const policies = [{ name: policy, settings: { ...platform.settings, policy } }];
          const input = { tenant: tenant(1), models: [model], policies, to: dates.at(-1)!, everyDays: EVERY };
          const outcome = (await replay(platform, input)).models[model]!;
          if (outcome.outcome !== "replayed") throw new Error(outcome.error);
          const { trainings } = outcome.policies[0]!;
          const replayed = trainings.map(({ at, outcome: result, triggers }) => ({ at, outcome: result, triggers }));
          expect(replayed.length).to.be.greaterThan(2);
          expect(await nightlyAttempts(policy, model, dates)).to.deep.equal(replayed);
        });
      }
    }
  },
  { only: "sqlite" },
);
