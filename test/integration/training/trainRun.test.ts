import { expect } from "chai";
import { MODEL_NAMES } from "../../../src/domain/models.js";
import { NotFoundError } from "../../../src/errors.js";
import type { TrainOutcome, TrainResult } from "../../../src/usecases/results/trainResult.js";
import { train } from "../../../src/usecases/train.js";
import type { Row } from "../../../fixtures/generate/tenantPlan.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { leaseIsFree } from "../../helpers/tenants/leases.js";
import { ask, DAY, iso, NOW, tenant, useWorlds } from "../../helpers/tenants/platform.js";
import { refusal } from "../../helpers/program/refusal.js";
import { everyRow } from "../../helpers/databases/tables.js";
import { generatedTenant, insertRows, insertTenant } from "../../helpers/tenants/tenants.js";
import { watched } from "../../helpers/program/watch.js";

const outcomesOf = ({ tenants }: TrainResult, position = 0): (string | undefined)[] =>
  MODEL_NAMES.map((model) => tenants[position]?.models[model]?.outcome);

describeDatabases("a training run", (database) => {
  const open = useWorlds(database);
  const versions = async (): Promise<number> => (await database().knex("ml_models")).length;

  it("as of a time before the newest deployment is refused with 64, and changes nothing but the run log", async () => {
    await insertTenant(database());
    const { platform } = await open();
    await train(platform, ask());
    const before = (await everyRow(database())).filter((row) => !/^ml_(runs|leases)/.test(row));
    const result = await train(platform, ask({ force: true, asOf: NOW - 1 }));
    expect(result.exitCode).to.equal(64);
    expect(outcomesOf(result)).to.deep.equal(["failed", "failed", "failed"]);
    expect((await everyRow(database())).filter((row) => !/^ml_(runs|leases)/.test(row))).to.deep.equal(before);
    const dry = await train(platform, ask({ force: true, dryRun: true, asOf: NOW - 1 }));
    expect(outcomesOf(dry)).to.deep.equal(["would-promote", "would-promote", "would-promote"]);
  });

  it("that is dry leaves every table as it was, and finds the artefacts that training then records", async () => {
    await insertTenant(database());
    // What was trained would serve: the gate is not what this is about.
    const { platform } = await open({ config: { policy: "classic" } });
    await train(platform, ask({ asOf: NOW - 60 * DAY }));
    const before = await everyRow(database());
    const dry = await train(platform, ask({ force: true, dryRun: true }));
    expect(await everyRow(database())).to.deep.equal(before);
    expect(outcomesOf(dry)).to.deep.equal(["would-promote", "would-promote", "would-promote"]);
    const real = await train(platform, ask({ force: true }));
    for (const model of MODEL_NAMES) {
      expect(hashOf(dry.tenants[0]?.models[model])).to.equal(hashOf(real.tenants[0]?.models[model]));
    }
  });

  it("by one of two platforms at once leaves the other with 75", async () => {
    await insertTenant(database(), { workItems: 60, pullRequests: 60 });
    const one = await open();
    const other = await open();
    let late: TrainResult | undefined;
    const meanwhile = async (call: string): Promise<void> => {
      if (call === "registry.promote") late ??= await train(other.platform, ask());
    };
    const first = await train(watched(one.platform, { before: meanwhile }), ask());
    expect(outcomesOf(first)).to.deep.equal(["promoted", "promoted", "promoted"]);
    expect(late?.exitCode).to.equal(75);
    expect(late?.tenants[0]?.models).to.deep.equal({});
    expect(await versions()).to.equal(3);
    expect(await leaseIsFree(database())).to.equal(true);
    const runs = await database().knex("ml_runs").orderBy("exit_code").pluck<number[]>("exit_code");
    expect(runs).to.deep.equal([0, 75]);
  });

  for (const [table, lacking, trained] of [
    ["prs", ["rework_risk"], ["story_points", "lead_time"]],
    ["work_items", ["story_points", "lead_time"], ["rework_risk"]],
  ] as const) {
    it(`without the relation ${table} trains what it can, with exit code 78`, async () => {
      await insertTenant(database(), { workItems: 60, pullRequests: 60 });
      const { knex } = database();
      await knex.schema.renameTable(table, "away");
      try {
        const { platform } = await open();
        const { tenants, exitCode } = await train(platform, ask());
        expect(exitCode).to.equal(78);
        for (const model of trained) expect(tenants[0]?.models[model]?.outcome).to.equal("promoted");
        for (const model of lacking) {
          expect(tenants[0]?.models[model]).to.include({ outcome: "failed", exitCode: 78 });
          expect(tenants[0]?.models[model]).to.have.property("error").that.contains(`${model} cannot work`);
        }
        expect(await versions()).to.equal(trained.length);
      } finally {
        await knex.schema.renameTable("away", table);
      }
    });
  }

  it("of all tenants takes its shard of the active ones, whatever the concurrency", async () => {
    for (const id of [1, 2, 3, 5, 8]) await insertTenant(database(), { id, workItems: 40, pullRequests: 40 });
    await insertRows(database(), { tenants: [{ id: 4, name: "Inactive", active: false }] });
    const { platform } = await open();
    const worked: number[][] = [];
    for (const index of [0, 1, 2]) {
      const tenants = { all: true, shard: { index, count: 3 }, concurrency: 1 + index } as const;
      const result = await train(platform, ask({ tenants }));
      expect(result.exitCode).to.equal(0);
      for (const [i] of result.tenants.entries()) {
        expect(outcomesOf(result, i)).to.deep.equal(["promoted", "promoted", "promoted"]);
      }
      worked.push(result.tenants.map((each) => each.tenant));
    }
    expect(worked).to.deep.equal([[1, 5], [2, 8], [3]]);
    const hashes = await database().knex("ml_models").where({ model: "lead_time" }).pluck<string[]>("fingerprint");
    expect(new Set(hashes)).to.have.property("size", 5);
  });

  it("of all tenants goes on after one that fails, and the worst exit code wins", async () => {
    await insertTenant(database(), { id: 1, workItems: 40, pullRequests: 40 });
    const { prs, ...second } = generatedTenant({ id: 2, workItems: 40, pullRequests: 40 });
    await insertRows(database(), { ...second, prs: prs.map((row) => ({ ...row, review_cycles: 9 })) });
    const { platform } = await open();
    const tenants = { all: true, shard: { index: 0, count: 1 }, concurrency: 4 } as const;
    const result = await train(platform, ask({ tenants }));
    expect(result.tenants.map(({ exitCode }) => exitCode)).to.deep.equal([0, 1]);
    expect(result.exitCode).to.equal(1);
    expect(outcomesOf(result, 1)).to.deep.equal(["promoted", "promoted", "data-refused"]);
  });

  it("of an unknown or inactive tenant is refused, and leaves no trace", async () => {
    await insertRows(database(), { tenants: [{ id: 1, name: "Inactive", active: false }] });
    const { platform } = await open();
    const before = await everyRow(database());
    for (const id of [1, 2]) {
      await refusal(NotFoundError, train(platform, ask({ tenants: { tenant: tenant(id) } })));
    }
    expect(await everyRow(database())).to.deep.equal(before);
  });

  it("of labels that are all broken is refused with 65, beside models with too little data", async () => {
    const { tenants, work_items } = generatedTenant();
    const broken = work_items.map((row) => ({ ...row, story_points: "NaN" }));
    await insertRows(database(), { tenants, work_items: broken });
    const { platform } = await open();
    const result = await train(platform, ask({ models: ["story_points", "rework_risk"] }));
    expect(outcomesOf(result)).to.deep.equal(["data-refused", undefined, "too-little-data"]);
    expect(findingsOf(result.tenants[0]?.models.story_points)).to.include("labels-not-finite");
    expect(result.exitCode).to.equal(65);
  });

  describe("of a relation that keeps ids and times as text", () => {
    const COLUMNS = ["tenant_id", "key", "summary", "created", "work_last_completed_at"];

    beforeEach(async () => {
      await database().knex.schema.createTable("text_items", (table) => {
        for (const column of COLUMNS) table.text(column);
      });
      await insertRows(database(), { tenants: generatedTenant().tenants });
    });
    afterEach(() => database().knex.schema.dropTable("text_items"));

    /** Trains lead time on the generated items, changed as the test says. */
    async function trainOn(change: Readonly<Record<string, string>>): Promise<TrainResult> {
      const rows = generatedTenant().work_items.map((row) => ({
        ...Object.fromEntries(COLUMNS.map((column) => [column, row[column] === null ? null : String(row[column])])),
        ...change,
      }));
      for (let start = 0; start < rows.length; start += 100) {
        await database()
          .knex("text_items")
          .insert(rows.slice(start, start + 100));
      }
      const { platform } = await open({ config: { relations: { work_items: { table: "text_items" } } } });
      return train(platform, ask({ models: ["lead_time"] }));
    }

    it("finds the tenant's rows, and nobody else's", async () => {
      expect(outcomesOf(await trainOn({}))).to.deep.equal([undefined, "promoted", undefined]);
      await database().knex("text_items").delete();
      const foreign = (await trainOn({ tenant_id: "11" })).tenants[0]?.models.lead_time;
      expect(foreign?.outcome).to.be.oneOf(["kept", "too-little-data"]);
    });

    it("says that times cannot be read, and refuses what is left with 65", async () => {
      const result = await trainOn({ created: "31/12/2024 10:00" });
      const outcome = result.tenants[0]?.models.lead_time;
      expect([outcome?.outcome, result.exitCode]).to.deep.equal(["data-refused", 65]);
      expect(findingsOf(outcome)).to.include("times-not-readable");
    });
  });

  it("where nothing can be learnt gives a naive version 1, which better data replace", async () => {
    const rows = generatedTenant({ workItems: 600, pullRequests: 600 });
    const early = NOW - 315 * DAY;
    const senseless = (column: string, row: Row): boolean => String(row[column]) < iso(early);
    await insertRows(database(), {
      ...rows,
      work_items: rows.work_items.map((row, i) =>
        senseless("work_last_completed_at", row)
          ? { ...row, story_points: 3, total_lead_time_seconds: 86_400 * (1 + ((i * 7919) % 13)) }
          : row,
      ),
      prs: rows.prs.map((row, i) =>
        senseless("merged_at", row)
          ? { ...row, review_cycles: (i * 7919) % 13 < 5 ? 4 : 0, rework_commit_count: 0 }
          : row,
      ),
    });
    const { platform } = await open();
    const first = await train(platform, ask({ asOf: early }));
    expect(outcomesOf(first)).to.deep.equal(["promoted", "promoted", "promoted"]);
    const learners = async (version: number): Promise<string[]> =>
      database().knex("ml_models").where({ version }).pluck<string[]>("learner");
    expect(await learners(1)).to.deep.equal(["baseline", "baseline", "baseline"]);
    expect(reportOf(first.tenants[0]?.models.story_points)?.baselineReason).to.be.a("string");
    expect(findingsOf(first.tenants[0]?.models.story_points)).to.include("constant-label");

    const second = await train(platform, ask());
    expect(outcomesOf(second)).to.deep.equal(["promoted", "promoted", "promoted"]);
    expect(await learners(2)).to.have.members(["ensemble", "ensemble", "ensemble"]);
  });
});

function reportOf(outcome: TrainOutcome | undefined) {
  return outcome !== undefined && "report" in outcome ? outcome.report : undefined;
}

function hashOf(outcome: TrainOutcome | undefined): string {
  const hash = reportOf(outcome)?.artefactHash;
  if (hash === undefined) throw new Error(`no artefact in ${JSON.stringify(outcome)}`);
  return hash;
}

function findingsOf(outcome: TrainOutcome | undefined): string[] {
  return outcome !== undefined && "findings" in outcome ? outcome.findings.map(({ finding }) => finding) : [];
}
