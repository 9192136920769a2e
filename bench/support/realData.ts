import { existsSync } from "node:fs";
import { join } from "node:path";
import { mustRunMltrain, run, type Finished } from "./process.js";

/** The real projects of the benchmarks, and the scikit-learn job to compare with. */
export interface RealData {
  readonly tenants: string;
  readonly workItems: string;
  readonly prs: string;
  /** The scikit-learn job's program; absent if it or one of its Python packages is missing. */
  readonly peer: string | undefined;
}

/** The Python for which Debian installs scikit-learn. */
export const PYTHON = "/usr/bin/python3";

/** Finds the data in the folder that MLTRAIN_REAL_DATA names; undefined if they are not there. */
export async function findRealData(): Promise<RealData | undefined> {
  const folder = process.env["MLTRAIN_REAL_DATA"] ?? "";
  const [tenants, workItems, prs] = ["tenants", "work_items", "prs"].map((name) => join(folder, `${name}.csv.gz`));
  if (folder === "" || tenants === undefined || workItems === undefined || prs === undefined) return undefined;
  if (![tenants, workItems, prs].every((file) => existsSync(file))) return undefined;
  return { tenants, workItems, prs, peer: await findPeer(join(folder, "..", "peer", "peer.py")) };
}

/** Imports the real projects into a database with mltrain's tables. @returns what the import used. */
export async function importReal({ tenants, workItems, prs }: RealData, database: string): Promise<Finished> {
  await mustRunMltrain(["migrate", "--db", database]);
  const files = ["--tenants", tenants, "--work-items", workItems, "--prs", prs];
  return mustRunMltrain(["import", "--db", database, "--all-tenants", ...files]);
}

async function findPeer(program: string): Promise<string | undefined> {
  if (!existsSync(program) || !existsSync(PYTHON)) return undefined;
  const { exitCode } = await run(PYTHON, ["-c", "import sklearn, pandas, sqlalchemy"]);
  return exitCode === 0 ? program : undefined;
}

/** Scores of the scikit-learn job for one tenant on the labels after the cut, by model, and what the run used. */
export interface PeerRun {
  readonly scores: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly seconds: number;
  readonly peakMegabytes: number;
}

/** Runs the scikit-learn job on one tenant of a SQLite file, trained on the older `cut` of its labels. */
export async function runPeer(program: string, database: string, tenant: number, cut = 0.8): Promise<PeerRun> {
  const call = [program, "--db", database, "--tenant", String(tenant), "--cut", String(cut)];
  const { stdout, stderr, seconds } = await run(PYTHON, call);
  const lines = stdout.split("\n").filter((line) => line !== "");
  const rows = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  const peak = /"peak_rss_mb": (\d+)/.exec(stderr)?.[1];
  return {
    scores: new Map(rows.map((row) => [String(row["model"]), row])),
    seconds,
    peakMegabytes: peak === undefined ? NaN : Number(peak),
  };
}
