import Table from "cli-table3";
import { MODEL_NAMES } from "../../src/domain/models.js";
import { spearmanCorrelation } from "../../src/learning/metrics/spearmanCorrelation.js";
import type { Lifecycle, Trained } from "./lifecycle.js";
import type { PeerRun } from "./realData.js";
import { holdoutOf, laterOf, LOSS, lossRatio, mean, peerRatio, peerScore } from "./realFigures.js";

/** Prints the outcomes of each model, with time and memory. */
export function printLifecycles(lives: readonly Lifecycle[]): void {
  const head = ["tenant", "model", "rows", "assess → train → assess", "learner", "at the end", "then", "s", "MiB"];
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const life of lives) {
    table.push([
      ...[life.tenant, life.model, life.rows],
      `${decisionOf(life.assessedBefore)} → ${life.first.outcome} → ${decisionOf(life.assessedAfter)}`,
      learnerOf(life.first),
      decisionOf(life.assessedAtEnd),
      `${life.second.outcome} (${learnerOf(life.second)})`,
      life.seconds.toFixed(2),
      life.peakMegabytes.toFixed(0),
    ]);
  }
  console.log(`\nEach model's life (first training as a whole process: seconds, peak memory)\n${table.toString()}`);
}

/** Prints scores on the newest 20 % of the labels: the second version's holdout, the first version's later labels, the scikit-learn job. */
export function printComparison(lives: readonly Lifecycle[], peers: ReadonlyMap<number, PeerRun>): void {
  for (const model of MODEL_NAMES) {
    const extra = model === "rework_risk" ? ["rocAuc", "auc", "f1", "f1"] : ["r2", "r2", "", ""];
    const [ours = "", theirs = "", second = "", theirSecond = ""] = extra;
    const head = ["tenant", `${LOSS[model]} ÷ baseline: holdout`, "later labels", "peer", ours, "peer", second, "peer"];
    const table = new Table({ head, style: { head: [], border: [] } });
    const rows = lives
      .filter((life) => life.model === model)
      .map((life) => {
        const holdout = holdoutOf(life.second);
        const score = (name: string): number => holdout?.values[name as "r2"]?.value ?? NaN;
        const ratios = [lossRatio(model, holdout), lossRatio(model, laterOf(life)), peerRatio(life, peers)];
        return [
          ...ratios,
          score(ours),
          peerScore(life, peers, theirs),
          score(second),
          peerScore(life, peers, theirSecond),
        ];
      });
    const tenants = lives.filter((life) => life.model === model).map(({ tenant }) => String(tenant));
    rows.forEach((row, i) => table.push([tenants[i] ?? "", ...row.map(shown)]));
    table.push(["mean", ...[0, 1, 2, 3, 4, 5, 6].map((column) => shown(mean(rows.map((row) => row[column] ?? NaN))))]);
    console.log(`\n${model}, on the newest 20 % of the labels\n${table.toString()}`);
  }
}

/** Prints how well the holdout predicted the score on later labels. */
export function printHoldoutAgainstLater(lives: readonly Lifecycle[]): void {
  const pairs = lives
    .map((life) => [lossRatio(life.model, holdoutOf(life.first)), lossRatio(life.model, laterOf(life))] as const)
    .filter(([before, after]) => Number.isFinite(before) && Number.isFinite(after));
  const before = pairs.map(([value]) => value);
  const after = pairs.map(([, value]) => value);
  const figures = {
    models: pairs.length,
    meanHoldoutRatio: mean(before),
    meanLaterRatio: mean(after),
    meanAbsoluteDifference: mean(pairs.map(([a, b]) => Math.abs(a - b))),
    rankCorrelation: spearmanCorrelation(before, after),
  };
  console.log(`\nHoldout against later labels (loss ÷ baseline): ${JSON.stringify(figures)}`);
}

function decisionOf(assessed: Lifecycle["assessedBefore"]): string {
  if (assessed.outcome === "failed") return "failed";
  return assessed.decision === "keep" ? "keep" : assessed.reasons.map(({ trigger }) => trigger).join(", ");
}

function learnerOf(trained: Trained): string {
  return trained.outcome === "promoted" ? trained.report.learner : "–";
}

function shown(value: number): string {
  return Number.isFinite(value) ? value.toFixed(3) : "–";
}
