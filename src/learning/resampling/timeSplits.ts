/** A split of rows in order of label time: train on `[0, cut)`, score `[cut, end)`. */
export interface TimeSplit {
  readonly cut: number;
  readonly end: number;
}

/**
 * Splits the first `end` rows, in order of label time, so that about `share` of them come before the cut. Rows of the
 * same label time are always on the same side. So a model is trained on the labels known at the cut, and scored on
 * later ones.
 *
 * @param labelKnownAt - ascending times.
 * @param share - in (0, 1).
 * @returns undefined if every cut would leave one side empty.
 */
export function splitByLabelTime(labelKnownAt: Float64Array, end: number, share: number): TimeSplit | undefined {
  const aim = Math.max(1, Math.floor(end * share));
  let cut = aim;
  while (cut < end && cut > 0 && labelKnownAt[cut] === labelKnownAt[cut - 1]) cut++;
  if (cut >= end) {
    cut = aim;
    while (cut > 0 && labelKnownAt[cut] === labelKnownAt[cut - 1]) cut--;
  }
  return cut > 0 && cut < end ? { cut, end } : undefined;
}

/**
 * Returns time-ordered folds over the first `end` rows. Each fold trains on all rows before its block and scores the
 * block. The first block begins after `firstShare` of the rows; the blocks have about equal size.
 *
 * @see L. J. Tashman (2000), "Out-of-sample tests of forecasting accuracy", International Journal of Forecasting
 * 16(4), 437–450: rolling-origin evaluation.
 */
export function forwardFolds(labelKnownAt: Float64Array, end: number, folds: number, firstShare: number): TimeSplit[] {
  return blocksBetween(
    labelKnownAt,
    end,
    Array.from({ length: folds }, (_, fold) => firstShare + ((1 - firstShare) * fold) / folds),
  );
}

/**
 * Splits the rows from `start` to `end` into blocks of about equal size, in order of time. Each block is scored after
 * training on all rows before it. Rows of one label time are never on both sides of a cut, so there may be fewer
 * blocks.
 */
export function forwardBlocks(labelKnownAt: Float64Array, start: number, end: number, blocks: number): TimeSplit[] {
  if (start <= 0 || start >= end) return [];
  const rows = end - start;
  return blocksBetween(
    labelKnownAt,
    end,
    // Half a row more, so that rounding never moves the cut to the previous row.
    Array.from({ length: blocks }, (_, block) => (start + Math.floor((rows * block) / blocks) + 0.5) / end),
  );
}

function blocksBetween(labelKnownAt: Float64Array, end: number, shares: readonly number[]): TimeSplit[] {
  const cuts: number[] = [];
  for (const share of shares) {
    const cut = splitByLabelTime(labelKnownAt, end, share)?.cut;
    if (cut !== undefined && cut > (cuts.at(-1) ?? 0)) cuts.push(cut);
  }
  return cuts.map((cut, block) => ({ cut, end: cuts[block + 1] ?? end }));
}

/** Returns the row numbers from `start` up to, not including, `end`. */
export function rowRange(start: number, end: number): Int32Array {
  return Int32Array.from({ length: end - start }, (_, i) => start + i);
}
