import type { TriggerCheck, Reason } from "../../domain/retraining/assessment.js";
import { MODELS, type HeadlineScore, type ModelName } from "../../domain/models.js";
import type { Score, ScoreName, Scores } from "../../domain/scores.js";
import type { Setting } from "../../domain/settings.js";
import { count, counted, days, measured, NONE, originOf, setting, within } from "./numbers.js";

/** What a score is called. */
export const SCORE_WORDS: Readonly<Record<ScoreName, string>> = {
  r2: "R²",
  mae: "mean absolute error",
  medianAbsoluteError: "median absolute error",
  r2Log: "R² of logarithms",
  withinOneStep: "share within one planning step",
  intervalCoverage: "share within the interval",
  f1: "F1",
  precision: "precision",
  recall: "recall",
  rocAuc: "ROC AUC",
  averagePrecision: "average precision",
  brierLoss: "Brier loss",
};

/** Text from files, databases and people, without the characters that could steer a terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, (character) => {
    return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
  });
}

/** Why retraining is asked for, with the number that was seen and the one it was held against. */
export function reasonText(reason: Reason, metric: HeadlineScore): string {
  switch (reason.trigger) {
    case "never_trained":
      return "it was never trained";
    case "forced":
      return "it was asked for with --force";
    case "volume": {
      const enough = count(reason.limit.value * (reason.factor ?? 1));
      return `volume: ${counted(reason.seen, "new example")}, and ${enough} are enough${backOff(reason)}`;
    }
    case "performance":
      return `performance: ${SCORE_WORDS[metric]} ${measured(reason.seen)} is below ${setting(reason.limit)}${originOf(reason.limit)}`;
    case "age": {
      const limit = String(reason.limit.value * (reason.factor ?? 1));
      return `age: trained ${days(reason.seen)} days ago, and ${limit} are the limit${backOff(reason)}`;
    }
  }
}

/** Where a limit came from, and how often it was doubled. */
function backOff({ limit, factor = 1 }: Pick<TriggerCheck, "factor"> & { readonly limit: Setting }): string {
  if (factor === 1) return originOf(limit);
  return `, ${factor} times ${setting(limit)}${originOf(limit)} after attempts that changed nothing`;
}

/** Why a headline score has no value. */
export function undefinedScore(model: ModelName, rows: number): string {
  const { headline } = MODELS[model];
  return `${SCORE_WORDS[headline]} is not defined on ${counted(rows, "row")}${rows < 2 ? "" : " like these"}`;
}

/** All scores with a value, each with its interval, beside that of the naive predictor. */
export function scoresText(scores: Scores): string {
  const parts = (Object.entries(scores.values) as [ScoreName, Score][])
    .filter(([, { value }]) => value !== undefined)
    .map(([name, score]) => {
      const beside = score.baseline === undefined ? "" : ` (naive ${measured(score.baseline)})`;
      return `${SCORE_WORDS[name]} ${within(score)}${beside}`;
    });
  const onRows = `on ${rowsText(scores)}`;
  return parts.length === 0 ? `${NONE} ${onRows}` : `${onRows}: ${parts.join(", ")}`;
}

/** How many rows were scored, what they are worth, and how their intervals were found where that is unusual. */
function rowsText({ rows, positives, effectiveRows, intervals }: Scores): string {
  return [
    counted(rows, "row"),
    ...(positives === undefined ? [] : [`${count(positives)} of them positive`]),
    ...(effectiveRows === undefined
      ? []
      : [`weighted to the mix of the training, worth ${count(Math.round(effectiveRows))} rows`]),
    ...(intervals === "normal" ? ["intervals by the normal approximation"] : []),
  ].join(", ");
}

/** `0.213 [0.10, 0.31]`: the headline score. */
export function headlineText(model: ModelName, scores: Scores | undefined): string {
  const score = scores?.values[MODELS[model].headline];
  return score === undefined ? NONE : within(score);
}

/** What the headline score of a model is called. */
export function headlineWord(model: ModelName): string {
  return SCORE_WORDS[MODELS[model].headline];
}

/** The naive predictor's headline score. */
export function baselineText(model: ModelName, scores: Scores | undefined): string {
  return measured(scores?.values[MODELS[model].headline]?.baseline);
}
