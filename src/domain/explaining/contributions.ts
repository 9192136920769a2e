import { explainBoosting } from "../../learning/estimators/boosting/explain.js";
import type { Design } from "../../learning/matrices.js";
import type { Artefact } from "../artefact.js";
import { featureGroups, type FeatureGroup } from "../features/featureGroups.js";
import { meanWeights, partsOf } from "./linearWeights.js";

/** What each thing about the rows of a design adds to their raw scores. */
export interface Contributions {
  /** Of the dense columns; terms are in none. */
  readonly groups: readonly FeatureGroup[];
  /** Of the i-th row, one number per group. The array is the next call's as well. */
  ofGroups(i: number): Float64Array;
  /** Of the k-th value that the design's sparse block holds. */
  ofTerm(k: number): number;
}

/**
 * For a linear learner weight × standardised value, for trees what the splits by a column change on the row's way, the
 * columns of one group taken together. With the learner's intercept, or the trees' baseline, those of a row sum to its
 * raw score. Those of a blend are the means of its parts', whose raw scores are of one scale.
 *
 * @param design - rows, encoded with the artefact's encoding.
 * @returns undefined for the naive predictor, which has none.
 */
export function contributionsOf({ learner, encoding }: Artefact, design: Design): Contributions | undefined {
  if (learner.name === "baseline") return undefined;
  const parts = partsOf(learner);
  const linear = meanWeights(parts, encoding);
  const trees = parts.flatMap((part) => (part.name === "boosting" ? [part.fit] : []));
  const denseBlock = { rows: design.rows, dense: design.dense, denseWidth: design.denseWidth };
  const { groups, groupOf } = featureGroups(encoding);
  const { dense, denseWidth, sparse } = design;
  const sums = new Float64Array(groups.length);
  return {
    groups,
    ofGroups: (i) => {
      sums.fill(0);
      const offset = i * denseWidth;
      for (let j = 0; j < denseWidth; j++) {
        const group = groupOf[j] ?? 0;
        sums[group] = (sums[group] ?? 0) + (dense[offset + j] ?? 0) * (linear.dense[j] ?? 0);
      }
      for (const fit of trees) {
        explainBoosting(fit, denseBlock, i).forEach((contribution, j) => {
          const group = groupOf[j] ?? 0;
          sums[group] = (sums[group] ?? 0) + contribution / parts.length;
        });
      }
      return sums;
    },
    ofTerm: (k) => (sparse?.values[k] ?? 0) * (linear.terms[sparse?.columns[k] ?? -1] ?? 0),
  };
}
