import type { Limitation, LimitationName } from "../../domain/modelCard/limitations.js";
import type { ModelName } from "../../domain/models.js";
import { count, counted, intervalText, measured, percent, within } from "./numbers.js";
import { headlineWord } from "./words.js";

/** A known limit as a sentence, with its figures; a reason is given as it was kept. */
export function limitText(limit: Limitation, model: ModelName): string {
  return TEXTS[limit.limitation](limit, headlineWord(model));
}

const seen = ({ seen: value, interval }: Limitation): string => within({ value, interval });
const shares = ({ seen: value, interval }: Limitation): string =>
  `${percent(value ?? NaN)}${interval === undefined ? "" : ` ${intervalText(interval)}`}`;
const reason = (limit: Limitation): string => (limit.reason === undefined ? "" : `: ${limit.reason}`);
const rowsOf = ({ rows = 0 }: Limitation): string => counted(rows, "row");

const TEXTS: Readonly<Record<LimitationName, (limit: Limitation, headline: string) => string>> = {
  "in-quarantine": (limit) => `It must not serve again${reason(limit)}.`,
  "shown-degraded": (limit, headline) =>
    `It has got worse: ${headline} was ${seen(limit)} on ${rowsOf(limit)} at its newest evaluation.`,
  "baseline-deployed": (limit) => `It predicts the same for every row${reason(limit)}.`,
  "no-holdout": (limit) => `It was never scored: of its ${rowsOf(limit)} none could be held out.`,
  "wide-interval": (limit, headline) =>
    `${headline} is known roughly: ${seen(limit)} on ${rowsOf(limit)}, an interval wider than ${String(limit.threshold)}.`,
  "below-target": (limit, headline) =>
    `${headline} of ${seen(limit)} is below the target of ${String(limit.threshold)}.`,
  "not-significantly-better": (limit, headline) =>
    `${headline} of ${seen(limit)} is not shown to be better than the naive predictor's ${measured(limit.threshold)}.`,
  "coverage-off": (limit) =>
    `Its intervals are to hold ${percent(limit.threshold ?? NaN)} of the labels, and held ${shares(limit)} of ${rowsOf(limit)}.`,
  "no-intervals": () => "Its predictions have no intervals.",
  "level-off": (limit) =>
    `Its probabilities were ${percent(limit.threshold ?? NaN)} on the mean, and ${shares(limit)} of ${rowsOf(limit)} came true.`,
  "slow-labels": ({ seen: days = NaN, threshold: against }) =>
    `A fifth of the labels took longer than ${measured(days)} days to become known: mistakes on slow items show long after the ${String(against)} days at which it is trained again.`,
  "missing-columns": (limit) => `The relation lacks columns that it could have gone by${reason(limit)}.`,
  "rows-left-unread": ({ rows = 0 }) =>
    `There were more rows than the ${count(rows)} that were read; the older ones are left out.`,
  "uses-people": (limit) =>
    `${percent(limit.seen ?? NaN)} of what it goes by is how people's earlier rows turned out: not for judging people.`,
  "no-causes": () => "What it goes by, and the reasons of its predictions, are no causes.",
  "nothing-kept": () =>
    "An older program trained it: its data window, its label distribution and its features' weights were not kept.",
};
