import { roundSignificant } from "../../significant.js";
import type { BinnedColumns } from "./trees/bins.js";
import type { LossName } from "./losses.js";
import type { GrownNode } from "./trees/tree.js";

/**
 * Boosted trees; survives JSON. The nodes of all trees stand one after another, those of a tree from its root on, each
 * node before its left branch and that before its right one: the left child of node i is node i + 1.
 */
export interface BoostingFit {
  readonly loss: LossName;
  /** Columns of the design. */
  readonly width: number;
  /** The score before the first tree. */
  readonly start: number;
  /** The mean score of the rows fitted on, of equal weight each, to six digits: what an explanation starts from. */
  readonly baseValue: number;
  /** By tree: its root. */
  readonly roots: readonly number[];
  /** By node: the column it splits by; −1 of a leaf. */
  readonly columns: readonly number[];
  /** By node: the largest value that goes left; 0 of a leaf. */
  readonly thresholds: readonly number[];
  /** By node: 1 if a missing value (NaN) goes left; 0 otherwise and of a leaf. */
  readonly missingLeft: readonly number[];
  /** By node: its right child; 0 of a leaf. */
  readonly rights: readonly number[];
  /** By node: what a leaf adds to the score; of any other node, the mean of that over the rows fitted on. */
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

/** Adds a grown tree. O(nodes) time. */
export function appendTree(
  trees: FlatTrees,
  root: GrownNode,
  leafValues: LeafValues,
  edges: BinnedColumns["edges"],
): void {
  trees.roots.push(trees.columns.length);
  appendNode(trees, root, leafValues, edges);
}

/** @returns the node's value. */
function appendNode(trees: FlatTrees, node: GrownNode, leafValues: LeafValues, edges: BinnedColumns["edges"]): number {
  const at = trees.columns.length;
  const { branches } = node;
  const { column = -1, bin = 0, missingLeft = false } = branches?.split ?? {};
  trees.columns.push(column);
  // Beyond the last edge lies no value that was seen, only missing ones.
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
