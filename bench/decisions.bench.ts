import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stopTestServer } from "../test/helpers/databases/testServer.js";
import { unreachableTenant } from "./decisions/nights.js";
import { races } from "./decisions/races.js";
import { realCorrelation } from "./decisions/realCorrelation.js";
import { replayRealTenants } from "./decisions/realReplay.js";
import { rollbackStory } from "./decisions/rollbackStory.js";
import { simulate } from "./decisions/simulation.js";
import { postgresWithPlatform } from "./support/postgres.js";
import { findRealData, importReal } from "./support/realData.js";
import { missing, reportTargets, type Target } from "./support/targets.js";

/*
 * Measures how often the decisions are right (by simulation), what the policies cost on real tenants (by replay), and
 * whether rollbacks and races end as promised on both databases. Arguments select parts by name.
 */

const TENANTS = [1, 2, 3, 4, 5, 6, 7, 8];
const PARTS = ["simulation", "replay", "nights", "rollback", "races"] as const;
type Part = (typeof PARTS)[number];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !PARTS.some((part) => part === name));
if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(", ")}: the parts are ${PARTS.join(", ")}`);
const isAsked = (part: Part): boolean => asked.length === 0 || asked.includes(part);
const folder = mkdtempSync(join(tmpdir(), "mltrain-bench-"));
try {
  await measure(folder);
} finally {
  rmSync(folder, { recursive: true });
  await stopTestServer();
}

async function measure(inFolder: string): Promise<void> {
  const targets: Target[] = [];
  const data = await findRealData();
  const real = data === undefined ? undefined : join(inFolder, "real.sqlite");
  if (data !== undefined && real !== undefined) await importReal(data, real);
  if (isAsked("simulation")) {
    targets.push(...(await simulate(real === undefined ? undefined : await realCorrelation(real, TENANTS))));
  }
  if (isAsked("replay") && real !== undefined) targets.push(...(await replayRealTenants(real, TENANTS)));
  if (isAsked("nights")) targets.push(...(await unreachableTenant(inFolder)));
  if (isAsked("rollback")) {
    targets.push(
      ...(await rollbackStory("SQLite", (policy) => Promise.resolve(join(inFolder, `story-${policy}.sqlite`)))),
      ...(await rollbackStory("Postgres", async () => (await postgresWithPlatform()).url)),
    );
  }
  if (isAsked("races")) {
    targets.push(
      ...(await races("SQLite", join(inFolder, "races.sqlite"))),
      ...(await races("Postgres", (await postgresWithPlatform()).url)),
    );
  }
  reportTargets(targets);
  if (real === undefined) {
    missing("the real data", "set MLTRAIN_REAL_DATA to the folder of tenants.csv.gz, work_items.csv.gz and prs.csv.gz");
  }
}
