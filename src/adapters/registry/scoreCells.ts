import type { Score, Scores } from "../../domain/scores.js";

/** Scores out of their JSON, in which a score that is not defined is left out. */
export function toScores(json: unknown): Scores {
  const { values, ...rows } = json as Scores;
  const entries = Object.entries(values).map(([name, score]): [string, Score] => [
    name,
    { value: score.value, naive: score.naive, ...(score.interval && { interval: score.interval }) },
  ]);
  return { ...rows, values: Object.fromEntries(entries) };
}
