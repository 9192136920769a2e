import type { CardFigures } from "./figures.js";
import type { CompletionMix } from "../scoring/completionMix.js";
import { MODELS } from "../models.js";
import type { Interval } from "../scores.js";

/** The known limitations of a version, in the order of a model card. */
export const LIMITATIONS = [
  "in-quarantine",
  "shown-degraded",
  "baseline-deployed",
  "no-holdout",
  "wide-interval",
  "below-target",
  "not-significantly-better",
  "coverage-off",
  "no-intervals",
  "level-off",
  "slow-labels",
  "missing-columns",
  "rows-left-unread",
  "uses-people",
  "no-causes",
  "nothing-kept",
] as const;
export type LimitationName = (typeof LIMITATIONS)[number];

/** One limitation of a version, with its figures. */
export interface Limitation {
  readonly limitation: LimitationName;
  /** The measured figure. */
  readonly seen?: number;
  /** The threshold of the figure. */
  readonly threshold?: number;
  /** The 95 % confidence interval of the figure. */
  readonly interval?: Interval;
  /** The number of rows behind the figure. */
  readonly rows?: number;
  /** The recorded reason, or the affected columns. */
  readonly reason?: string;
}

/** A wider interval of R² or F1 cannot distinguish a poor model from a fair one. */
const WIDEST_INTERVAL = 0.2;

/** The columns that contain people. */
const PEOPLE = ["assignee", "author"];

type Rule = (figures: CardFigures, mix: CompletionMix | undefined) => Omit<Limitation, "limitation"> | undefined;

/**
 * Returns the limitations of a version. Each rule checks one figure, and returns undefined if the figure is missing.
 *
 * @param mix - the completion mix of the version's training rows.
 */
export function limitationsOf(figures: CardFigures, mix: CompletionMix | undefined): Limitation[] {
  return LIMITATIONS.flatMap((limitation) => {
    const found = RULES[limitation](figures, mix);
    return found === undefined ? [] : [{ limitation, ...found }];
  });
}

const RULES: Readonly<Record<LimitationName, Rule>> = {
  "in-quarantine": ({ quarantine }) => quarantine && { reason: quarantine.reason },
  "shown-degraded": ({ version, evaluations }) => {
    const newest = evaluations.at(-1);
    if (newest?.verdict !== "degraded") return undefined;
    const { rows, values } = newest.scores;
    return { rows, ...figure(values[MODELS[version.model].headline]) };
  },
  "baseline-deployed": ({ version, summary }) => {
    if (version.learner !== "baseline") return undefined;
    return summary?.baselineReason === undefined ? {} : { reason: summary.baselineReason };
  },
  "no-holdout": ({ version }) => (version.holdout === undefined ? { rows: version.rows } : undefined),
  "wide-interval": ({ version: { model, holdout } }) => {
    const score = holdout?.values[MODELS[model].headline];
    if (holdout === undefined || score?.interval === undefined) return undefined;
    const [low, high] = score.interval;
    return high - low > WIDEST_INTERVAL
      ? { ...figure(score), threshold: WIDEST_INTERVAL, rows: holdout.rows }
      : undefined;
  },
  "below-target": ({ version: { model, holdout }, thresholds }) => {
    const { value } = holdout?.values[MODELS[model].headline] ?? {};
    const threshold = thresholds.minimumScore.value;
    return value !== undefined && value < threshold ? { seen: value, threshold } : undefined;
  },
  "not-significantly-better": ({ version: { model, holdout, learner } }) => {
    const score = holdout?.values[MODELS[model].headline];
    if (learner === "baseline" || score?.interval === undefined || score.baseline === undefined) return undefined;
    return score.interval[0] <= score.baseline ? { ...figure(score), threshold: score.baseline } : undefined;
  },
  "coverage-off": ({ version: { holdout }, intervals }) => {
    const coverage = intervals?.coverage;
    if (holdout === undefined || intervals === undefined || coverage?.interval === undefined) return undefined;
    const [low, high] = coverage.interval;
    const isOff = intervals.target < low || intervals.target > high;
    return isOff ? { ...figure(coverage), threshold: intervals.target, rows: holdout.rows } : undefined;
  },
  "no-intervals": ({ version, intervals }) =>
    MODELS[version.model].task === "regression" && intervals === undefined ? {} : undefined,
  "level-off": ({ calibration }) => {
    if (calibration === undefined) return undefined;
    const { meanPrediction, observedRate, lower, upper, count } = calibration.overall;
    const isOff = meanPrediction < lower || meanPrediction > upper;
    return isOff ? { seen: observedRate, interval: [lower, upper], threshold: meanPrediction, rows: count } : undefined;
  },
  "slow-labels": ({ thresholds }, mix) => {
    const slowest = mix?.edges.at(-1);
    const threshold = thresholds.maximumAgeDays.value;
    return slowest !== undefined && slowest > threshold ? { seen: slowest, threshold } : undefined;
  },
  "missing-columns": ({ summary }) => {
    const columns = summary?.read.missingColumns ?? [];
    return columns.length === 0 ? undefined : { seen: columns.length, reason: columns.join(", ") };
  },
  "rows-left-unread": ({ summary }) => (summary?.read.truncated === true ? { rows: summary.read.rows } : undefined),
  "uses-people": ({ summary }) => {
    const { features = [], rows = 0 } = summary?.weights ?? {};
    const sumOf = (some: typeof features): number => some.reduce((sum, { weight }) => sum + weight, 0);
    const people = sumOf(features.filter(({ name }) => PEOPLE.includes(name)));
    return people > 0 ? { seen: people / sumOf(features), rows } : undefined;
  },
  "no-causes": ({ version }) => (version.learner === "baseline" ? undefined : {}),
  "nothing-kept": ({ summary }) => (summary === undefined ? {} : undefined),
};

function figure(
  score: { readonly value: number | undefined; readonly interval?: Interval | undefined } | undefined,
): Pick<Limitation, "seen" | "interval"> {
  return {
    ...(score?.value === undefined ? {} : { seen: score.value }),
    ...(score?.interval === undefined ? {} : { interval: score.interval }),
  };
}
