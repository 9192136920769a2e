import { expect } from "chai";
import { statementHash } from "../../../src/adapters/database/guard/guard.js";
import { judgeText } from "../../../src/adapters/database/guard/judgeText.js";
import { STATEMENTS as POSTGRES } from "../../../src/adapters/database/guard/known/postgres.js";
import { STATEMENTS as SQLITE } from "../../../src/adapters/database/guard/known/sqlite.js";
import { Purpose } from "../../../src/adapters/database/guard/statement/purpose.js";
import { encodeAdmission, isRefusal } from "../../../src/adapters/database/guard/statement/verdict.js";
import { importTarget } from "../../../src/adapters/database/importing/importTarget.js";
import { MODEL_NAMES } from "../../../src/domain/models.js";
import { ConfigurationError, TryLaterError } from "../../../src/errors.js";
import { assess } from "../../../src/usecases/assess.js";
import { evaluate } from "../../../src/usecases/evaluate.js";
import { ensureJob, runJob } from "../../../src/usecases/job.js";
import { modelCard } from "../../../src/usecases/modelCard.js";
import { predict } from "../../../src/usecases/predict.js";
import { rollBack } from "../../../src/usecases/rollback.js";
import { status } from "../../../src/usecases/status.js";
import { train } from "../../../src/usecases/train.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { STEPS } from "../../helpers/program/lifecycle.js";
import { ask, DAY, NOW, tenant, useWorlds, type World } from "../../helpers/tenants/platform.js";
import { readStatements, statementsOf, writeStatements, type KnownStatement } from "../../helpers/leaks/statements.js";
import { refusal } from "../../helpers/program/refusal.js";
import { generatedTenant, insertRows } from "../../helpers/tenants/tenants.js";

const KNOWN = { sqlite: SQLITE, postgres: POSTGRES };
const TENANTS = { table: "tenants", id: "id", active: "active" };
const PURPOSES = [
  Purpose.nobody,
  Purpose.ofTenant(tenant(1)),
  Purpose.ofTenant(tenant(1), TENANTS),
  Purpose.ofTenantList(TENANTS),
];

/** What the commands do beside {@link STEPS}, with every option that has a statement of its own. */
const FURTHER: readonly ((world: World) => Promise<unknown>)[] = [
  ({ platform }) => ensureJob(platform, { tenant: tenant(1) }),
  ({ platform }) => train(platform, ask({ force: true, autoRollback: true })),
  ({ platform }) => rollBack(platform, { tenant: tenant(1), models: MODEL_NAMES, to: 1, pin: "pin", dryRun: false }),
  ({ platform }) => evaluate(platform, ask({ autoRollback: true, asOf: NOW - DAY })),
  ({ platform }) => assess(platform, ask({ tenants: { all: true, shard: { index: 0, count: 1 }, concurrency: 1 } })),
  ({ platform }) => predict(platform, { tenant: tenant(1), models: MODEL_NAMES, keys: ["T1-1"], asOf: NOW - DAY }),
  ({ platform }) => status(platform, { tenant: tenant(1), models: MODEL_NAMES, limit: 5, asOf: NOW - DAY }),
  ({ platform }) => runJob(platform, ask()),
  ({ platform }) =>
    modelCard(platform, { tenant: tenant(1), model: "lead_time", version: 1, limit: 5, asOf: NOW - DAY }),
  // A tenant that another run works for, and a server that is looked at first.
  async ({ platform }) => {
    const { leases } = platform.workspace(tenant(1));
    const lease = await leases.acquire("another", 60);
    await refusal(TryLaterError, leases.acquire("a second one", 60));
    await leases.release(lease);
  },
];

/** What a command that failed would have sent is not known. */
function assertDone(result: unknown): void {
  const { exitCode } = (result ?? {}) as { readonly exitCode?: number };
  expect(exitCode ?? 0, JSON.stringify(result)).to.equal(0);
}

describeDatabases("the statements that the program sends", (database) => {
  const open = useWorlds(database);

  async function story(): Promise<void> {
    await insertRows(database(), generatedTenant());
    const world = await open();
    for (const step of STEPS) await step(world);
    for (const step of FURTHER) assertDone(await step(world));
    // Fewer rows than there are: the newest are asked for.
    const { platform } = await open({ config: { maxTrainingRows: 100 } });
    assertDone(await train(platform, ask({ dryRun: true, force: true })));
    await predict(platform, { tenant: tenant(1), models: MODEL_NAMES, asOf: NOW - 60 * DAY });
    const busy = await open({ config: { loadGuard: { maximumActiveSessions: 1 } } });
    if (database().dialect.kind === "postgres") await refusal(ConfigurationError, busy.platform.assertNotLoaded());
    const target = importTarget(database().asRole, {}, { statementTimeoutSeconds: 30 });
    await target.write((writer) => writer.ensureTenant(tenant(1)));
  }

  it("are known, with what they are let through with", async () => {
    const { kind } = database().dialect;
    const sent = await statementsOf(story);
    if ((process.env["MLTRAIN_UPDATE_STATEMENTS"] ?? "") !== "") writeStatements(kind, sent);
    expect(readStatements(kind)).to.deep.equal(sent);
  });

  it("are let through by the judge for the same, whoever may have written them into the list", async () => {
    const { kind } = database().dialect;
    const statements = readStatements(kind);
    const judgeAgain = async ({ purpose: key, sql }: KnownStatement): Promise<[hash: string, admission: string]> => {
      const purpose = PURPOSES.find((each) => each.key === key);
      if (purpose === undefined) throw new Error(`no statement is sent for ${key}`);
      const verdict = await judgeText(sql, kind, purpose);
      return [statementHash(key, sql), isRefusal(verdict) ? verdict.refusal : encodeAdmission(verdict)];
    };
    expect(statements).to.have.length.above(40);
    expect(KNOWN[kind]).to.deep.equal(Object.fromEntries(await Promise.all(statements.map(judgeAgain))));
  });
});
