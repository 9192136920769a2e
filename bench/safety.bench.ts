import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stopTestServer } from "../test/helpers/databases/testServer.js";
import { crashes } from "./safety/crashes.js";
import { fullDisk } from "./safety/fullDisk.js";
import { fuzz, fuzzProcesses } from "./safety/fuzz.js";
import { guardFigures } from "./safety/guard.js";
import { memory } from "./safety/memory.js";
import { nonInterference } from "./safety/nonInterference.js";
import { outages } from "./safety/outages.js";
import { races } from "./safety/races.js";
import { rowSecurity } from "./safety/rowSecurity.js";
import { signals } from "./safety/signals.js";
import { postgresWithPlatform } from "./support/postgres.js";
import { findRealData, importReal } from "./support/realData.js";
import { missing, reportTargets, type Target } from "./support/targets.js";

/*
 * Measures isolation and what runs survive: attacks, kills, races, outages, full disks and signals, on both databases.
 * Arguments select parts by name. MLTRAIN_SAFETY_SCALE (default: 1) is the share of the full number of attacks.
 */

const scale = Number(process.env["MLTRAIN_SAFETY_SCALE"] ?? 1);
const times = (full: number): number => Math.max(1, Math.round(full * scale));

const PARTS: Readonly<Record<string, (folder: string) => Promise<Target[]>>> = {
  "non-interference-sqlite": (folder) => nonInterference("SQLite", join(folder, "alone.sqlite"), folder, times(1000)),
  "non-interference-postgres": async (folder) =>
    nonInterference("Postgres", (await postgresWithPlatform()).url, folder, times(1000)),
  guard: guardFigures,
  "row-security": rowSecurity,
  crashes: async (folder) => [
    ...(await crashes("SQLite", join(folder, "crashes.sqlite"), times(155))),
    ...(await crashes("Postgres", (await postgresWithPlatform()).url, times(155))),
  ],
  races: async (folder) => [
    ...(await races("SQLite", join(folder, "races.sqlite"))),
    ...(await races("Postgres", (await postgresWithPlatform()).url)),
  ],
  outages: () => outages(times(100)),
  disk: fullDisk,
  "fuzz-sqlite": (folder) => fuzz("SQLite", join(folder, "small.sqlite"), folder, { scale }),
  "fuzz-postgres": async (folder) => fuzz("Postgres", (await postgresWithPlatform()).url, folder, { scale }),
  "fuzz-processes": (folder) => fuzzProcesses(folder, times(300)),
  signals: stopTheLargest,
  memory,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) {
  throw new Error(`there is no part ${unknown.join(", ")}: the parts are ${Object.keys(PARTS).join(", ")}`);
}
const targets: Target[] = [];
try {
  for (const [name, part] of Object.entries(PARTS)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const folder = mkdtempSync(join(tmpdir(), "mltrain-bench-"));
    try {
      targets.push(...(await part(folder)));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  reportTargets(targets);
} finally {
  await stopTestServer();
}

async function stopTheLargest(inFolder: string): Promise<Target[]> {
  const data = await findRealData();
  if (data === undefined) {
    missing("the real data", "set MLTRAIN_REAL_DATA to the folder of tenants.csv.gz, work_items.csv.gz and prs.csv.gz");
    return [];
  }
  const databases = { SQLite: join(inFolder, "real.sqlite"), Postgres: (await postgresWithPlatform()).url };
  for (const url of Object.values(databases)) await importReal(data, url);
  return signals(databases, times(15));
}
