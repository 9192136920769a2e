/**
 * Checks labels and predictions, which are compared row by row.
 *
 * @throws RangeError if they are empty, differ in length, or hold a value that is not finite.
 */
export function checkPairs(labels: ArrayLike<number>, predictions: ArrayLike<number>): void {
  if (labels.length === 0) throw new RangeError("at least one row is needed");
  if (labels.length !== predictions.length) {
    throw new RangeError(`${labels.length} labels but ${predictions.length} predictions`);
  }
  checkFinite("label", labels);
  checkFinite("prediction", predictions);
}

/**
 * Checks as {@link checkPairs}, and that labels are 0 or 1.
 *
 * @throws RangeError also if a label is neither 0 nor 1.
 */
export function checkBinaryPairs(labels: ArrayLike<number>, predictions: ArrayLike<number>): void {
  checkPairs(labels, predictions);
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] !== 0 && labels[i] !== 1) throw new RangeError(`label ${i} is ${String(labels[i])}, not 0 or 1`);
  }
}

/**
 * Checks as {@link checkBinaryPairs}, and that predictions are probabilities.
 *
 * @throws RangeError also if a prediction is not in [0, 1].
 */
export function checkProbabilities(labels: ArrayLike<number>, probabilities: ArrayLike<number>): void {
  checkBinaryPairs(labels, probabilities);
  for (let i = 0; i < probabilities.length; i++) {
    const probability = probabilities[i] ?? NaN;
    if (!(probability >= 0 && probability <= 1)) {
      throw new RangeError(`probability ${i} is ${probability}, not between 0 and 1`);
    }
  }
}

function checkFinite(what: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) throw new RangeError(`${what} ${i} is ${String(values[i])}, not a finite number`);
  }
}
