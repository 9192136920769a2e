import type { Limitation, LimitationName } from "../../domain/modelCard/limitations.js";
import type { ModelName } from "../../domain/models.js";
import { count, counted, intervalText, measured, percent, within } from "./numbers.js";
import { headlineWord } from "./words.js";

/** Returns a limitation as a sentence with its figures. A stored reason is printed unchanged. */
export function limitText(limit: Limitation, model: ModelName): string {
  return TEXTS[limit.limitation](limit, headlineWord(model));
}

const seen = ({ seen: value, interval }: Limitation): string => within({ value, interval });
const shareText = ({ seen: value, interval }: Limitation): string =>
  `${percent(value ?? NaN)}${interval === undefined ? "" : ` ${intervalText(interval)}`}`;
const reason = (limit: Limitation): string => (limit.reason === undefined ? "" : `: ${limit.reason}`);
const rowsOf = ({ rows = 0 }: Limitation): string => counted(rows, "row");

const TEXTS: Readonly<Record<LimitationName, (limit: Limitation, headline: string) => string>> = {
  "in-quarantine": (limit) => `The version is quarantined${reason(limit)}.`,
  "shown-degraded": (limit, headline) =>
    `Degraded: ${headline} was ${seen(limit)} on ${rowsOf(limit)} at the newest evaluation.`,
  "baseline-deployed": (limit) => `Predictions are constant${reason(limit)}.`,
  "no-holdout": (limit) => `There is no holdout: the version was trained on ${rowsOf(limit)} and never scored.`,
  "wide-interval": (limit, headline) =>
    `${headline} is uncertain: ${seen(limit)} on ${rowsOf(limit)}. Its 95 % interval is wider than ${String(limit.threshold)}.`,
  "below-target": (limit, headline) => `${headline} ${seen(limit)} is below the target of ${String(limit.threshold)}.`,
  "not-significantly-better": (limit, headline) =>
    `${headline} ${seen(limit)} is not significantly better than the baseline's ${measured(limit.threshold)}.`,
  "coverage-off": (limit) =>
    `Intervals should cover ${percent(limit.threshold ?? NaN)} of the labels, but they cover ${shareText(limit)} of ${rowsOf(limit)}.`,
  "no-intervals": () => "Predictions have no intervals.",
  "level-off": (limit) =>
    `Probabilities are miscalibrated: they are ${percent(limit.threshold ?? NaN)} on average, but ${shareText(limit)} of ${rowsOf(limit)} are positive.`,
  "slow-labels": ({ seen: days = NaN, threshold: maximumAge }) =>
    `20 % of the labels become known after more than ${measured(days)} days, but retraining is due after ${String(maximumAge)} days. Errors on slow items are found late.`,
  "missing-columns": (limit) => `Useful columns are missing${reason(limit)}.`,
  "rows-left-unread": ({ rows = 0 }) => `Only the newest ${count(rows)} rows were read; older rows were left out.`,
  "uses-people": (limit) =>
    `${percent(limit.seen ?? NaN)} of the feature importance comes from people and their past results. Do not use it to judge people.`,
  "no-causes": () => "Feature importance and the reasons of predictions show correlations, not causes.",
  "nothing-kept": () =>
    "An older version of mltrain trained it. Data window, label distribution and feature importance are not recorded.",
};
