import { roundSignificant } from "../../significant.js";
import type { BinnedColumns } from "./trees/bins.js";
import type { LossName } from "./losses.js";
import type { GrownNode } from "./trees/tree.js";

/**
 * Boosted trees. They survive JSON. The nodes of all trees are in one list, tree by tree, in depth-first order: a node,
 * its left branch, its right branch. So the left child of node i is node i + 1.
 */
export interface BoostingFit {
  readonly loss: LossName;
  /** Number of columns of the design. */
  readonly width: number;
  /** The score before the first tree. */
  readonly start: number;
  /** The unweighted mean score of the training rows, to six digits. An explanation starts from it. */
  readonly baseValue: number;
  /** Per tree: the number of its root node. */
  readonly roots: readonly number[];
  /** Per node: the column it splits by; −1 for a leaf. */
  readonly columns: readonly number[];
  /** Per node: the largest value that goes left; 0 for a leaf. */
  readonly thresholds: readonly number[];
  /** Per node: 1 if a missing value (NaN) goes left; otherwise, and for a leaf, 0. */
  readonly missingLeft: readonly number[];
  /** Per node: the number of its right child; 0 for a leaf. */
  readonly rights: readonly number[];
  /**
   * Per node: the value that a leaf adds to the score; for other nodes, the mean of its leaves over the training rows.
   */
  readonly values: readonly number[];
}

/** The value of each leaf. */
export type LeafValues = ReadonlyMap<GrownNode, number>;

/** A {@link BoostingFit} under construction. */
export interface FlatTrees {
  readonly roots: number[];
  readonly columns: number[];
  readonly thresholds: number[];
  readonly missingLeft: number[];
  readonly rights: number[];
  readonly values: number[];
}

export function noTrees(): FlatTrees {
  return { roots: [], columns: [], thresholds: [], missingLeft: [], rights: [], values: [] };
}

/** Appends the nodes of a grown tree. O(nodes) time. */
export function appendTree(
  trees: FlatTrees,
  root: GrownNode,
  leafValues: LeafValues,
  edges: BinnedColumns["edges"],
): void {
  trees.roots.push(trees.columns.length);
  appendNode(trees, root, leafValues, edges);
}

/** Appends a node and its branches. Returns the value of the node. */
function appendNode(trees: FlatTrees, node: GrownNode, leafValues: LeafValues, edges: BinnedColumns["edges"]): number {
  const at = trees.columns.length;
  const { branches } = node;
  const { column = -1, bin = 0, missingLeft = false } = branches?.split ?? {};
  trees.columns.push(column);
  // The bin after the last edge has no upper edge: a split there separates only missing values.
  trees.thresholds.push(column === -1 ? 0 : (edges[column]?.[bin] ?? Number.MAX_VALUE));
  trees.missingLeft.push(missingLeft ? 1 : 0);
  trees.rights.push(0);
  trees.values.push(0);
  let value = leafValues.get(node) ?? 0;
  if (branches !== undefined) {
    const left = appendNode(trees, branches.left, leafValues, edges);
    trees.rights[at] = trees.columns.length;
    const right = appendNode(trees, branches.right, leafValues, edges);
    const leftShare = (branches.left.to - branches.left.from) / (node.to - node.from);
    value = roundSignificant(leftShare * left + (1 - leftShare) * right);
  }
  trees.values[at] = value;
  return value;
}
