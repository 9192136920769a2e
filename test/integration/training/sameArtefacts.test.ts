import { expect } from "chai";
import { MODEL_NAMES } from "../../../src/domain/models.js";
import { trainDocument } from "../../../src/reporting/json/train.js";
import { assessDocument } from "../../../src/reporting/json/assess.js";
import { evaluateDocument } from "../../../src/reporting/json/evaluate.js";
import { assess } from "../../../src/usecases/assess.js";
import { evaluate } from "../../../src/usecases/evaluate.js";
import { train } from "../../../src/usecases/train.js";
import { namedRandom } from "../../../fixtures/generate/random.js";
import type { Row } from "../../../fixtures/generate/tenantPlan.js";
import { awkward } from "../../helpers/rows/awkwardRows.js";
import { describeDatabases, type TestDatabase } from "../../helpers/databases/databases.js";
import { madeVersions } from "../../helpers/tenants/madeVersions.js";
import { ask, DAY, NOW, useWorlds, withoutCost, type World } from "../../helpers/tenants/platform.js";
import { generatedTenant, insertRows, insertTenant, type TenantRows } from "../../helpers/tenants/tenants.js";

/** What came of each attempt to train, and what it was held against. */
async function attemptsOf({ knex }: TestDatabase): Promise<Record<string, unknown>[]> {
  const columns = ["model", "seq", "triggers", "outcome", "reason", "fingerprint", "row_count"];
  const query = knex("ml_attempts").where("tenant_id", 1).orderBy(["model", "seq"]);
  return query.select<Record<string, unknown>[]>(columns);
}

const CLASSIC = { policy: "classic" };
const hashes = (versions: readonly Record<string, unknown>[]) => versions.map((version) => version["artefact_hash"]);
const learners = (versions: readonly Record<string, unknown>[]) => versions.map((version) => version["learner"]);

/** Train as of 60 days ago, assess and evaluate on what came since, train again. */
async function lifecycle({ platform }: World): Promise<unknown[]> {
  const first = await train(platform, ask({ asOf: NOW - 60 * DAY }));
  const assessed = await assess(platform, ask());
  const evaluated = await evaluate(platform, ask());
  const second = await train(platform, ask({ force: true }));
  return [trainDocument(first), assessDocument(assessed), evaluateDocument(evaluated), trainDocument(second)].map(
    withoutCost,
  );
}

describeDatabases(
  "the same rows",
  (sqlite) => {
    const openSqlite = useWorlds(sqlite);
    describeDatabases(
      "and",
      (postgres) => {
        const openPostgres = useWorlds(postgres);

        async function bothLifecycles(rows: TenantRows, config: object = {}): Promise<void> {
          await insertRows(sqlite(), rows);
          // Other ids, and another tenant's rows in between.
          await insertTenant(postgres(), { id: 2, workItems: 40, pullRequests: 40 });
          await insertRows(postgres(), {
            ...rows,
            work_items: rows.work_items.toReversed(),
            prs: rows.prs.toReversed(),
          });

          const ofSqlite = await lifecycle(await openSqlite({ config }));
          const ofPostgres = await lifecycle(await openPostgres({ config }));

          expect(ofSqlite).to.deep.equal(ofPostgres);
          const versions = await madeVersions(sqlite());
          expect(versions).to.deep.equal(await madeVersions(postgres()));
          const attempts = await attemptsOf(sqlite());
          expect(attempts).to.deep.equal(await attemptsOf(postgres()));
          expect(attempts).to.have.length(2 * MODEL_NAMES.length);
          const promoted = attempts.filter(({ outcome }) => outcome === "promoted");
          expect(versions).to.have.length(promoted.length);
          expect(new Set(hashes(versions))).to.have.property("size", promoted.length);
        }

        it("give the same artefacts, scores and decisions", async () => {
          await bothLifecycles(generatedTenant({ workItems: 600, pullRequests: 500 }));
          expect(learners(await madeVersions(sqlite()))).to.not.include("baseline");
        });

        it("do so when they are awkward", async () => {
          await bothLifecycles(awkward(generatedTenant({ workItems: 600, pullRequests: 500 })));
          expect(learners(await madeVersions(sqlite()))).to.include("ensemble");
        });

        it("do so whatever formats the server's administrator prefers", async () => {
          const name = new URL(postgres().url).pathname.slice(1);
          const preferred = {
            timezone: "Asia/Kolkata",
            datestyle: "SQL, DMY",
            intervalstyle: "sql_standard",
            extra_float_digits: "-15",
            bytea_output: "escape",
            quote_all_identifiers: "on",
          };
          for (const [setting, value] of Object.entries(preferred))
            await postgres().knex.raw(`alter database ${name} set ${setting} to '${value}'`);
          try {
            await bothLifecycles(awkward(generatedTenant({ workItems: 600, pullRequests: 500 })));
          } finally {
            for (const setting of Object.keys(preferred))
              await postgres().knex.raw(`alter database ${name} reset ${setting}`);
          }
        });

        it("do so under the classic policy, where whatever was trained serves", async () => {
          await bothLifecycles(awkward(generatedTenant({ workItems: 600, pullRequests: 500 })), CLASSIC);
          expect(await madeVersions(sqlite())).to.have.length(2 * MODEL_NAMES.length);
        });

        it("do so when only the newest of them are read, among ties", async () => {
          await bothLifecycles(awkward(generatedTenant({ seed: 3 })), { maxTrainingRows: 90 });
          const rows = (await madeVersions(sqlite())).map((version) => version["row_count"]);
          for (const count of rows) expect(count).to.be.within(40, 90);
        });

        it("are refused for the same reasons", async () => {
          const rows = generatedTenant({ workItems: 60, pullRequests: 60 });
          const corrupted: TenantRows = {
            ...rows,
            work_items: rows.work_items.map((row, i) => (i === 30 ? { ...row, story_points: "NaN" } : row)),
            prs: rows.prs.map((row) => ({ ...row, review_cycles: 0, rework_commit_count: 0 })),
          };
          await insertRows(sqlite(), corrupted);
          await insertRows(postgres(), corrupted);
          const results = await Promise.all([openSqlite(), openPostgres()]);
          const [ofSqlite, ofPostgres] = await Promise.all(
            results.map(async ({ platform }) => withoutCost(trainDocument(await train(platform, ask())))),
          );
          expect(ofSqlite).to.deep.equal(ofPostgres);
          const models = ofSqlite?.tenants[0]?.models;
          expect([
            models?.story_points?.outcome,
            models?.lead_time?.outcome,
            models?.rework_risk?.outcome,
          ]).to.deep.equal(["data-refused", "promoted", "data-refused"]);
        });
      },
      { only: "postgres" },
    );
  },
  { only: "sqlite" },
);

