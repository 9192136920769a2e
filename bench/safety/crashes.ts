import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "../../src/adapters/database/common/database.js";
import type { Platform } from "../../src/usecases/ports/platform.js";
import {
  findBroken,
  findStuck,
  letTimePass,
  makeRing,
  meet,
  openNextRun,
  phaseOf,
  untilBegun,
} from "../../test/helpers/program/survival.js";
import type { Target } from "../support/targets.js";
import { openAsOwner } from "../../test/helpers/databases/unguarded.js";

const COMMANDS = [["job", "run"], ["train"]] as const;
/** Processes at a time. */
const AT_A_TIME = 2;

/** Kills `kills` runs at random moments, each of its own tenant, and checks what they leave. */
export async function crashes(kind: string, url: string, kills: number): Promise<Target[]> {
  const tenants = Array.from({ length: kills }, (_, i) => i + 1);
  await makeRing(url, [...tenants, kills + 1]);
  const platform = await openNextRun(url);
  const database = await openAsOwner(url);
  const phases = new Map<string, number>();
  const wrong: string[] = [];
  try {
    const length = await lengthOfARun(url, database, kills + 1);
    const queue = tenants.values();
    const worker = async (): Promise<void> => {
      for (const tenant of queue) {
        const { phase, left } = await kill({ url, platform, database }, tenant, length);
        phases.set(phase, 1 + (phases.get(phase) ?? 0));
        wrong.push(...left);
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  } finally {
    await platform.close();
    await database.close();
  }
  console.log(JSON.stringify({ table: "crashes", database: kind, kills, phases: Object.fromEntries(phases), wrong }));
  return [
    {
      name: `runs killed at random moments on ${kind} that left something broken or stuck`,
      figure: `${String(wrong.length)} of ${String(kills)}`,
      target: "0",
      met: wrong.length === 0,
    },
  ];
}

/** Milliseconds from the record of its start to its end. */
async function lengthOfARun(url: string, database: Database, tenant: number): Promise<number> {
  const { after } = await meet(
    url,
    ["job", "run"],
    tenant,
    (ended) => untilBegun(database, tenant, ended),
    () => undefined,
  );
  return after;
}

interface Place {
  readonly url: string;
  readonly platform: Platform;
  readonly database: Database;
}

/** Kills a run: one in eight while the program starts, the others later. */
async function kill({ url, platform, database }: Place, tenant: number, length: number) {
  const command = COMMANDS[tenant % COMMANDS.length] ?? [];
  const moment = async (ended: () => boolean): Promise<void> => {
    if (tenant % 8 === 0) return wait(Math.random() * 500);
    await untilBegun(database, tenant, ended);
    await wait(Math.random() * length);
  };
  await meet(url, command, tenant, moment, (signal) => {
    signal("SIGKILL");
  });
  const phase = await phaseOf(database, tenant);
  const left = await findBroken(platform, tenant);
  await letTimePass(database, tenant);
  left.push(...(await findStuck(platform, database, tenant)));
  return { phase, left };
}
