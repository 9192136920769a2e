import type { CardFigures } from "./figures.js";
import type { CompletionMix } from "../scoring/completionMix.js";
import { MODELS } from "../models.js";
import type { Interval } from "../scores.js";

/** What can be said against a version, in the order in which a card says it. */
export const LIMITS = [
  "in-quarantine",
  "shown-degraded",
  "naive-serves",
  "no-holdout",
  "wide-interval",
  "below-target",
  "not-shown-better",
  "coverage-off",
  "no-intervals",
  "level-off",
  "slow-labels",
  "missing-columns",
  "rows-left-unread",
  "goes-by-people",
  "no-causes",
  "nothing-kept",
] as const;
export type LimitName = (typeof LIMITS)[number];

/** One thing that a version cannot do, or is not shown to, with the figures that say so. */
export interface KnownLimit {
  readonly limit: LimitName;
  /** The figure that it comes from. */
  readonly seen?: number;
  /** What the figure is held against. */
  readonly against?: number;
  /** 95 % interval of the figure. */
  readonly interval?: Interval;
  /** Rows that the figure is of. */
  readonly rows?: number;
  /** Why, in words that were kept; or the columns concerned. */
  readonly because?: string;
}

/** Wider than this, an interval of R² or F1 tells a poor model from a fair one no more. */
export const WIDEST_INTERVAL = 0.2;

/** Columns that are people. */
const PEOPLE = ["assignee", "author"];

type Rule = (figures: CardFigures, mix: CompletionMix | undefined) => Omit<KnownLimit, "limit"> | undefined;

/**
 * The limits that hold of a version: each rule looks at one figure, and says nothing where that is missing.
 *
 * @param mix - how long the labels that it was trained on took to become known.
 */
export function knownLimits(figures: CardFigures, mix: CompletionMix | undefined): KnownLimit[] {
  return LIMITS.flatMap((limit) => {
    const found = RULES[limit](figures, mix);
    return found === undefined ? [] : [{ limit, ...found }];
  });
}

const RULES: Readonly<Record<LimitName, Rule>> = {
  "in-quarantine": ({ quarantine }) => quarantine && { because: quarantine.reason },
  "shown-degraded": ({ version, evaluations }) => {
    const newest = evaluations.at(-1);
    if (newest?.verdict !== "degraded") return undefined;
    const { rows, values } = newest.scores;
    return { rows, ...figure(values[MODELS[version.model].headline]) };
  },
  "naive-serves": ({ version, summary }) => {
    if (version.learner !== "naive") return undefined;
    return summary?.naiveBecause === undefined ? {} : { because: summary.naiveBecause };
  },
  "no-holdout": ({ version }) => (version.holdout === undefined ? { rows: version.rows } : undefined),
  "wide-interval": ({ version: { model, holdout } }) => {
    const score = holdout?.values[MODELS[model].headline];
    if (holdout === undefined || score?.interval === undefined) return undefined;
    const [low, high] = score.interval;
    return high - low > WIDEST_INTERVAL
      ? { ...figure(score), against: WIDEST_INTERVAL, rows: holdout.rows }
      : undefined;
  },
  "below-target": ({ version: { model, holdout }, thresholds }) => {
    const { value } = holdout?.values[MODELS[model].headline] ?? {};
    const against = thresholds.minimumScore.value;
    return value !== undefined && value < against ? { seen: value, against } : undefined;
  },
  "not-shown-better": ({ version: { model, holdout, learner } }) => {
    const score = holdout?.values[MODELS[model].headline];
    if (learner === "naive" || score?.interval === undefined || score.naive === undefined) return undefined;
    return score.interval[0] <= score.naive ? { ...figure(score), against: score.naive } : undefined;
  },
  "coverage-off": ({ version: { holdout }, intervals }) => {
    const held = intervals?.held;
    if (holdout === undefined || intervals === undefined || held?.interval === undefined) return undefined;
    const [low, high] = held.interval;
    const isOff = intervals.wanted < low || intervals.wanted > high;
    return isOff ? { ...figure(held), against: intervals.wanted, rows: holdout.rows } : undefined;
  },
  "no-intervals": ({ version, intervals }) =>
    MODELS[version.model].task === "regression" && intervals === undefined ? {} : undefined,
  "level-off": ({ calibration }) => {
    if (calibration === undefined) return undefined;
    const { meanPrediction, observedRate, lower, upper, count } = calibration.overall;
    const isOff = meanPrediction < lower || meanPrediction > upper;
    return isOff ? { seen: observedRate, interval: [lower, upper], against: meanPrediction, rows: count } : undefined;
  },
  "slow-labels": ({ thresholds }, mix) => {
    const slow = mix?.edges.at(-1);
    const against = thresholds.maximumAgeDays.value;
    return slow !== undefined && slow > against ? { seen: slow, against } : undefined;
  },
  "missing-columns": ({ summary }) => {
    const columns = summary?.read.missingColumns ?? [];
    return columns.length === 0 ? undefined : { seen: columns.length, because: columns.join(", ") };
  },
  "rows-left-unread": ({ summary }) => (summary?.read.truncated === true ? { rows: summary.read.rows } : undefined),
  "goes-by-people": ({ summary }) => {
    const { features = [], rows = 0 } = summary?.weights ?? {};
    const sumOf = (those: typeof features): number => those.reduce((sum, { weight }) => sum + weight, 0);
    const people = sumOf(features.filter(({ name }) => PEOPLE.includes(name)));
    return people > 0 ? { seen: people / sumOf(features), rows } : undefined;
  },
  "no-causes": ({ version }) => (version.learner === "naive" ? undefined : {}),
  "nothing-kept": ({ summary }) => (summary === undefined ? {} : undefined),
};

function figure(
  score: { readonly value: number | undefined; readonly interval?: Interval | undefined } | undefined,
): Pick<KnownLimit, "seen" | "interval"> {
  return {
    ...(score?.value === undefined ? {} : { seen: score.value }),
    ...(score?.interval === undefined ? {} : { interval: score.interval }),
  };
}
