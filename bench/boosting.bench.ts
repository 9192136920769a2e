import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fitBoosting } from "../src/learning/estimators/boosting/fit.js";
import { predictBoosting } from "../src/learning/estimators/boosting/predict.js";
import type { Design } from "../src/learning/matrices.js";
import { rocAuc } from "../src/learning/metrics/rocAuc.js";
import { seededRandom } from "../src/learning/random.js";
import { run } from "./support/process.js";
import { PYTHON } from "./support/realData.js";
import { missing, reportTargets, type Target } from "./support/targets.js";

/*
 * Boosted trees beside scikit-learn's HistGradientBoostingClassifier, on one core and the same generated rows: time of
 * a fit, and ROC AUC on unseen rows.
 */

const RUNS = 3;
const WIDTH = 20;
const TREES = 200;
const TEST_ROWS = 10_000;

const SKLEARN = `
import json, sys, time
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
folder, rows = sys.argv[1], int(sys.argv[2])
X = np.fromfile(folder + "/dense").reshape(-1, ${String(WIDTH)})
y = np.fromfile(folder + "/labels")
seconds = []
for _ in range(${String(RUNS)}):
    start = time.perf_counter()
    fit = HistGradientBoostingClassifier(max_iter=${String(TREES)}, early_stopping=False).fit(X[:rows], y[:rows])
    seconds.append(time.perf_counter() - start)
auc = roc_auc_score(y[rows:], fit.decision_function(X[rows:]))
print(json.dumps({"seconds": sorted(seconds)[len(seconds) // 2], "auc": auc}))
`;

interface Measured {
  readonly seconds: number;
  readonly auc: number;
}

const found = await run(PYTHON, ["-c", "import sklearn"]);
if (found.exitCode !== 0) missing("scikit-learn", "apt-get install python3-sklearn");
else reportTargets([...(await compare(16_000)), ...(await compare(160_000))]);

async function compare(rows: number): Promise<Target[]> {
  const { design, labels } = generate(rows + TEST_ROWS);
  const ours = measureOurs(design, labels, rows);
  const theirs = await measureTheirs(design, labels, rows);
  const ratio = ours.seconds / theirs.seconds;
  const figures = { secondsOurs: ours.seconds, secondsSklearn: theirs.seconds, ratio };
  console.log(JSON.stringify({ rows, ...figures, aucOurs: ours.auc, aucSklearn: theirs.auc }));
  const difference = Math.abs(ours.auc - theirs.auc);
  return [
    { name: `seconds to scikit-learn's, ${String(rows)} rows`, figure: ratio, target: "≤ 2", met: ratio <= 2 },
    { name: "difference of ROC AUC", figure: difference, target: "≤ 0.005", met: difference <= 0.005 },
  ];
}

/** Returns labels that depend on six columns: linearly, by a product, a sine and an absolute value. */
function generate(rows: number): { design: Design; labels: Float64Array } {
  const random = seededRandom(1);
  const dense = Float64Array.from({ length: rows * WIDTH }, () => random.normal());
  const labels = Float64Array.from({ length: rows }, (_, row) => {
    const value = (column: number): number => dense[row * WIDTH + column]!;
    const logOdds = value(0) + value(1) * value(2) + Math.sin(2 * value(3)) - 0.5 * Math.abs(value(4)) + 0.3 * value(5);
    return random.uniform() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0;
  });
  return { design: { rows, dense, denseWidth: WIDTH }, labels };
}

function part({ dense }: Design, from: number, to: number): Design {
  return { rows: to - from, dense: dense.subarray(from * WIDTH, to * WIDTH), denseWidth: WIDTH };
}

function measureOurs(design: Design, labels: Float64Array, rows: number): Measured {
  const training = part(design, 0, rows);
  const test = part(design, rows, design.rows);
  const runs = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    const fit = fitBoosting(training, labels.subarray(0, rows), { loss: "logistic", trees: TREES });
    return { fit, seconds: (performance.now() - start) / 1000 };
  }).sort((a, b) => a.seconds - b.seconds);
  const { fit, seconds } = runs[RUNS >> 1]!;
  const start = performance.now();
  const scores = predictBoosting(fit, test);
  const predictMs = performance.now() - start;
  console.log(JSON.stringify({ trees: TREES, predictRows: TEST_ROWS, predictMs, bytes: JSON.stringify(fit).length }));
  return { seconds, auc: rocAuc(labels.subarray(rows), scores) ?? NaN };
}

async function measureTheirs({ dense }: Design, labels: Float64Array, rows: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "mltrain-bench-"));
  try {
    writeFileSync(join(folder, "dense"), dense);
    writeFileSync(join(folder, "labels"), labels);
    const { stdout, stderr } = await run(PYTHON, ["-c", SKLEARN, folder, String(rows)], { OMP_NUM_THREADS: "1" });
    if (stdout === "") throw new Error(stderr);
    return JSON.parse(stdout) as Measured;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
