import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mustRunMltrain, run, runMltrain, runNode, type Finished } from "./support/process.js";
import { findRealData, PYTHON } from "./support/realData.js";
import { reportTargets, type Target } from "./support/targets.js";

/*
 * Measures the start as whole processes: bare Node, the program's help, an assessment of a generated tenant in an
 * embedded database, and the imports of the scikit-learn job.
 */

const RUNS = 7;
const TENANT = ["--tenant", "1", "--as-of", "2025-07-01"];

const folder = mkdtempSync(join(tmpdir(), "mltrain-bench-"));
try {
  const database = await demoDatabase();
  const untrained = ["assess", "--db", database, ...TENANT];
  const bare = await measure("node -e 0", () => runNode(["-e", "0"]));
  const help = await measure("mltrain --help", () => runMltrain(["--help"]));
  await measure("mltrain assess, nothing trained", () => runMltrain(untrained));
  await mustRunMltrain(["train", "--db", database, ...TENANT]);
  const assess = await measure("mltrain assess, all trained", () => runMltrain(untrained));
  const data = await findRealData();
  const peer = data?.peer;
  const start = peer === undefined ? undefined : await measure("the peer's start", () => run(PYTHON, [peer, "--help"]));
  if (start === undefined)
    console.log("the scikit-learn job is skipped: MLTRAIN_REAL_DATA or its Python packages are missing");
  reportTargets([
    ratio("mltrain --help to node -e 0", help, bare, 3),
    ratio("mltrain assess to node -e 0", assess, bare, 10),
    ...(start === undefined ? [] : [ratio("mltrain assess to the peer's start", assess, start, 1)]),
  ]);
} finally {
  rmSync(folder, { recursive: true });
}

interface Measured {
  readonly seconds: number;
}

/** Returns the median wall time and the largest peak memory of some runs after a warm-up run. */
async function measure(name: string, command: () => Promise<Finished>): Promise<Measured> {
  await command();
  const runs: Finished[] = [];
  for (let i = 0; i < RUNS; i++) runs.push(await command());
  const seconds = runs.map((one) => one.seconds).sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? NaN;
  const peakMegabytes = Math.max(...runs.map((one) => one.peakMegabytes));
  console.log(
    JSON.stringify({ name, seconds: Number(seconds.toFixed(3)), peakMegabytes: Number(peakMegabytes.toFixed(0)) }),
  );
  return { seconds };
}

function ratio(name: string, ours: Measured, theirs: Measured, limit: number): Target {
  const figure = ours.seconds / theirs.seconds;
  return { name, figure, target: `≤ ${String(limit)}`, met: figure <= limit };
}

async function demoDatabase(): Promise<string> {
  const generator = new URL("../fixtures/generate/cli.js", import.meta.url).pathname;
  const sizes = ["--tenants", "3", "--work-items", "1500", "--prs", "600", "--seed", "1", "--until", "2025-07-01"];
  await run(process.execPath, [generator, ...sizes, "--out", folder]);
  const database = join(folder, "demo.sqlite");
  const file = (name: string): string => join(folder, `${name}.csv`);
  if (!existsSync(file("tenants"))) throw new Error("the generator wrote no tenants");
  await mustRunMltrain(["migrate", "--db", database]);
  const files = ["--tenants", file("tenants"), "--work-items", file("work_items"), "--prs", file("prs")];
  await mustRunMltrain(["import", "--db", database, "--all-tenants", ...files]);
  return database;
}
