import { roundSignificant } from "../../learning/significant.js";
import type { Artefact } from "../artefact.js";
import { contributionsOf, type Contributions } from "./contributions.js";
import { scoreScale, type ScoreScale } from "./explanation.js";
import type { FeatureGroup } from "../features/featureGroups.js";
import { designOf } from "../learners/trainingDesign.js";
import type { Prepared } from "../learners/preparedExamples.js";

/** How much a learner goes by one thing about a row. */
export interface FeatureWeight extends FeatureGroup {
  /** Mean absolute contribution to the raw score, above 0. */
  readonly weight: number;
}

/** What a learner goes by, found on some of the rows that it was trained on. */
export interface FeatureWeights {
  /** Rows that the means are over. */
  readonly rows: number;
  readonly scale: ScoreScale;
  /** Weightiest first, of equal ones in order of the features; all terms of the text are one. */
  readonly features: readonly FeatureWeight[];
}

const TEXT: FeatureGroup = { kind: "term", name: "text" };
/** What the history of a category is where no row has one: all labels so far. */
const ALL_LABELS: FeatureGroup = { kind: "feature", name: "labels so far" };

/**
 * The mean absolute contributions of each group of features.
 *
 * @param rows - row numbers of the prepared examples, at least one.
 * @returns no features for the naive predictor.
 */
export function featureWeights(artefact: Artefact, prepared: Prepared, rows: Int32Array): FeatureWeights {
  const scale = scoreScale(artefact);
  const design = designOf(artefact.encoding, prepared, rows);
  const contributions = contributionsOf(artefact, design);
  if (contributions === undefined) return { rows: rows.length, scale, features: [] };
  const { groups, groupOf } = distinct([...contributions.groups.map((group) => asSeen(group, prepared)), TEXT]);
  const sums = new Float64Array(groups.length);
  const ofRow = new Float64Array(groups.length);
  const starts = design.sparse?.starts ?? new Int32Array(rows.length + 1);
  for (let i = 0; i < rows.length; i++) {
    const text = textOf(contributions, starts[i] ?? 0, starts[i + 1] ?? 0);
    ofRow.fill(0);
    [...contributions.ofGroups(i), text].forEach((contribution, j) => {
      const group = groupOf[j] ?? -1;
      ofRow[group] = (ofRow[group] ?? NaN) + contribution;
    });
    ofRow.forEach((contribution, group) => {
      sums[group] = (sums[group] ?? NaN) + Math.abs(contribution);
    });
  }
  const features = groups
    .map((group, i) => ({ ...group, weight: roundSignificant((sums[i] ?? NaN) / rows.length) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return { rows: rows.length, scale, features };
}

/** Without people or priorities their histories are no such thing, and a card must not say that it goes by them. */
function asSeen(group: FeatureGroup, { examples }: Prepared): FeatureGroup {
  const isEmpty = group.kind === "history" && (examples.categories[group.name]?.names.length ?? 0) === 0;
  return isEmpty ? ALL_LABELS : group;
}

/** Each group once, and which of them each of the given is. */
function distinct(all: readonly FeatureGroup[]): {
  readonly groups: readonly FeatureGroup[];
  readonly groupOf: readonly number[];
} {
  const idOf = ({ kind, name }: FeatureGroup): string => `${kind} ${name}`;
  const groups = [...new Map(all.map((group) => [idOf(group), group])).values()];
  const places = new Map(groups.map((group, place) => [idOf(group), place]));
  return { groups, groupOf: all.map((group) => places.get(idOf(group)) ?? -1) };
}

/** What the terms of one row contribute together. */
function textOf(contributions: Contributions, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += contributions.ofTerm(k);
  return sum;
}
