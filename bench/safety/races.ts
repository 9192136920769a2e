import { runProgram } from "../../test/helpers/program/program.js";
import { makeRing } from "../../test/helpers/program/survival.js";
import type { Target } from "../support/targets.js";
import { openAsOwner } from "../../test/helpers/databases/unguarded.js";

const PROCESSES = 20;
/** So large that on two processors all others start before the first one ends. */
const RACED_ITEMS = 6000;
const MAXIMUM_SECONDS = 1;

/** Runs many processes on one tenant at once, then as many on as many tenants. */
export async function races(kind: string, url: string): Promise<Target[]> {
  const others = Array.from({ length: PROCESSES }, (_, i) => i + 2);
  await makeRing(url, [1], RACED_ITEMS);
  await makeRing(url, others);
  const onOne = await startAll(
    url,
    Array.from({ length: PROCESSES }, () => 1),
  );
  const seconds = await secondsOfTheRefused(url);
  const onMany = await startAll(url, others);
  const trained = onOne.filter((code) => code === 0).length;
  const refused = onOne.filter((code) => code === 75).length;
  const worst = Math.max(...seconds);
  console.log(
    JSON.stringify({ table: "races", database: kind, onOne, onMany, refused: seconds.sort((a, b) => a - b) }),
  );
  return [
    {
      name: `${String(PROCESSES)} processes on one tenant on ${kind}: trained, and told to try later`,
      figure: `${String(trained)} and ${String(refused)}`,
      target: `1 and ${String(PROCESSES - 1)}`,
      met: trained === 1 && refused === PROCESSES - 1,
    },
    {
      name: `seconds from the start of a refused run to its end on ${kind}, at most`,
      figure: worst,
      target: `≤ ${String(MAXIMUM_SECONDS)}`,
      met: worst <= MAXIMUM_SECONDS,
    },
    {
      name: `${String(PROCESSES)} processes on as many tenants on ${kind}: trained`,
      figure: onMany.filter((code) => code === 0).length,
      target: String(PROCESSES),
      met: onMany.every((code) => code === 0),
    },
  ];
}

/** Exit codes of trainings that are started together. */
async function startAll(url: string, tenants: readonly number[]): Promise<(number | null)[]> {
  const environment = { DATABASE_URL: url };
  const args = (tenant: number) => ["train", "--tenant", String(tenant), "--json", "--log-level", "error"];
  const finished = await Promise.all(tenants.map((tenant) => runProgram(args(tenant), { environment })));
  return finished.map(({ code }) => code);
}

/** Uses the runs' own records: the program's start on a busy machine is not the lease's cost. */
async function secondsOfTheRefused(url: string): Promise<number[]> {
  const database = await openAsOwner(url);
  try {
    const runs = (await database.knex("ml_runs").where({ tenant_id: 1, exit_code: 75 })) as Record<string, string>[];
    const time = (run: Record<string, string>, column: string) => Date.parse(run[column] ?? "");
    return runs.map((run) => (time(run, "ended_at") - time(run, "started_at")) / 1000);
  } finally {
    await database.close();
  }
}
