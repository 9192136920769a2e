import type { Design } from "../../matrices.js";
import { binColumns } from "./trees/bins.js";
import { addLeafValues, leafValuesOf } from "./leafValues.js";
import { LOSSES } from "./losses.js";
import { appendTree, noTrees, type BoostingFit } from "./model.js";
import { checkBoostingInput, completeOptions, type BoostingOptions } from "./options.js";
import { makeSummable, roundedForSums, type Pairs } from "./trees/pairs.js";
import { growTree, makeWorkspace } from "./trees/tree.js";

/** Least sum of second derivatives of a leaf, in mean sample weights. */
const MINIMUM_CURVATURE = 1e-3;

/**
 * Gradient-boosted regression trees on binned columns: each tree is fitted to the derivatives of the loss at the scores
 * that the trees before it sum up to, and a share of its leaves' values is added. NaN in a column means missing; which
 * side it goes to is learnt split by split. Nothing is random, and all sums over rows are exact but for the start.
 *
 * @param design - n rows of d columns, finite or NaN, without a sparse block; columns need no scaling.
 * @param targets - n numbers; labels 0 or 1, both present, for the logistic loss.
 * @throws RangeError if n is 0, if shapes disagree, if a target is not finite or a value infinite, if there is a sparse
 * block, if the labels are of one class, or if an option is outside its range.
 *
 * O(n d log n) time for the bins, O(n d log leaves) as a rule for each tree; n d bytes of memory beside the design, and
 * a histogram of at most 512 d numbers for each leaf.
 *
 * @see J. H. Friedman (2001), "Greedy function approximation: a gradient boosting machine", The Annals of Statistics
 * 29(5), 1189–1232; the choices are those of sklearn.ensemble.HistGradientBoostingRegressor and -Classifier.
 */
export function fitBoosting(design: Design, targets: ArrayLike<number>, options: BoostingOptions): BoostingFit {
  checkBoostingInput(design, targets);
  const { rows, denseWidth: width } = design;
  const { loss: name, trees, learningRate, l2, ...others } = completeOptions(options, rows);
  const sampleWeights = roundedForSums(others.sampleWeights);
  const loss = LOSSES[name];
  const known = { targets: Float64Array.from(targets), sampleWeights };
  const start = loss.start(known.targets, sampleWeights);
  const scores = new Float64Array(rows).fill(start);
  const minimumCurvature = MINIMUM_CURVATURE * (sampleWeights.reduce((sum, weight) => sum + weight) / rows);
  const rules = { maximumLeaves: others.maximumLeaves, minimumRows: others.minimumRowsOfLeaf, minimumCurvature, l2 };
  const binned = binColumns(design, others.maximumBins);
  const workspace = makeWorkspace(rows);
  const pairs: Pairs = { slopes: new Float64Array(rows), weights: new Float64Array(rows), unit: 1 };
  const grown = noTrees();
  for (let tree = 0; tree < trees; tree++) {
    loss.derive(known.targets, scores, sampleWeights, pairs);
    makeSummable(pairs);
    const root = growTree(binned, pairs, rules, workspace);
    const leafRules = { loss, learningRate, l2 };
    const values = leafValuesOf(root, { ...known, scores }, workspace.order, pairs.unit, leafRules);
    // A tree that changes no score would be followed by more of the same.
    if ([...values.values()].every((value) => value === 0)) break;
    appendTree(grown, root, values, binned.edges);
    addLeafValues(values, workspace.order, scores);
  }
  const baseline = grown.roots.reduce((sum, root) => sum + (grown.values[root] ?? NaN), start);
  return { loss: name, width, start, baseValue: baseline, ...grown };
}
