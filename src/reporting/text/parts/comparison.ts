import {
  PROMOTION_LEVEL,
  MINIMUM_EVIDENCE,
  type Comparison,
  type PromotionDecision,
} from "../../../domain/promotion/promotion.js";
import { MODELS, type ModelName } from "../../../domain/models.js";
import { counted, intervalText, measured } from "../../format/numbers.js";

/** How two models did on the same rows: `loss 1.42 against 1.50 …`. */
export function comparisonText(
  model: ModelName,
  { rows, championLoss, challengerLoss, ratio, interval, limit }: Comparison,
): string {
  const loss = MODELS[model].task === "regression" ? "mean absolute error" : "Brier loss";
  const range = interval === undefined ? "" : ` ${intervalText(interval)}`;
  return (
    `compared on ${counted(rows, "row")} that neither knew: ${loss} ${measured(challengerLoss)} against ` +
    `${measured(championLoss)}, ratio ${measured(ratio)}${range}, limit ${limit}`
  );
}

/** Why a challenger was refused. */
export function refusalText(
  reason: Extract<PromotionDecision, { verdict: "refuse" }>["reason"],
  { rows, bound, limit }: Comparison,
): string {
  const confidence = `${String(100 * (1 - PROMOTION_LEVEL))} %`;
  const upTo = `with ${confidence} confidence its loss is at most ${measured(bound)} times that of what serves`;
  switch (reason) {
    case "worse":
      return `it may be worse than what serves: ${upTo}, and ${limit} is the limit`;
    case "not-better":
      return `it was not shown better than what serves, which is degraded: ${upTo}, and less than ${limit} is asked for`;
    case "too-few-rows":
      return `there ${rows === 1 ? "is" : "are"} only ${counted(rows, "row")} that neither knew, and ${MINIMUM_EVIDENCE} are needed to compare`;
    case "not-finite":
      return "a loss is not a finite number";
  }
}
