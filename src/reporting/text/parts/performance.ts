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

/** A verdict in a word or two, in its colour. */
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

/** Where the question whether the champion has got worse stands: the verdict, the newest asking, the mix of delays. */
export function performanceLines(model: ModelName, status: PerformanceStatus): string[] {
  const { sequentialTest, askedAt, insufficiency, nextTestRows, mix } = status;
  const missing = insufficiency === undefined ? undefined : insufficiencyText(model, insufficiency);
  const asked =
    sequentialTest === undefined
      ? []
      : [
          sequentialTestText(model, sequentialTest, askedAt),
          ...(missing === undefined ? [] : [`it could not be asked again now: ${missing}`]),
          `it is asked again from ${counted(nextTestRows, "new row")} on`,
        ];
  return [`performance: ${performanceText(status, missing)}`, ...asked, ...(mix.shifted ? [mixText(mix)] : [])];
}

function performanceText({ verdict, belowTarget }: PerformanceStatus, missing = "nothing can be said yet"): string {
  switch (verdict) {
    case "healthy":
      return belowTarget
        ? "below the target, but not shown to have got worse: that asks for nothing"
        : "healthy: not shown to have got worse";
    case "degraded":
      return "degraded: shown to have got worse";
    case "insufficient":
      return `insufficient: ${missing}`;
  }
}

function sequentialTestText(
  model: ModelName,
  { number: sequentialTest, rows, threshold, score, difference }: SequentialTest,
  askedAt: number | undefined,
): string {
  const when = askedAt === undefined ? "" : ` on ${dayOf(askedAt)}`;
  const beside = difference === undefined ? "" : `; less that of its holdout: ${boundedText(difference)}`;
  return (
    `asking ${sequentialTest} of this version${when}, on ${counted(rows, "row")}: ` +
    `${headlineWord(model)} ${boundedText(score)}, held against ${threshold}${beside}`
  );
}

function boundedText({ value, level, lower, upper }: Bounded): string {
  const confidence = Number((100 * (1 - level)).toFixed(1));
  return `${measured(value)} ${intervalText([lower, upper])}, each end with ${confidence} % confidence`;
}

/** What the two classes of a classifier's labels are called. */
const CLASS_WORDS = { positives: "with rework", negatives: "without rework" } as const;

/** Why nothing can be said, and what is missing. */
export function insufficiencyText(model: ModelName, why: Insufficiency): string {
  switch (why.reason) {
    case "rows":
      return `${counted(why.missing, "more labelled row")} needed`;
    case "positives":
    case "negatives":
      return `${counted(why.missing, "more labelled row")} ${CLASS_WORDS[why.reason]} needed`;
    case "mix":
      return `the new rows cover ${percent(why.covered)} of the mix of delays that it was trained on, which is too little to weigh them by`;
    case "effective-rows":
      return `the mix of delays has shifted; about ${counted(why.missing, "more labelled row")} of the usual mix needed`;
    case "no-holdout":
      return "the version kept no holdout to compare with";
    case "undefined":
      return `${headlineWord(model)} is not defined on ${MODELS[model].task === "regression" ? "these rows" : "these rows, or on those of its holdout"}`;
  }
}

/** That the delays have shifted, and what weighting makes of the rows. */
export function mixText({ effectiveRows, covered }: MixComparison): string {
  return (
    `the delays until a label is known have shifted since the training: rows are weighted to its mix, of which they ` +
    `cover ${percent(covered)}; they are worth ${count(Math.round(effectiveRows))} rows`
  );
}