describeDatabases("training again", (database) => {
  const open = useWorlds(database);

  it("on the same rows gives the same bytes", async () => {
    await insertRows(database(), awkward(generatedTenant()));
    await train((await open({ runs: "a-", config: CLASSIC })).platform, ask());
    const again = await open({ runs: "b-", now: NOW + 5 * DAY, config: CLASSIC });
    const { tenants } = await train(again.platform, ask({ force: true, asOf: NOW }));
    expect(tenants[0]?.exitCode).to.equal(0);
    const versions = await madeVersions(database());
    expect(versions).to.have.length(6);
    for (const [i, version] of versions.entries()) {
      if (i % 2 === 0) expect({ ...versions[i + 1], version: 1 }).to.deep.equal(version);
    }
  });

  it("on the same rows makes no version under the guarded policy: it would be what serves already", async () => {
    await insertRows(database(), awkward(generatedTenant()));
    const world = await open();
    await train(world.platform, ask());
    world.now += 5 * DAY;
    const { tenants, exitCode } = await train(world.platform, ask({ force: true }));
    expect(exitCode).to.equal(0);
    for (const model of MODEL_NAMES) {
      expect(tenants[0]?.models[model]).to.include({ outcome: "unchanged", reason: "same-artefact" });
    }
    expect(await madeVersions(database())).to.have.length(3);
  });

  it("on the same rows in another physical order, with other ids, gives the same bytes", async () => {
    const rows = awkward(generatedTenant());
    await insertRows(database(), rows);
    const world = await open({ config: CLASSIC });
    await train(world.platform, ask());
    const before = await madeVersions(database());
    expect(before).to.have.length(3);

    for (const seed of [1, 2]) {
      for (const table of ["prs", "work_items"]) await database().knex(table).delete();
      await insertTenant(database(), { id: 10 + seed, workItems: 30, pullRequests: 30 });
      const { work_items, prs } = { work_items: shuffled(rows.work_items, seed), prs: shuffled(rows.prs, seed) };
      await insertRows(database(), { work_items, prs });
      await moveHalf(database());
      await train(world.platform, ask({ force: true }));
    }
    const versions = await madeVersions(database());
    expect(versions).to.have.length(9);
    for (const [i, version] of versions.entries()) {
      expect({ ...version, version: 1 }).to.deep.equal(before[Math.floor(i / 3)]);
    }
  });
});

/** Writes every other row again: Postgres stores such a row in a new place. */
async function moveHalf({ knex }: TestDatabase): Promise<void> {
  for (const table of ["work_items", "prs"]) {
    await knex(table)
      .whereRaw("id % 2 = 0")
      .update({ active: knex.ref("active") });
  }
}

function shuffled(rows: readonly Row[], seed: number): Row[] {
  const random = namedRandom(seed, "shuffle");
  return rows
    .map((row) => ({ row, place: random.uniform() }))
    .sort((a, b) => a.place - b.place)
    .map(({ row }) => row);
}
