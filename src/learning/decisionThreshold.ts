/**
 * Returns the threshold on the probability that maximises F1, for calling a row positive at or above it. The threshold
 * lies half-way between two neighbouring probabilities, so that no single row determines it.
 *
 * @param labels - n labels, each 0 or 1.
 * @param probabilities - n probabilities in [0, 1].
 * @returns a number in [0, 1]; the highest threshold if several have the same F1; 0.5 if no label is positive.
 *
 * O(n log n) time.
 *
 * @see Z. C. Lipton, C. Elkan, B. Naryanaswamy (2014), "Optimal thresholding of classifiers to maximize F1 measure".
 */
export function bestF1Threshold(labels: Float64Array, probabilities: Float64Array): number {
  const order = Int32Array.from(labels, (_, i) => i).sort(
    (a, b) => probabilityAt(probabilities, b) - probabilityAt(probabilities, a),
  );
  const positives = labels.reduce((sum, label) => sum + label, 0);
  if (positives === 0) return 0.5;
  let truePositives = 0;
  let best = { f1: 0, threshold: 0.5 };
  order.forEach((row, i) => {
    truePositives += labels[row] ?? 0;
    const probability = probabilityAt(probabilities, row);
    const next = i + 1 < order.length ? probabilityAt(probabilities, order[i + 1] ?? 0) : 0;
    if (probability === next && i + 1 < order.length) return; // rows of equal probability get the same decision
    const f1 = (2 * truePositives) / (i + 1 + positives);
    if (f1 > best.f1) best = { f1, threshold: (probability + next) / 2 };
  });
  return best.threshold;
}

function probabilityAt(probabilities: Float64Array, row: number): number {
  return probabilities[row] ?? NaN;
}
