import { setTimeout as wait } from "node:timers/promises";
import { startPostgres, type PostgresServer } from "../../test/helpers/databases/postgresServer.js";
import {
  findBroken,
  findStuck,
  letTimePass,
  makeRing,
  meet,
  openNextRun,
  untilBegun,
} from "../../test/helpers/program/survival.js";
import { openUnguarded } from "../../test/helpers/databases/unguarded.js";
import { prepareForRole } from "../support/postgres.js";
import type { Target } from "../support/targets.js";

const COMMANDS = [["job", "run"], ["train"]] as const;
/** Done; the database was lost; try later. */
const ALLOWED: readonly (number | null)[] = [0, 69, 75];

/** What happens to the server during a run. */
const OUTAGES: Readonly<Record<string, (server: PostgresServer) => Promise<void>>> = {
  "connections cut": cutConnections,
  restart: (server) => restart(server, "fast", 0),
  "down for seconds": (server) => restart(server, "fast", 1000 + 4000 * Math.random()),
  crash: (server) => restart(server, "immediate", 0),
};

/** Stops a Postgres server during `runs` runs at random moments, and checks how they end and what they leave. */
export async function outages(runs: number): Promise<Target[]> {
  // Committed data must survive a crash.
  const server = await startPostgres({ synchronous_commit: "on" });
  const wrong: string[] = [];
  const codes = new Map<string, number>();
  try {
    const tenants = Array.from({ length: runs }, (_, i) => i + 1);
    const place = { server, url: await prepareForRole(server.url) };
    await makeRing(server.url, [...tenants, runs + 1]);
    const length = await lengthOfARun(place, runs + 1);
    for (const tenant of tenants) {
      const [name, outage] = Object.entries(OUTAGES)[tenant % Object.keys(OUTAGES).length] ?? ["none", () => undefined];
      const { code, signal, stderr } = await survive(place, tenant, length, outage);
      const said = `${name}: ${String(code ?? signal)}`;
      codes.set(said, 1 + (codes.get(said) ?? 0));
      if (!ALLOWED.includes(code)) wrong.push(`tenant ${String(tenant)}, ${said}: ${stderr}`);
      wrong.push(...(await findLeft(place, tenant)));
    }
  } finally {
    await server.stop();
  }
  console.log(JSON.stringify({ table: "outages", runs, codes: Object.fromEntries(codes), wrong }));
  return [
    {
      name: "runs with a Postgres outage that did not end with 0, 69 or 75, or left something broken",
      figure: `${String(wrong.length)} of ${String(runs)}`,
      target: "0",
      met: wrong.length === 0,
    },
  ];
}

/** A server, and the URL that the runs are given. */
interface Place {
  readonly server: PostgresServer;
  readonly url: string;
}

async function lengthOfARun({ server, url }: Place, tenant: number): Promise<number> {
  const database = await openUnguarded(server.url);
  const begun = (ended: () => boolean) => untilBegun(database, tenant, ended);
  const { after } = await meet(url, ["job", "run"], tenant, begun, () => undefined);
  await database.close();
  return after;
}

/** Runs once with an outage; one in eight happens while the program starts. */
async function survive(
  { server, url }: Place,
  tenant: number,
  length: number,
  outage: (server: PostgresServer) => unknown,
) {
  const command = COMMANDS[(tenant >> 2) % COMMANDS.length] ?? [];
  const watch = await openUnguarded(server.url);
  const moment = async (ended: () => boolean): Promise<void> => {
    if (tenant % 8 < 7) await untilBegun(watch, tenant, ended);
    await watch.close();
    await wait(Math.random() * length);
  };
  return meet(url, command, tenant, moment, () => outage(server));
}

async function cutConnections({ url }: PostgresServer): Promise<void> {
  const database = await openUnguarded(url);
  const others = database.knex("pg_stat_activity").whereNot("pid", database.knex.raw("pg_backend_pid()"));
  await others.where("application_name", "mltrain").select(database.knex.raw("pg_terminate_backend(pid)"));
  await database.close();
}

async function restart(server: PostgresServer, how: "fast" | "immediate", pause: number): Promise<void> {
  await server.goDown(how);
  await wait(pause);
  await server.comeUp();
}

async function findLeft({ server, url }: Place, tenant: number): Promise<string[]> {
  const platform = await openNextRun(url);
  const database = await openUnguarded(server.url);
  try {
    const broken = await findBroken(platform, tenant);
    await letTimePass(database, tenant);
    return [...broken, ...(await findStuck(platform, database, tenant))];
  } finally {
    await platform.close();
    await database.close();
  }
}
