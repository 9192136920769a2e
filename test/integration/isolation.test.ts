import { expect } from "chai";
import fc from "fast-check";
import { train } from "../../src/usecases/train.js";
import type { Row } from "../../fixtures/generate/tenantPlan.js";
import { describeDatabases, type TestDatabase } from "../helpers/databases.js";
import { rowsWritten, STEPS } from "../helpers/lifecycle.js";
import { ask, iso, tenant, useWorlds, withoutSeconds, type World } from "../helpers/platform.js";
import { changes, make, STRANGERS, type Change } from "../helpers/strangers.js";
import { generatedTenant, insertRows, type TenantRows } from "../helpers/tenants.js";

const RUNS = Number(process.env["MLTRAIN_PROPERTY_RUNS"] ?? 15);
const OURS = ours(generatedTenant({ workItems: 250, pullRequests: 150 }));
/** What no output may ever show: it is in every text and number of tenant 4. */
const CANARY = 4;
const SONG = /CANARY|9753\.1|987654/i;

/** Tenant 1's rows with its own job, whose times no default of the database fills in. */
function ours(rows: TenantRows): TenantRows {
  const own: Row = {
    id: 150,
    tenant_id: 1,
    job_name: "ML Training",
    execution_order: 99,
    status: "PENDING",
    active: true,
  };
  const made = { created_at: iso(0), last_updated_at: iso(0), retry_count: 0 };
  return { ...rows, job_schedules: [...rows.job_schedules, own].map((row) => ({ ...row, ...made })) };
}

function canary(): TenantRows {
  const rows = generatedTenant({ id: CANARY, name: "CANARY", project: "CANARY", workItems: 60, pullRequests: 60 });
  const item = {
    assignee: "CANARY_ASSIGNEE",
    team: "CANARY_TEAM",
    wit_id: "CANARY_TYPE",
    labels: "CANARY_LABEL",
    summary: "CANARY summary",
    description: "CANARY description",
  };
  return {
    ...rows,
    work_items: rows.work_items.map((row, i) => ({
      ...row,
      ...item,
      story_points: i % 2 === 0 ? 97.531 : 1,
      total_lead_time_seconds: 9_876_543,
    })),
    prs: rows.prs.map((row) => ({
      ...row,
      user_name: "CANARY_AUTHOR",
      name: "CANARY title",
      body: "CANARY body",
      additions: 987_654,
    })),
    job_schedules: rows.job_schedules.map((row) => ({ ...row, job_name: "CANARY job", error_message: "CANARY error" })),
  };
}

/** A change, and when it happens: before tenant 1's rows are stored (0), after (1), or before the n-th command. */
interface Event {
  readonly when: number;
  readonly change: Change;
}

/** Everything that can be seen of tenant 1: what was printed, logged and written. */
interface Seen {
  readonly printed: unknown;
  readonly log: unknown;
  readonly written: unknown;
}

describeDatabases("what other tenants do", (database) => {
  const open = useWorlds(database);

  /** Runs every command for tenant 1 while `events` happen to the others. */
  async function live(events: readonly Event[]): Promise<{ seen: Seen; everything: string }> {
    const world = await open({ runs: "run-" });
    const strangers = await open({ runs: "other-" });
    const happen = async (when: number): Promise<void> => {
      for (const event of events.filter((each) => each.when === when)) {
        await make(database(), event.change, OURS, (id) => trainStranger(strangers, id));
      }
    };
    await clear(database());
    if (events.length > 0) await settleStrangers(database());
    await happen(0);
    await insertRows(database(), OURS);
    await happen(1);
    const printed: unknown[] = [];
    for (const [i, step] of STEPS.entries()) {
      await happen(2 + i);
      printed.push(...(await step(world)));
    }
    const seen = {
      printed: withoutSeconds(printed),
      log: world.log.map((line) => withoutSeconds(JSON.parse(line) as unknown)),
      written: await rowsWritten(database()),
    };
    const everything = [JSON.stringify(seen), ...world.log, ...strangers.log].join("\n");
    await Promise.all([world.platform.close(), strangers.platform.close()]);
    return { seen, everything };
  }

  it("changes nothing of what a tenant sees, and nothing of theirs is shown", async () => {
    const { seen: alone } = await live([]);
    expect(JSON.stringify(alone.printed))
      .to.match(/blend.*logistic/)
      .and.to.match(/rolled-back.*refused/);
    const events = fc.array(fc.record({ when: fc.nat(STEPS.length + 1), change: changes }), {
      minLength: 3,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(events, async (happening) => {
        const { seen, everything } = await live(happening);
        expect(seen.printed).to.deep.equal(alone.printed);
        expect(seen.log).to.deep.equal(alone.log);
        expect(seen.written).to.deep.equal(alone.written);
        expect(everything).to.not.match(SONG);
      }),
      { numRuns: RUNS, seed: 20_261_123, endOnFailure: true },
    );
  }).timeout(20_000 + 20_000 * RUNS);
});

async function trainStranger({ platform }: World, id: number): Promise<void> {
  await train(platform, ask({ tenants: { tenant: tenant(id) }, force: true })).catch((error: unknown) => {
    if (!/inactive/.test(String(error))) throw error;
  });
}

/** A twin with tenant 1's keys and names, a look-alike, the canary, and more who have only a name. */
async function settleStrangers(database: TestDatabase): Promise<void> {
  await insertRows(database, { tenants: STRANGERS.map((id) => ({ id, name: "Tenant 1", active: true })) });
  for (const id of [2, 11]) {
    const { work_items, prs } = generatedTenant({ id, seed: id, project: "T1", workItems: 60, pullRequests: 60 });
    await insertRows(database, { work_items, prs });
  }
  await insertRows(database, canary());
}

async function clear({ knex }: TestDatabase): Promise<void> {
  const owned = [
    "ml_leases",
    "ml_runs",
    "ml_attempts",
    "ml_evaluations",
    "ml_quarantine",
    "ml_deployments",
    "ml_models",
  ];
  for (const table of [...owned, "job_schedules", "prs", "work_items", "tenants"]) await knex(table).delete();
}
