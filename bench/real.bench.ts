import { rmSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MODEL_NAMES } from "../src/domain/models.js";
import { stopTestServer } from "../test/helpers/databases/testServer.js";
import { labelTimes, live, type Lifecycle } from "./support/lifecycle.js";
import { postgresWithPlatform } from "./support/postgres.js";
import { findRealData, importReal, runPeer, type PeerRun, type RealData } from "./support/realData.js";
import { printComparison, printHoldoutAgainstLater, printLifecycles } from "./support/realTables.js";
import { realTargets } from "./support/realTargets.js";
import { missing, reportTargets } from "./support/targets.js";

/*
 * Runs the whole job on real tenants and both databases. Each model is trained when 80 % of its labels were known,
 * scored on the newest 20 %, and trained again at the end. A scikit-learn job runs beside it on the same SQLite file
 * and rows.
 */

const TENANTS = [1, 2, 3, 4, 5, 6, 7, 8];
/** Fewer rows cannot select a learner. */
const MINIMUM_ROWS = 30;

const data = await findRealData();
if (data === undefined) {
  missing("the real data", "set MLTRAIN_REAL_DATA to the folder of tenants.csv.gz, work_items.csv.gz and prs.csv.gz");
} else {
  const folder = mkdtempSync(join(tmpdir(), "mltrain-bench-"));
  try {
    await measure(data, join(folder, "real.sqlite"));
  } finally {
    rmSync(folder, { recursive: true });
    await stopTestServer();
  }
}

async function measure(real: RealData, file: string): Promise<void> {
  await importAll(real, file);
  const onSqlite = await liveAll(file, "sqlite");
  const peers = new Map<number, PeerRun>();
  for (const tenant of real.peer === undefined ? [] : TENANTS) {
    peers.set(tenant, await runPeer(real.peer ?? "", file, tenant));
  }
  if (real.peer === undefined)
    console.log("the scikit-learn job is skipped: its program or its Python packages are missing");

  const postgres = await postgresWithPlatform();
  await importAll(real, postgres.url);
  const onPostgres = await liveAll(postgres.url, "postgres");
  await postgres.drop();

  printLifecycles(onSqlite);
  printComparison(onSqlite, peers);
  printHoldoutAgainstLater(onSqlite);
  reportTargets(realTargets(onSqlite, onPostgres, peers));
}

async function importAll(real: RealData, database: string): Promise<void> {
  const { seconds, peakMegabytes } = await importReal(real, database);
  console.log(JSON.stringify({ step: "import", seconds: round(seconds), peakMegabytes: round(peakMegabytes) }));
}

async function liveAll(database: string, kind: string): Promise<Lifecycle[]> {
  const lives: Lifecycle[] = [];
  for (const tenant of TENANTS) {
    for (const model of MODEL_NAMES) {
      const times = await labelTimes(database, tenant, model);
      if (times.length * 0.8 < MINIMUM_ROWS) continue;
      const life = await live(database, tenant, model, times);
      console.log(JSON.stringify({ database: kind, ...life }));
      lives.push(life);
    }
  }
  return lives;
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
