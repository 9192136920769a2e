import {
  PROMOTION_LEVEL,
  MINIMUM_EVIDENCE,
  type Comparison,
  type PromotionDecision,
} from "../../../domain/promotion/promotion.js";
import { MODELS, type ModelName } from "../../../domain/models.js";
import { changeRange, changeText, counted, measured } from "../../format/numbers.js";

const PROMOTION = {
  names: "challenger vs champion",
  interval: `${String(100 * (1 - 2 * PROMOTION_LEVEL))} % CI`,
} as const;

/**
 * Compares two models on the same rows: `challenger vs champion on 119 new labels: MAE 2.97 vs 2.93 (+1 %, …)`.
 *
 * @param options - `names` of the two models; `interval`: what the interval of the ratio is called.
 */
export function comparisonText(
  model: ModelName,
  { rows, championLoss, challengerLoss, ratio, interval, limit }: Comparison,
  options: { readonly names: string; readonly interval: string } = PROMOTION,
): string {
  const loss = MODELS[model].task === "regression" ? "MAE" : "Brier loss";
  const change = [
    changeText(ratio),
    ...(interval === undefined ? [] : [`${options.interval} ${changeRange(interval)}`]),
    `limit ${changeText(limit)}`,
  ].join(", ");
  return (
    `${options.names} on ${counted(rows, "new label")}: ${loss} ${measured(challengerLoss)} vs ` +
    `${measured(championLoss)} (${change})`
  );
}

/** Returns why a challenger was refused. */
export function refusalText(
  reason: Extract<PromotionDecision, { verdict: "refuse" }>["reason"],
  { rows, bound, limit }: Comparison,
): string {
  const level = `${String(100 * (1 - PROMOTION_LEVEL))} %`;
  const evidence = `(${level} upper bound of its loss ${changeText(bound)}, limit ${changeText(limit)})`;
  switch (reason) {
    case "worse":
      return `the challenger may be worse than the champion ${evidence}`;
    case "not-better":
      return `the champion is degraded, and the challenger is not significantly better ${evidence}`;
    case "too-few-rows":
      return `there ${rows === 1 ? "is" : "are"} only ${counted(rows, "new label")} to compare on (minimum ${MINIMUM_EVIDENCE})`;
    case "not-finite":
      return "a loss is not a finite number";
  }
}
