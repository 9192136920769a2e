import type { Reason } from "../domain/assessment.js";
import { MODELS, type HeadlineScore, type ModelName } from "../domain/models.js";
import type { ScoreName, Scores } from "../domain/scores.js";
import { count, counted, days, measured, NONE, originOf, setting } from "./numbers.js";

/** What a score is called. */
export const SCORE_WORDS: Readonly<Record<ScoreName, string>> = {
  r2: "R²",
  mae: "mean absolute error",
  medianAbsoluteError: "median absolute error",
  r2Log: "R² of logarithms",
  withinOneStep: "share within one planning step",
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
    case "volume":
      return `volume: ${counted(reason.seen, "new example")}, and ${count(reason.limit.value)} are enough${originOf(reason.limit)}`;
    case "performance":
      return `performance: ${SCORE_WORDS[metric]} ${measured(reason.seen)} is below ${setting(reason.limit)}${originOf(reason.limit)}`;
    case "age":
      return `age: trained ${days(reason.seen)} days ago, and ${setting(reason.limit)} are the limit${originOf(reason.limit)}`;
  }
}

/** Why a headline score has no value. */
export function undefinedScore(model: ModelName, rows: number): string {
  const { headline } = MODELS[model];
  return `${SCORE_WORDS[headline]} is not defined on ${counted(rows, "row")}${rows < 2 ? "" : " like these"}`;
}

/** All scores with a value, each beside that of the naive predictor. */
export function scoresText({ rows, positives, values }: Scores): string {
  const parts = (Object.entries(values) as [ScoreName, { value: number | undefined; naive: number | undefined }][])
    .filter(([, { value }]) => value !== undefined)
    .map(([name, { value, naive }]) => {
      const beside = naive === undefined ? "" : ` (naive ${measured(naive)})`;
      return `${SCORE_WORDS[name]} ${measured(value)}${beside}`;
    });
  const onRows = `on ${counted(rows, "row")}${positives === undefined ? "" : `, ${count(positives)} of them positive`}`;
  return parts.length === 0 ? `${NONE} ${onRows}` : `${onRows}: ${parts.join(", ")}`;
}

/** `R² 0.213`. */
export function headlineText(model: ModelName, scores: Scores | undefined): string {
  const { headline } = MODELS[model];
  const value = scores?.values[headline]?.value;
  return value === undefined ? NONE : `${SCORE_WORDS[headline]} ${measured(value)}`;
}

/** The naive predictor's headline score. */
export function naiveText(model: ModelName, scores: Scores | undefined): string {
  return measured(scores?.values[MODELS[model].headline]?.naive);
}
