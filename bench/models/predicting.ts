import { join } from "node:path";
import { DEFAULT_UNTIL } from "../../fixtures/generate/tenantPlan.js";
import { openAsOwner } from "../../test/helpers/databases/unguarded.js";
import { storeTenants } from "../support/platform.js";
import { mustRunMltrain } from "../support/process.js";
import type { Target } from "../support/targets.js";

const ITEMS = 16_000;
const OPEN = 10_000;
const TIMES = 3;

/** Predicts ten thousand open items beside six thousand completed ones to a CSV file, as a whole process. */
export async function predicting(folder: string): Promise<Target[]> {
  const database = join(folder, "predicting.sqlite");
  await storeTenants(database, [{ id: 1, workItems: ITEMS, pullRequests: 0 }]);
  const options = ["--db", database, "--tenant", "1", "--model", "story_points"];
  const asOf = ["--as-of", new Date(DEFAULT_UNTIL).toISOString()];
  await mustRunMltrain(["train", ...options, ...asOf]);
  await reopenNewest(database);
  const seconds: number[] = [];
  let predicted = 0;
  for (let i = 0; i < TIMES; i++) {
    const finished = await mustRunMltrain(["predict", ...options, ...asOf, "--out", "csv"]);
    predicted = finished.stdout.trimEnd().split("\n").length - 1;
    seconds.push(finished.seconds);
  }
  const typical = seconds.sort((a, b) => a - b)[TIMES >> 1] ?? NaN;
  console.log(JSON.stringify({ table: "predicting", predicted, seconds }));
  return [
    {
      name: `seconds of a process that predicts ${String(predicted)} items`,
      figure: typical,
      target: `< 1, of ${String(OPEN)}`,
      met: typical < 1 && predicted === OPEN,
    },
  ];
}

/** Removes the labels of the newest items that were created by then. */
async function reopenNewest(database: string): Promise<void> {
  const opened = await openAsOwner(database);
  const items = opened.knex("work_items").where({ active: true });
  const newest = items.clone().where("created", "<", new Date(DEFAULT_UNTIL).toISOString()).orderBy("created", "desc");
  const label = { story_points: null, work_last_completed_at: null, total_lead_time_seconds: null };
  await items.whereIn("id", newest.limit(OPEN).select("id")).update(label);
  await opened.close();
}
