import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { Database } from "../../../src/adapters/database/common/database.js";
import type { Row } from "../../../fixtures/generate/tenantPlan.js";
import { addOtherTenants, SONG } from "./canary.js";
import { runInProcess, type Shown } from "../program/inProcess.js";
import { bringBackTables, clearTables, keepTables } from "../databases/keptTables.js";
import { rowsWritten } from "../program/lifecycle.js";
import { DAY, iso, NOW, withoutSeconds } from "../tenants/platform.js";
import { changes, make, type Change } from "./otherTenants.js";
import { generatedTenant, insertRows, type TenantRows } from "../tenants/tenants.js";

/*
 * A tenant, and what others do meanwhile: the tenant's rows are stored once with a first version of each model; then
 * every history begins from that state, which is kept in tables beside the real ones.
 */

const TENANT = ["--tenant", "1"] as const;
const LEAD_TIME = ["--model", "lead_time"] as const;
const IMPORTED = "key,summary,created,work_last_completed_at,story_points\nT1-1,Imported,2025-06-01,2025-06-20,3\n";

/** Every command, in an order in which each has something to do. */
const COMMANDS: readonly (readonly string[])[] = [
  ["migrate", "--json"],
  ["job", "ensure", ...TENANT, "--json"],
  ["assess", ...TENANT, "--explain"],
  ["assess", ...TENANT, "--json"],
  ["train", ...TENANT, "--dry-run", "--force", ...LEAD_TIME],
  ["job", "run", ...TENANT, "--policy", "classic", "--json"],
  ["train", ...TENANT, "--json"],
  ["evaluate", ...TENANT, "--auto-rollback", "--json"],
  ["predict", ...TENANT, "--key", "T1-1,T1-2,T1-3,T1-4,T1-5", "--json"],
  ["predict", ...TENANT, "--out", "csv"],
  ["replay", ...TENANT, ...LEAD_TIME, "--policy", "classic", "--every", "150d", "--json"],
  ["rollback", ...TENANT, ...LEAD_TIME, "--yes", "--json"],
  ["status", ...TENANT, "--json"],
  ["status", ...TENANT, ...LEAD_TIME, "--version", "1"],
  ["import", ...TENANT, "--work-items", "IMPORTED", "--json"],
  ["train", ...TENANT, ...LEAD_TIME, "--json"],
  ["status", ...TENANT],
];

/** A change, and before which command it happens. */
export interface Event {
  readonly when: number;
  readonly change: Change;
}

export const histories: fc.Arbitrary<Event[]> = fc.array(
  fc.record({ when: fc.nat(COMMANDS.length - 1), change: changes }),
  { minLength: 2, maxLength: 10 },
);

/** Everything that can be seen of tenant 1: what was printed and logged, and its rows afterwards. */
export interface Seen {
  readonly shown: readonly string[];
  readonly written: Record<string, unknown[]>;
  /** Whether anything of the canary's came out, also in what was shown to others. */
  readonly sings: boolean;
}

/** A twin, the canary and a look-alike. */
const TRAINED = [2, 4, 11];
const OURS = ours(generatedTenant({ workItems: 90, pullRequests: 70 }));

/** Tenant 1's rows with its own job, whose times no default of the database fills in. */
function ours(rows: TenantRows): TenantRows {
  const job = { job_name: "ML Training", execution_order: 99, status: "PENDING", active: true };
  const own: Row = { id: 150, tenant_id: 1, ...job };
  const made = { created_at: iso(0), last_updated_at: iso(0), retry_count: 0 };
  return { ...rows, job_schedules: [...rows.job_schedules, own].map((row) => ({ ...row, ...made })) };
}

export interface Stage {
  /** Runs every command for tenant 1, with others or, for undefined, alone in the database. */
  live(events: readonly Event[] | undefined): Promise<Seen>;
}

/** Sets the stage in an empty, migrated database. */
export async function setStage(database: Database, url: string, folder: string): Promise<Stage> {
  const config = join(folder, "config.json");
  writeFileSync(config, JSON.stringify({ learners: "linear" }));
  const imported = join(folder, "imported.csv");
  writeFileSync(imported, IMPORTED);
  const run = (args: readonly string[], runs: string): Promise<Shown> => {
    const line = args.map((arg) => (arg === "IMPORTED" ? imported : arg));
    return runInProcess([...line, "--db", url, "--config", config], { now: NOW, runs });
  };
  const trainOtherTenant = (id: number): Promise<Shown> =>
    run(["train", "--tenant", String(id), ...LEAD_TIME, "--force"], `of-${String(id)}-`);

  /** Another tenant has rows in every table of mltrain's as well. */
  async function liveAs(id: number): Promise<void> {
    const otherTenant = ["--tenant", String(id), "--policy", "classic"];
    await run(["train", ...otherTenant, "--as-of", iso(NOW - 90 * DAY)], `old-${String(id)}-`);
    await run(["evaluate", "--tenant", String(id)], `evaluated-${String(id)}-`);
    await run(["train", ...otherTenant, "--force"], `new-${String(id)}-`);
    await run(["rollback", "--tenant", String(id), ...LEAD_TIME, "--yes"], `back-${String(id)}-`);
  }

  await insertRows(database, OURS);
  await run(["train", ...TENANT, "--as-of", iso(NOW - 60 * DAY)], "first-");
  await keepTables(database, "ours");
  await clearTables(database);
  await addOtherTenants(database);
  for (const id of TRAINED) await liveAs(id);
  await keepTables(database, "others");

  return {
    async live(events) {
      await clearTables(database);
      await bringBackTables(database, "ours");
      if (events !== undefined) await bringBackTables(database, "others");
      const shown: string[] = [];
      const strange: string[] = [];
      for (const [i, command] of COMMANDS.entries()) {
        for (const { change } of events?.filter(({ when }) => when === i) ?? []) {
          await make(database, change, OURS, async (id) => void strange.push(stable(await trainOtherTenant(id))));
        }
        shown.push(stable(await run(command, `run-${String(i)}-`)));
      }
      const written = await rowsWritten(database);
      const everything = [...shown, ...strange, JSON.stringify(written)].join("\n");
      return { shown, written, sings: SONG.test(everything) };
    },
  };
}

/** What was shown, without what a stopwatch measured. */
function stable({ exitCode, stdout, stderr, log }: Shown): string {
  const isDocument = stdout.startsWith("{");
  const printed = isDocument ? JSON.stringify(withoutSeconds(JSON.parse(stdout) as unknown)) : stdout;
  const lines = log.map((line) => JSON.stringify(withoutSeconds(JSON.parse(line) as unknown)));
  return [String(exitCode), printed, stderr, ...lines].join("\n");
}
