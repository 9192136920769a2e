import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ablation } from "./models/ablation.js";
import { leaks } from "./models/leaks.js";
import { predicting } from "./models/predicting.js";
import { publishedSplit } from "./models/publishedSplit.js";
import { realCuts } from "./models/realCuts.js";
import { sizes } from "./models/sizes.js";
import { uncertainty } from "./models/uncertainty.js";
import { wholeProcess } from "./models/wholeProcess.js";
import { findRealData, importReal } from "./support/realData.js";
import { missing, reportTargets, type Target } from "./support/targets.js";

/*
 * Measures the models: scores on the published split of story points; scores, time and memory on real tenants beside
 * the scikit-learn job; sizes of artefacts; detection of label leakage. Arguments select parts by name.
 */

const TENANTS = [1, 2, 3, 4, 5, 6, 7, 8];
const PARTS = ["published", "cuts", "uncertainty", "process", "predict", "size", "leaks", "ablation"] as const;
type Part = (typeof PARTS)[number];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !PARTS.some((part) => part === name));
if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(", ")}: the parts are ${PARTS.join(", ")}`);
// The ablation fills a table that is written once, and takes as long as all the others together.
const isAsked = (part: Part): boolean => (asked.length === 0 ? part !== "ablation" : asked.includes(part));

const data = await findRealData();
if (data === undefined) {
  missing("the real data", "set MLTRAIN_REAL_DATA to the folder of tenants.csv.gz, work_items.csv.gz and prs.csv.gz");
} else {
  const folder = mkdtempSync(join(tmpdir(), "mltrain-bench-"));
  try {
    const targets: Target[] = [];
    const files = dirname(data.tenants);
    const issues = join(files, "story_points_benchmark.csv.gz");
    if (isAsked("published")) {
      targets.push(...(await publishedSplit(issues, join(files, "published_story_points.csv"))));
    }
    const database = join(folder, "real.sqlite");
    if (PARTS.some((part) => part !== "published" && isAsked(part))) await importReal(data, database);
    if (isAsked("ablation")) await ablation(database, TENANTS, issues);
    if (isAsked("uncertainty")) targets.push(...(await uncertainty(database, TENANTS)));
    if (isAsked("size")) targets.push(...(await sizes(database, TENANTS)));
    if (isAsked("predict")) targets.push(...(await predicting(folder)));
    if (isAsked("leaks")) targets.push(...(await leaks(database, TENANTS)));
    if (data.peer === undefined) missing("the peer", "its program and the Python packages that it imports");
    else {
      if (isAsked("cuts")) targets.push(...(await realCuts(database, data.peer, TENANTS)));
      if (isAsked("process")) targets.push(...(await wholeProcess(database, data.peer, TENANTS)));
    }
    reportTargets(targets);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
