import { join } from "node:path";
import { migrations } from "../../src/adapters/migrations/runner.js";
import { writeFileSync } from "node:fs";
import { runMltrain } from "../support/process.js";
import type { Target } from "../support/targets.js";
import { openAsOwner } from "../../test/helpers/databases/unguarded.js";

const ROWS = 1_000_000;
const AS_OF = ["--tenant", "1", "--as-of", "2025-07-01"] as const;

/** Creates work items of one tenant in the database, more than a minute apart, with texts of about 120 letters. */
const INSERT = `
with recursive counter(i) as (select 1 union all select i + 1 from counter where i < ?)
insert into work_items (tenant_id, key, project_id, team, wit_id, priority, assignee, labels, summary, description,
  story_points, created, work_last_completed_at, active)
select 1, 'M-' || i, 'p' || (i % 7), 'team ' || (i % 13), 'type ' || (i % 5), 'p' || (i % 4), 'dev ' || (i % 211),
  'label ' || (i % 17), 'Item ' || (i * 7919 % 10007) || ' of part ' || (i % 331) || ' in area ' || (i % 57),
  'It ' || (i * 104729 % 9973) || ' fails when ' || (i % 499) || ' and ' || (i % 97) || ' are set, see ' || (i % 1009),
  (i * 31 % 8) + 1, strftime('%Y-%m-%dT%H:%M:%SZ', 1577836800 + i * 150, 'unixepoch'),
  strftime('%Y-%m-%dT%H:%M:%SZ', 1577836800 + i * 150 + (i * 7907 % 2000000), 'unixepoch'), 1
from counter`;

/**
 * Measures assessment and training of a tenant with a million rows as whole processes, beside one with 40 % of them. At
 * most `maxTrainingRows` are held in memory, also while sorting, so the size of the table does not matter.
 */
export async function memory(folder: string): Promise<Target[]> {
  const large = await tableOf(join(folder, "large.sqlite"), ROWS);
  const small = await tableOf(join(folder, "small.sqlite"), (2 * ROWS) / 5);
  const settings = (maxTrainingRows: number): string => {
    const file = join(folder, `${String(maxTrainingRows)}.json`);
    writeFileSync(file, JSON.stringify({ maxTrainingRows, learners: "linear" }));
    return file;
  };
  const wide = ["--config", settings(200_000)];
  const narrow = ["--config", settings(20_000)];
  const assessLarge = await peakOf("assess", [...AS_OF, ...wide, "--db", large]);
  const assessSmall = await peakOf("assess", [...AS_OF, ...wide, "--db", small]);
  const train = ["--model", "lead_time", "--force", ...narrow];
  const trainLarge = await peakOf("train", [...AS_OF, ...train, "--db", large]);
  const trainSmall = await peakOf("train", [...AS_OF, ...train, "--db", small]);
  return [
    bounded("assess, 200,000 of 1,000,000 rows", assessLarge, assessSmall, 400),
    bounded("train, 20,000 of 1,000,000 rows", trainLarge, trainSmall, 400),
  ];
}

async function tableOf(file: string, rows: number): Promise<string> {
  const database = await openAsOwner(file, { create: true });
  try {
    await migrations(database).up();
    await database.knex("tenants").insert({ id: 1, name: "Large", active: true });
    await database.knex.raw(INSERT, [rows]);
  } finally {
    await database.close();
  }
  return file;
}

/** Returns the peak memory of a whole process in MiB. @throws Error if it fails. */
async function peakOf(command: string, args: readonly string[]): Promise<number> {
  const { exitCode, seconds, peakMegabytes, stdout, stderr } = await runMltrain([command, ...args]);
  if (exitCode !== 0) throw new Error(`${command} ended with ${String(exitCode)}: ${stdout}${stderr}`);
  console.log(JSON.stringify({ part: "memory", command, args, seconds, peakMegabytes }));
  return peakMegabytes;
}

function bounded(name: string, large: number, small: number, maximum: number): Target {
  return {
    name: `peak MiB: ${name} (${small.toFixed(0)} with 40 % of the table)`,
    figure: large,
    target: `≤ ${String(maximum)}, and ≤ 1.25 times that`,
    met: large <= maximum && large <= 1.25 * small,
  };
}
