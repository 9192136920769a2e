import { forwardBlocks } from "../../learning/resampling/timeSplits.js";
import { takeRows } from "../../learning/takeRows.js";
import type { Artefact } from "../artefact.js";
import { predict } from "../prediction/predictor.js";
import type { Prepared } from "../learners/preparedExamples.js";
import type { PairedLosses } from "./promotion.js";
import { lossPerRow } from "../scoring/scoring.js";
import type { Steps } from "../steps.js";

const MAXIMUM_BLOCKS = 5;
/** A block costs a training. With fewer rows, or a smaller share of the earlier rows, its result would hardly change. */
const ROWS_OF_A_BLOCK = 10;
const SHARE_OF_KNOWN = 0.01;

/** What a comparison needs of the champion. */
export interface ComparedChampion {
  readonly artefact: Artefact;
  readonly watermark: number;
  /** Whether it was trained on the row. A reopened or edited row is no evidence, whatever its label time. */
  readonly knows: (row: number) => boolean;
}

/**
 * The row from which on labels are evidence: known after the champion's watermark, and in the newer half of all rows, so
 * that a training before them knows half of them at least. Rows of one label time are on one side.
 */
export function evidenceStart({ examples: { count, labelKnownAt } }: Prepared, watermark: number): number {
  const middle = labelKnownAt[(count >> 1) - 1] ?? -Infinity;
  const known = Math.max(watermark, middle);
  const first = labelKnownAt.findIndex((time) => time > known);
  return first === -1 ? count : first;
}

/**
 * Losses of the champion as it is, and of what would have been trained in its place, on the rows from `start` on: in up
 * to 5 blocks in order of label time, each predicted by a training on all labels known before it. So the procedure is
 * compared, its choice of a learner included, and every loss is of a row that the training had not seen; the champion was
 * refitted on everything it knew, and so will the challenger be.
 *
 * @param trainBefore - trains on the rows before the given one.
 * @throws ModelFailedError if a fit fails.
 *
 * @see A. P. Dawid (1984), "Statistical theory: the prequential approach", Journal of the Royal Statistical Society A
 * 147(2), 278–292.
 */
export function* compareByBlocks(
  prepared: Prepared,
  trainBefore: (end: number) => Steps<Artefact>,
  champion: ComparedChampion,
  start: number,
): Steps<PairedLosses> {
  const { count, labelKnownAt, labels } = prepared.examples;
  const minimum = Math.max(ROWS_OF_A_BLOCK, SHARE_OF_KNOWN * start);
  const blocks = Math.max(1, Math.min(MAXIMUM_BLOCKS, Math.floor((count - start) / minimum)));
  const losses = { champion: [] as number[], challenger: [] as number[] };
  for (const { cut, end } of forwardBlocks(labelKnownAt, start, count, blocks)) {
    const rows = Int32Array.from({ length: end - cut }, (_, i) => cut + i).filter((row) => !champion.knows(row));
    if (rows.length === 0) continue;
    const known = takeRows(labels, rows);
    const lossOf = (artefact: Artefact): Float64Array =>
      lossPerRow(prepared.model, known, predict(artefact, prepared, rows));
    losses.champion.push(...lossOf(champion.artefact));
    losses.challenger.push(...lossOf(yield* trainBefore(cut)));
  }
  return { champion: Float64Array.from(losses.champion), challenger: Float64Array.from(losses.challenger) };
}
