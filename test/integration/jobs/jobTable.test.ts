import { expect } from "chai";
import { jobSchedule } from "../../../src/adapters/jobs/jobSchedule.js";
import { leaseStore } from "../../../src/adapters/jobs/leaseStore.js";
import { ConfigurationError } from "../../../src/errors.js";
import type { JobSchedule } from "../../../src/usecases/ports/tenant/jobSchedule.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { insertTenants } from "../../helpers/tenants/jobRows.js";
import { refusal } from "../../helpers/program/refusal.js";
import { scopeOf } from "../../helpers/databases/scopes.js";

const NOW = Date.UTC(2026, 4, 1, 3);

/** A table of jobs with one column other than the platform's own has it. */
const jobsTable = (column: string, definition: string): string => {
  const columns = {
    id: "integer",
    tenant_id: "integer",
    job_name: "varchar(40)",
    execution_order: "integer",
    status: "varchar(10)",
    active: "boolean",
    last_run_started_at: "varchar(40)",
    last_success_at: "varchar(40)",
    error_message: "text",
    [column]: definition,
  };
  const defined = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  return `create table jobs (${defined.join(", ")})`;
};

describeDatabases("a table of jobs that is not as the platform's own", (database) => {
  const schedule = (table = "jobs"): JobSchedule => jobSchedule(scopeOf(database()), { table }, () => NOW);
  const acquire = () => leaseStore(scopeOf(database())).acquire("run-1", 60);
  const create = async (column: string, definition: string, status = "PENDING"): Promise<void> => {
    await insertTenants(database());
    await database().knex.raw(jobsTable(column, definition));
    await database()
      .knex("jobs")
      .insert({ id: 1, tenant_id: 1, job_name: "ML Training", execution_order: 99, status, active: true });
  };
  afterEach(() => database().knex.schema.dropTable("jobs"));

  it("is told as much of a failure as fits into it", async () => {
    await create("error_message", "varchar(20)", "RUNNING");
    const error = "𝄞 the training failed for a reason that is longer than the column";
    const { status } = await schedule().finish(await acquire(), "1", { result: "failure", error }, NOW);
    expect(status).to.equal("PENDING");
    const [message] = await database().knex("jobs").pluck<string[]>("error_message");
    const isLimited = database().dialect.kind === "postgres";
    expect(message).to.equal(isLimited ? "𝄞 the training faile" : error);
  });

  it("is a configuration error (78) when it refuses a change, in the database's words", async () => {
    await create("status", "varchar(10) check (status <> 'RUNNING')");
    const refused = await refusal(ConfigurationError, schedule().claim(await acquire(), NOW, 60));
    expect(refused.message).to.match(/^job_schedules does not take a change of a row: .*status/i);
    expect(refused.message).not.to.contain("update");
    expect(await database().knex("jobs").pluck("status")).to.deep.equal(["PENDING"]);
  });

  it("is a configuration error (78) when it is a view that cannot be changed", async () => {
    await create("status", "varchar(10)");
    await database().knex.raw("create view distinct_jobs as select distinct * from jobs");
    try {
      const claimed = schedule("distinct_jobs").claim(await acquire(), NOW, 60);
      const refused = await refusal(ConfigurationError, claimed);
      expect(refused.message).to.match(/^the database does not do this with the relation: /);
      expect(refused.hint).to.contain("map it to a table");
    } finally {
      await database().knex.raw("drop view distinct_jobs");
    }
  });
});
