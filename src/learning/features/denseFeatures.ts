import type { Examples } from "../examples.js";
import { byPredictionTime, groupHistory, newestOfGroup, recentMean } from "./history.js";

/** Which features a model is given beside its numbers; the column names are those of the examples. */
export interface FeaturePlan extends TimeFeatures {
  /** Category columns whose commonest names get a feature each. */
  readonly oneHot: readonly string[];
  /** Category columns whose labels so far are a feature. */
  readonly history: readonly string[];
  /** Category columns whose newest labels are a feature. */
  readonly newest: readonly string[];
  /** Whether hashed text is used. */
  readonly text: boolean;
  /** What no fit is given any more; artefacts of before still go by it. */
  readonly retired: TimeFeatures;
}

/** Features that are of the time alone: all rows of one moment have the same. */
export interface TimeFeatures {
  /** Hour, weekday and date. */
  readonly calendar: boolean;
  /** Lengths of the moving means of the newest labels, in examples. */
  readonly recent: readonly number[];
}

/** Named columns of n numbers each; NaN is "not known". */
export type DenseFeatures = ReadonlyMap<string, Float64Array>;

/** Labels of a category that are the newest of it. */
const NEWEST = 20;

const DAY = 86_400_000;
const YEAR = 365.25 * DAY;

/**
 * Every dense feature of n examples, categories aside: logs of the numbers with a flag where they are unknown, the
 * history of the labels known before the prediction time, and its calendar (UTC). Each row depends on nothing that
 * became known after its prediction time.
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

/** The names of the columns that {@link denseFeatures} computes of them. */
export function timeFeatureNames({ calendar, recent }: TimeFeatures): string[] {
  return [...(calendar ? CALENDAR : []), ...recent.map(recentName)];
}

const CALENDAR = ["hour sine", "hour cosine", "weekday sine", "weekday cosine", "years"];

function recentName(span: number): string {
  return `mean of last ${String(span)} labels`;
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
