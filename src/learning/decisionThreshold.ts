/**
 * The threshold on the probability at which F1 is highest, when "yes" is said from it on: half-way between two
 * neighbouring probabilities, so that it does not hang on one row.
 *
 * @param labels - n labels, each 0 or 1.
 * @param probabilities - n probabilities in [0, 1].
 * @returns a number in [0, 1]; 0.5 if there is no positive label. Of equal F1 the highest threshold. O(n log n).
 *
 * @see Z. C. Lipton, C. Elkan, B. Naryanaswamy (2014), "Optimal thresholding of classifiers to maximize F1 measure".
 */
export function bestF1Threshold(labels: Float64Array, probabilities: Float64Array): number {
  const order = Int32Array.from(labels, (_, i) => i).sort((a, b) => p(probabilities, b) - p(probabilities, a));
  const positives = labels.reduce((sum, label) => sum + label, 0);
  if (positives === 0) return 0.5;
  let truePositives = 0;
  let best = { f1: 0, threshold: 0.5 };
  order.forEach((row, i) => {
    truePositives += labels[row] ?? 0;
    const probability = p(probabilities, row);
    const next = i + 1 < order.length ? p(probabilities, order[i + 1] ?? 0) : 0;
    if (probability === next && i + 1 < order.length) return; // equal probabilities are decided together
    const f1 = (2 * truePositives) / (i + 1 + positives);
    if (f1 > best.f1) best = { f1, threshold: (probability + next) / 2 };
  });
  return best.threshold;
}

function p(probabilities: Float64Array, row: number): number {
  return probabilities[row] ?? NaN;
}
