import { roundSignificant } from "../../learning/significant.js";
import type { Artefact } from "../artefact.js";
import { contributionsOf, type Contributions } from "./contributions.js";
import { scoreScale, type ScoreScale } from "./explanation.js";
import type { FeatureGroup } from "../features/featureGroups.js";
import { designOf } from "../learners/trainingDesign.js";
import type { Prepared } from "../learners/preparedExamples.js";

/** The weight of a feature group for a learner. */
export interface FeatureWeight extends FeatureGroup {
  /** Mean absolute contribution to the raw score, above 0. */
  readonly weight: number;
}

/** The feature weights of a learner, measured on some of its training rows. */
export interface FeatureWeights {
  /** The number of rows that the means are over. */
  readonly rows: number;
  readonly scale: ScoreScale;
  /** Largest weight first; ties are in order of the features. All terms of the texts are one feature. */
  readonly features: readonly FeatureWeight[];
}

const TEXT: FeatureGroup = { kind: "term", name: "text" };
/** The history of a category that no row has: it covers all labels so far. */
const ALL_LABELS: FeatureGroup = { kind: "feature", name: "labels so far" };

/**
 * Computes the mean absolute contribution of each feature group.
 *
 * @param rows - row numbers of the prepared examples, at least one.
 * @returns no features for the baseline.
 */
export function featureWeights(artefact: Artefact, prepared: Prepared, rows: Int32Array): FeatureWeights {
  const scale = scoreScale(artefact);
  const design = designOf(artefact.encoding, prepared, rows);
  const contributions = contributionsOf(artefact, design);
  if (contributions === undefined) return { rows: rows.length, scale, features: [] };
  const { groups, groupOf } = distinct([...contributions.groups.map((group) => shownGroup(group, prepared)), TEXT]);
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

/**
 * Returns the group that a model card shows. If no row has a person or a priority, their history covers all labels: the
 * card must not say that the model uses people.
 */
function shownGroup(group: FeatureGroup, { examples }: Prepared): FeatureGroup {
  const isEmpty = group.kind === "history" && (examples.categories[group.name]?.names.length ?? 0) === 0;
  return isEmpty ? ALL_LABELS : group;
}

/** Removes duplicate groups. Returns the distinct groups, and the index of the group of each given one. */
function distinct(all: readonly FeatureGroup[]): {
  readonly groups: readonly FeatureGroup[];
  readonly groupOf: readonly number[];
} {
  const idOf = ({ kind, name }: FeatureGroup): string => `${kind} ${name}`;
  const groups = [...new Map(all.map((group) => [idOf(group), group])).values()];
  const indices = new Map(groups.map((group, index) => [idOf(group), index]));
  return { groups, groupOf: all.map((group) => indices.get(idOf(group)) ?? -1) };
}

/** Returns the sum of the contributions of one row's terms. */
function textOf(contributions: Contributions, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += contributions.ofTerm(k);
  return sum;
}
