import type { Interval, Score, Scores } from "../../../domain/scores.js";
import { isNumber, listOf, oneOf, optional, recordOf, shapeOf } from "../../decoding/shapes.js";

export const isInterval = (value: unknown): value is Interval => listOf(isNumber)(value) && value.length === 2;

const isScore = shapeOf<Score>({
  value: optional(isNumber),
  baseline: optional(isNumber),
  interval: optional(isInterval),
});

/** Scores as their JSON has them. */
export const isScores = shapeOf<Scores>({
  rows: isNumber,
  positives: optional(isNumber),
  effectiveRows: optional(isNumber),
  intervals: optional(oneOf(["bootstrap", "normal"])),
  values: recordOf(isScore),
});

/** Scores out of their JSON, in which a score that is not defined is left out. */
export function toScores({ values, ...rows }: Scores): Scores {
  const entries = Object.entries(values).map(([name, score]): [string, Score] => [
    name,
    { value: score.value, baseline: score.baseline, ...(score.interval && { interval: score.interval }) },
  ]);
  return { ...rows, values: Object.fromEntries(entries) };
}
