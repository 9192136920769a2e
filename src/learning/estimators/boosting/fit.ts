import type { Design } from "../../matrices.js";
import { binColumns } from "./trees/bins.js";
import { addLeafValues, leafValuesOf } from "./leafValues.js";
import { LOSSES } from "./losses.js";
import { appendTree, noTrees, type BoostingFit } from "./model.js";
import { checkBoostingInput, completeOptions, type BoostingOptions } from "./options.js";
import { makeSummable, roundedForSums, type Pairs } from "./trees/pairs.js";
import { growTree, makeWorkspace } from "./trees/tree.js";

/** Minimum sum of second derivatives in a leaf, in units of the mean sample weight. */
const MINIMUM_CURVATURE = 1e-3;

/**
 * Fits gradient-boosted regression trees on binned columns. Each tree is fitted to the derivatives of the loss at the
 * scores of the trees before it. Its leaf values are added, times the learning rate. NaN in a column means missing;
 * each split learns to which side missing values go. The fit is deterministic: all sums over rows are exact, except for
 * the start score.
 *
 * @param design - n rows of d columns, finite or NaN, without a sparse block; columns need no scaling.
 * @param targets - n numbers; labels 0 or 1, both present, for the logistic loss.
 * @throws RangeError if n is 0, if shapes disagree, if a target is not finite or a value infinite, if there is a sparse
 * block, if the labels are of one class, or if an option is outside its range.
 *
 * O(n d log n) time for the bins, typically O(n d log leaves) for each tree; n d bytes of memory in addition to the
 * design, and a histogram of at most 512 d numbers for each leaf.
 *
 * @see J. H. Friedman (2001), "Greedy function approximation: a gradient boosting machine", The Annals of Statistics
 * 29(5), 1189–1232; the design follows sklearn.ensemble.HistGradientBoostingRegressor and -Classifier.
 */
export function fitBoosting(design: Design, targets: ArrayLike<number>, options: BoostingOptions): BoostingFit {
  checkBoostingInput(design, targets);
  const { rows, denseWidth: width } = design;
  const { loss: name, trees, learningRate, l2, ...rest } = completeOptions(options, rows);
  const sampleWeights = roundedForSums(rest.sampleWeights);
  const loss = LOSSES[name];
  const labelled = { targets: Float64Array.from(targets), sampleWeights };
  const start = loss.start(labelled.targets, sampleWeights);
  const scores = new Float64Array(rows).fill(start);
  const minimumCurvature = MINIMUM_CURVATURE * (sampleWeights.reduce((sum, weight) => sum + weight) / rows);
  const rules = { maximumLeaves: rest.maximumLeaves, minimumRows: rest.minimumRowsOfLeaf, minimumCurvature, l2 };
  const binned = binColumns(design, rest.maximumBins);
  const workspace = makeWorkspace(rows);
  const pairs: Pairs = { slopes: new Float64Array(rows), weights: new Float64Array(rows), unit: 1 };
  const grown = noTrees();
  for (let tree = 0; tree < trees; tree++) {
    loss.derive(labelled.targets, scores, sampleWeights, pairs);
    makeSummable(pairs);
    const root = growTree(binned, pairs, rules, workspace);
    const leafRules = { loss, learningRate, l2 };
    const values = leafValuesOf(root, { ...labelled, scores }, workspace.order, pairs.unit, leafRules);
    // If a tree changes no score, all later trees would be the same.
    if ([...values.values()].every((value) => value === 0)) break;
    appendTree(grown, root, values, binned.edges);
    addLeafValues(values, workspace.order, scores);
  }
  const baseValue = grown.roots.reduce((sum, root) => sum + (grown.values[root] ?? NaN), start);
  return { loss: name, width, start, baseValue, ...grown };
}
