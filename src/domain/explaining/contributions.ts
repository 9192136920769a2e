import { explainBoosting } from "../../learning/estimators/boosting/explain.js";
import type { Design } from "../../learning/matrices.js";
import type { Artefact } from "../artefact.js";
import { featureGroups, type FeatureGroup } from "../features/featureGroups.js";
import { meanWeights, partsOf } from "./linearWeights.js";

/** The contributions of feature groups and terms to the raw scores of the rows of a design matrix. */
export interface Contributions {
  /** The groups of the dense columns. They contain no terms. */
  readonly groups: readonly FeatureGroup[];
  /** Returns the contributions of row i, one number per group. The next call overwrites the array. */
  ofGroups(i: number): Float64Array;
  /** Returns the contribution of value k of the design's sparse block. */
  ofTerm(k: number): number;
}

/**
 * Computes contributions to raw scores, summed over the columns of each group. For a linear learner a contribution is
 * weight × standardised value. For trees it is the sum of the changes at the splits by the column along the row's path.
 * The contributions of a row and the intercept (for trees, the `baseline` of the fit) sum to its raw score. Those of an
 * ensemble are the means over its parts, which have the same scale.
 *
 * @param design - rows, encoded with the artefact's encoding.
 * @returns undefined for the baseline, which has no contributions.
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
