import type { BinnedColumns } from "./bins.js";
import { fillHistogram, makeHistogram, subtractHistogram, type Gathered, type Histogram } from "./histogram.js";
import { sumAll, type Pairs, type Sums } from "./pairs.js";
import { partitionRows } from "./partition.js";
import { bestSplit, type Split, type SplitRules } from "./split.js";

/** A node of a growing tree. Its rows are those of the order from `from` up to, not including, `to`. */
export interface GrownNode {
  readonly from: number;
  readonly to: number;
  readonly sums: Sums;
  /** Undefined for a leaf. */
  branches?: { readonly split: Split; readonly left: GrownNode; readonly right: GrownNode };
}

export interface GrowthRules extends SplitRules {
  readonly maximumLeaves: number;
}

/** The buffers for growing a tree. All trees of a fit use the same ones. */
export interface Workspace {
  /** n row numbers. The rows of a leaf are consecutive when the tree is grown. */
  readonly order: Int32Array;
  readonly scratch: Int32Array;
  readonly gathered: Gathered;
  readonly freeHistograms: Histogram[];
}

export function makeWorkspace(rows: number): Workspace {
  return {
    order: new Int32Array(rows),
    scratch: new Int32Array(rows),
    gathered: { slopes: new Float64Array(rows), weights: new Float64Array(rows) },
    freeHistograms: [],
  };
}

/** A leaf that can still be split. */
interface Candidate {
  readonly node: GrownNode;
  readonly split: Split;
  readonly histogram: Histogram;
}

/**
 * Grows one regression tree best first: it always splits the leaf with the largest gain. It stops if no split has a
 * gain or at the maximum number of leaves. Ties go to the older leaf.
 *
 * @returns the root.
 *
 * O(n d × depth + leaves × bins) time: it sums up only the smaller child of a split; the other is the difference.
 *
 * @see G. Ke et al. (2017), "LightGBM: a highly efficient gradient boosting decision tree", NeurIPS 30, 3146–3154.
 */
export function growTree(binned: BinnedColumns, pairs: Pairs, rules: GrowthRules, workspace: Workspace): GrownNode {
  const { order, scratch, freeHistograms } = workspace;
  for (let row = 0; row < order.length; row++) order[row] = row;
  const root: GrownNode = { from: 0, to: order.length, sums: sumAll(pairs) };
  const growth = { binned, pairs, rules, workspace };
  let candidates = canSplit(root, rules) ? candidatesAt(growth, root, histogramOf(growth, root)) : [];
  for (let leaves = 1; leaves < rules.maximumLeaves; leaves++) {
    const best = candidates.reduce<Candidate | undefined>(better, undefined);
    if (best === undefined) break;
    const { node, split, histogram } = best;
    const middle = partitionRows(order, node.from, node.to, binned, split, scratch);
    const rest = { slope: node.sums.slope - split.left.slope, weight: node.sums.weight - split.left.weight };
    const left: GrownNode = { from: node.from, to: middle, sums: split.left };
    const right: GrownNode = { from: middle, to: node.to, sums: rest };
    node.branches = { split, left, right };
    candidates = candidates.filter((candidate) => candidate !== best);
    if (leaves + 1 < rules.maximumLeaves) candidates.push(...candidatesOf(growth, left, right, histogram));
    else freeHistograms.push(histogram);
  }
  for (const { histogram } of candidates) freeHistograms.push(histogram);
  return root;
}

/** Returns the leaves under a node, from left to right. */
export function leavesOf(node: GrownNode): GrownNode[] {
  if (node.branches === undefined) return [node];
  return [...leavesOf(node.branches.left), ...leavesOf(node.branches.right)];
}

interface Growth {
  readonly binned: BinnedColumns;
  readonly pairs: Pairs;
  readonly rules: GrowthRules;
  readonly workspace: Workspace;
}

function better(best: Candidate | undefined, next: Candidate): Candidate {
  return best === undefined || next.split.gain > best.split.gain ? next : best;
}

function canSplit({ from, to }: GrownNode, { minimumRows }: SplitRules): boolean {
  return to - from >= 2 * minimumRows;
}

/** Returns the candidates among the two children of a node. Takes over the histogram of the node. */
function candidatesOf(growth: Growth, left: GrownNode, right: GrownNode, histogram: Histogram): Candidate[] {
  const leftIsSmall = left.to - left.from < right.to - right.from;
  const [small, large] = leftIsSmall ? [left, right] : [right, left];
  if (!canSplit(large, growth.rules)) {
    growth.workspace.freeHistograms.push(histogram);
    return [];
  }
  const smallHistogram = histogramOf(growth, small);
  subtractHistogram(histogram, smallHistogram);
  const [leftHistogram, rightHistogram] = leftIsSmall ? [smallHistogram, histogram] : [histogram, smallHistogram];
  return [...candidatesAt(growth, left, leftHistogram), ...candidatesAt(growth, right, rightHistogram)];
}

function histogramOf({ binned, pairs, workspace }: Growth, { from, to }: GrownNode): Histogram {
  const histogram = workspace.freeHistograms.pop() ?? makeHistogram(binned);
  fillHistogram(histogram, binned, pairs, workspace.order.subarray(from, to), workspace.gathered);
  return histogram;
}

/** Returns the node as the only candidate, or none if it cannot be split. In that case it frees the histogram. */
function candidatesAt({ binned, pairs, rules, workspace }: Growth, node: GrownNode, histogram: Histogram): Candidate[] {
  const split = canSplit(node, rules) ? bestSplit(histogram, binned, node.sums, pairs.unit, rules) : undefined;
  if (split !== undefined) return [{ node, split, histogram }];
  workspace.freeHistograms.push(histogram);
  return [];
}
