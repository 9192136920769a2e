import type { Examples } from "../examples.js";
import { byPredictionTime, groupHistory, recentMean } from "./history.js";

/** Which features a model is given beside its numbers and its calendar; the column names are those of the examples. */
export interface FeaturePlan {
  /** Category columns whose commonest names get a feature each. */
  readonly oneHot: readonly string[];
  /** Category columns whose labels so far are a feature. */
  readonly history: readonly string[];
  /** Lengths of the moving means of the newest labels, in examples. */
  readonly recent: readonly number[];
  /** Whether hashed text is used. */
  readonly text: boolean;
}

/** Named columns of n numbers each; NaN is "not known". */
export type DenseFeatures = ReadonlyMap<string, Float64Array>;

const DAY = 86_400_000;
const YEAR = 365.25 * DAY;

/**
 * Every dense feature of n examples, categories aside: logs of the numbers with a flag where they are unknown, the
 * calendar of the prediction time (UTC), and the history of the labels known before it. Each row depends on nothing
 * that became known after its prediction time.
 *
 * @param values - n labels on the scale that is learnt.
 */
export function denseFeatures(examples: Examples, values: Float64Array, plan: FeaturePlan): DenseFeatures {
  const features = new Map<string, Float64Array>();
  for (const [name, column] of Object.entries(examples.numbers)) {
    features.set(`log ${name}`, column.map(Math.log1p));
    features.set(
      `${name} unknown`,
      column.map((value) => (Number.isNaN(value) ? 1 : 0)),
    );
  }
  addCalendar(features, examples.predictedAt);
  const order = byPredictionTime(examples);
  for (const name of plan.history) {
    const column = examples.categories[name];
    if (column === undefined) continue;
    const { mean, logCount } = groupHistory(examples, column, values, order);
    features.set(`${name} mean so far`, mean);
    features.set(`${name} log count so far`, logCount);
  }
  for (const span of plan.recent) {
    features.set(`mean of last ${String(span)} labels`, recentMean(examples, values, span));
  }
  return features;
}

/** Hour and weekday on circles, so that midnight lies beside 23:00, and the years since 1970. */
function addCalendar(features: Map<string, Float64Array>, times: Float64Array): void {
  const hour = (time: number): number => ((time % DAY) / DAY) * 2 * Math.PI;
  const weekday = (time: number): number => ((Math.floor(time / DAY) % 7) / 7) * 2 * Math.PI;
  features.set(
    "hour sine",
    times.map((time) => Math.sin(hour(time))),
  );
  features.set(
    "hour cosine",
    times.map((time) => Math.cos(hour(time))),
  );
  features.set(
    "weekday sine",
    times.map((time) => Math.sin(weekday(time))),
  );
  features.set(
    "weekday cosine",
    times.map((time) => Math.cos(weekday(time))),
  );
  features.set(
    "years",
    times.map((time) => time / YEAR),
  );
}
