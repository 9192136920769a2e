import type { ModelName } from "../../src/domain/models.js";
import type { Scores } from "../../src/domain/scores.js";
import type { Lifecycle, Trained } from "./lifecycle.js";
import type { PeerRun } from "./realData.js";

/** The loss by which a model is compared with the baseline. */
export const LOSS = { story_points: "mae", lead_time: "mae", rework_risk: "brierLoss" } as const;

type ShownScores = Pick<Scores, "rows" | "values">;

/** Holdout scores of a training that was recorded. */
export function holdoutOf(trained: Trained): ShownScores | undefined {
  return trained.outcome === "promoted" ? (trained.report.holdout as ShownScores | undefined) : undefined;
}

/** Scores of the first version on the newest 20 % of the labels. */
export function laterOf({ later }: Lifecycle): ShownScores | undefined {
  return later.outcome === "evaluated" ? (later.evaluation.scores as ShownScores) : undefined;
}

/** Loss of the model over the baseline's: below 1 is better. */
export function lossRatio(model: ModelName, scores: ShownScores | undefined): number {
  const loss = scores?.values[LOSS[model]];
  return (loss?.value ?? NaN) / (loss?.baseline ?? NaN);
}

/** The scikit-learn job's loss over its baseline's, on the newest 20 % of the labels. */
export function peerRatio({ tenant, model }: Lifecycle, peers: ReadonlyMap<number, PeerRun>): number {
  const scores = peers.get(tenant)?.scores.get(model);
  if (scores === undefined) return NaN;
  return model === "rework_risk"
    ? Number(scores["brier"]) / Number(scores["brier_base_rate"])
    : Number(scores["mae_ratio"]);
}

/** One of the scikit-learn job's scores; NaN if it has none. */
export function peerScore({ tenant, model }: Lifecycle, peers: ReadonlyMap<number, PeerRun>, name: string): number {
  const value = peers.get(tenant)?.scores.get(model)?.[name];
  return typeof value === "number" ? value : NaN;
}

/** Returns the mean of the finite numbers; NaN if there is none. */
export function mean(values: readonly number[]): number {
  const finite = values.filter(Number.isFinite);
  return finite.reduce((sum, value) => sum + value, 0) / finite.length;
}
