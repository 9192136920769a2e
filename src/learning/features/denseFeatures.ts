import type { Examples } from "../examples.js";
import { byPredictionTime, groupHistory, newestOfGroup, recentMean } from "./history.js";

/** The features of a model in addition to its numbers. Column names are those of the examples. */
export interface FeaturePlan extends TimeFeatures {
  /** Category columns that are one-hot encoded: a feature for each of the commonest names. */
  readonly oneHot: readonly string[];
  /** Category columns with the mean label of all earlier examples of the category as a feature. */
  readonly history: readonly string[];
  /** Category columns with the mean of the newest labels of the category as a feature. */
  readonly newest: readonly string[];
  /** True if the model uses hashed text. */
  readonly text: boolean;
  /** Features that new fits do not use. Older artefacts still use them. */
  readonly retired: TimeFeatures;
}

/** Features that depend only on the time: all rows of one moment have the same values. */
export interface TimeFeatures {
  /** Hour, weekday and date. */
  readonly calendar: boolean;
  /** Spans of the moving means of the newest labels, in examples. */
  readonly recent: readonly number[];
}

/** Named columns of n numbers each; NaN means unknown. */
export type DenseFeatures = ReadonlyMap<string, Float64Array>;

/** Number of newest labels of a category for its mean. */
const NEWEST = 20;

const DAY = 86_400_000;
const YEAR = 365.25 * DAY;

/**
 * Returns the dense features of n examples, except one-hot categories: logs of the numbers with a flag for unknown
 * ones, the label history of categories, and time features (UTC). A row uses only labels that were known before its
 * prediction time.
 *
 * @param values - n labels on the scale of the model.
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
  const order = byPredictionTime(examples);
  for (const name of plan.history) {
    const column = examples.categories[name];
    if (column === undefined) continue;
    const { mean, logCount } = groupHistory(examples, column, values, order);
    features.set(`${name} mean so far`, mean);
    features.set(`${name} log count so far`, logCount);
  }
  for (const name of plan.newest) {
    const column = examples.categories[name];
    if (column === undefined) continue;
    features.set(`${name} mean of last ${String(NEWEST)}`, newestOfGroup(examples, column, values, order, NEWEST));
  }
  addTimeFeatures(features, examples, values, plan.retired);
  addTimeFeatures(features, examples, values, plan);
  return features;
}

function addTimeFeatures(
  features: Map<string, Float64Array>,
  examples: Examples,
  values: Float64Array,
  { calendar, recent }: TimeFeatures,
): void {
  if (calendar) addCalendar(features, examples.predictedAt);
  for (const span of recent) {
    features.set(recentName(span), recentMean(examples, values, span));
  }
}

/** Returns the column names that {@link denseFeatures} gives these features. */
export function timeFeatureNames({ calendar, recent }: TimeFeatures): string[] {
  return [...(calendar ? CALENDAR : []), ...recent.map(recentName)];
}

const CALENDAR = ["hour sine", "hour cosine", "weekday sine", "weekday cosine", "years"];

function recentName(span: number): string {
  return `mean of last ${String(span)} labels`;
}

/** Adds hour and weekday as points on a circle, so that midnight is next to 23:00, and the years since 1970. */
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
