import type { Reason } from "../../domain/retraining/assessment.js";
import { MODELS, type HeadlineScore, type ModelName } from "../../domain/models.js";
import type { Score, ScoreName, Scores } from "../../domain/scores.js";
import type { Setting } from "../../domain/settings.js";
import { count, counted, days, limitText, measured, NONE, within } from "./numbers.js";

/** The display names of the scores. */
export const SCORE_WORDS: Readonly<Record<ScoreName, string>> = {
  r2: "R²",
  mae: "mean absolute error",
  medianAbsoluteError: "median absolute error",
  r2Log: "R² of log values",
  withinOneStep: "share within one planning step",
  intervalCoverage: "interval coverage",
  f1: "F1",
  precision: "precision",
  recall: "recall",
  rocAuc: "ROC AUC",
  averagePrecision: "average precision",
  brierLoss: "Brier loss",
};

/** Escapes control characters in text from files, databases and people, because they can control a terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, (character) => {
    return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
  });
}

/** Returns a reason to retrain, with the value that was seen and its limit: `119 new labels (minimum 50)`. */
export function reasonText(reason: Reason, metric: HeadlineScore): string {
  switch (reason.trigger) {
    case "never_trained":
      return "never trained";
    case "forced":
      return "requested with --force";
    case "volume":
      return `${counted(reason.seen, "new label")} (minimum ${raisedLimit(reason)})`;
    case "performance":
      return `${SCORE_WORDS[metric]} ${measured(reason.seen)} (target ${limitText(reason.limit)})`;
    case "age":
      return `trained ${days(reason.seen)} days ago (maximum ${raisedLimit(reason)})`;
  }
}

function raisedLimit({ limit, factor = 1 }: { readonly limit: Setting; readonly factor?: number }): string {
  return `${limitText(limit, factor)}${factor === 1 ? "" : ", after attempts without promotion"}`;
}

/** Returns why a headline score has no value. */
export function undefinedScore(model: ModelName, rows: number): string {
  const { headline } = MODELS[model];
  return `${SCORE_WORDS[headline]} is not defined on ${counted(rows, "row")}${rows < 2 ? "" : " like these"}`;
}

/** Returns all defined scores, each with its interval and the score of the baseline. */
export function scoresText(scores: Scores): string {
  const parts = (Object.entries(scores.values) as [ScoreName, Score][])
    .filter(([, { value }]) => value !== undefined)
    .map(([name, score]) => {
      const baseline = score.baseline === undefined ? "" : ` (baseline ${measured(score.baseline)})`;
      return `${SCORE_WORDS[name]} ${within(score)}${baseline}`;
    });
  const onRows = `on ${rowsText(scores)}`;
  return parts.length === 0 ? `${NONE} ${onRows}` : `${onRows}: ${parts.join(", ")}`;
}

/** Returns the number of scored rows, and notes on weighting and intervals where they are unusual. */
function rowsText({ rows, positives, effectiveRows, intervals }: Scores): string {
  return [
    counted(rows, "row"),
    ...(positives === undefined ? [] : [`${count(positives)} positive`]),
    ...(effectiveRows === undefined
      ? []
      : [`reweighted to the training mix, effective rows ${count(Math.round(effectiveRows))}`]),
    ...(intervals === "normal" ? ["intervals by the normal approximation"] : []),
  ].join(", ");
}

/** Formats the headline score: `0.213 [0.10, 0.31]`. */
export function headlineText(model: ModelName, scores: Scores | undefined): string {
  const score = scores?.values[MODELS[model].headline];
  return score === undefined ? NONE : within(score);
}

/** Returns the display name of a model's headline score. */
export function headlineWord(model: ModelName): string {
  return SCORE_WORDS[MODELS[model].headline];
}

/** Formats the headline score of the baseline. */
export function baselineText(model: ModelName, scores: Scores | undefined): string {
  return measured(scores?.values[MODELS[model].headline]?.baseline);
}
