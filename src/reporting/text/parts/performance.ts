import type { PerformanceStatus } from "../../../domain/retraining/assessment.js";
import type { MixComparison } from "../../../domain/scoring/completionMix.js";
import { MODELS, type ModelName } from "../../../domain/models.js";
import type { SequentialTest, Bounded } from "../../../domain/sequentialTest.js";
import type { Verdict } from "../../../domain/evaluation.js";
import type { Insufficiency } from "../../../domain/retraining/performance.js";
import { count, counted, intervalText, measured, percent } from "../../format/numbers.js";
import type { Page } from "../../format/page.js";
import { dayOf } from "../../format/times.js";
import { headlineWord } from "../../format/words.js";

/** Formats a verdict in its colour. */
export function verdictText(verdict: Verdict, belowTarget: boolean, { colour }: Page): string {
  switch (verdict) {
    case "healthy":
      return belowTarget ? colour.yellow("below target") : colour.green(verdict);
    case "degraded":
      return colour.red(verdict);
    case "insufficient":
      return verdict;
  }
}

/** Returns the verdict on the champion, its newest sequential test, and the shift of label delays. */
export function performanceLines(model: ModelName, status: PerformanceStatus): string[] {
  const { sequentialTest, askedAt, insufficiency, nextTestRows, mix } = status;
  const missing = insufficiency === undefined ? undefined : insufficiencyText(model, insufficiency);
  const test =
    sequentialTest === undefined
      ? []
      : [
          sequentialTestText(model, sequentialTest, askedAt),
          ...(missing === undefined ? [] : [`cannot be tested again now: ${missing}`]),
          `next test: at ${counted(nextTestRows, "new label")}`,
        ];
  return [`performance: ${performanceText(status, missing)}`, ...test, ...(mix.shifted ? [mixText(mix)] : [])];
}

function performanceText({ verdict, belowTarget }: PerformanceStatus, missing = "not tested yet"): string {
  switch (verdict) {
    case "healthy":
      return belowTarget
        ? "below target, no significant drop since training: no retraining"
        : "healthy, no significant drop since training";
    case "degraded":
      return "degraded: significant drop since training";
    case "insufficient":
      return `insufficient: ${missing}`;
  }
}

function sequentialTestText(
  model: ModelName,
  { number, rows, threshold, score, difference }: SequentialTest,
  askedAt: number | undefined,
): string {
  const when = askedAt === undefined ? "" : ` on ${dayOf(askedAt)}`;
  const drop = difference === undefined ? "" : `; difference from its holdout: ${boundedText(difference)}`;
  return (
    `sequential test ${number}${when}, ${counted(rows, "row")}: ` +
    `${headlineWord(model)} ${boundedText(score)}, target ${threshold}${drop}`
  );
}

function boundedText({ value, level, lower, upper }: Bounded): string {
  const confidence = Number((100 * (1 - level)).toFixed(1));
  return `${measured(value)} ${intervalText([lower, upper])}, one-sided ${confidence} % bounds`;
}

/** The display names of the two classes. */
const CLASS_WORDS = { positives: "with rework", negatives: "without rework" } as const;

/** Returns why there is no verdict, and what is missing. */
export function insufficiencyText(model: ModelName, why: Insufficiency): string {
  switch (why.reason) {
    case "rows":
      return `${counted(why.missing, "more labelled row")} needed`;
    case "positives":
    case "negatives":
      return `${counted(why.missing, "more labelled row")} ${CLASS_WORDS[why.reason]} needed`;
    case "mix":
      return `the new rows cover only ${percent(why.covered)} of the training mix of label delays, too little to reweight them`;
    case "effective-rows":
      return `label delays have shifted; about ${counted(why.missing, "more labelled row")} of the training mix needed`;
    case "no-holdout":
      return "the version has no holdout to compare with";
    case "undefined":
      return `${headlineWord(model)} is not defined on ${MODELS[model].task === "regression" ? "these rows" : "these rows or on its holdout"}`;
  }
}

/** Returns that label delays have shifted, with the effective rows after weighting. */
export function mixText({ effectiveRows, covered }: MixComparison): string {
  return (
    `label delays have shifted since training: rows are reweighted to the training mix ` +
    `(coverage ${percent(covered)}, effective rows ${count(Math.round(effectiveRows))})`
  );
}
