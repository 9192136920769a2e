import type { Design } from "../../matrices.js";
import { gramMatrix } from "../linear/gram.js";

/**
 * The objective of a logistic regression. Columns are centred: this changes only the intercept and keeps the equations
 * well conditioned. Vectors over the columns hold the d weights, then the intercept.
 */
export interface LogisticProblem {
  readonly design: Design;
  /** n labels, each 0 or 1. */
  readonly labels: ArrayLike<number>;
  readonly penalty: number;
  /** n numbers ≥ 0, s; undefined: all 1. */
  readonly sampleWeights: ArrayLike<number> | undefined;
  /** Mean of each column. */
  readonly means: Float64Array;
}

/** Returns 1 / (1 + exp(−z)), in [0, 1]. It is exact to rounding for any z, because exp never overflows. */
export function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const odds = Math.exp(z);
  return odds / (1 + odds);
}

/** Returns Σ sᵢ log(1 + exp(∓zᵢ)) + ½ λ‖w‖², with − for label 1 and + for label 0. */
export function logisticObjective(
  { labels, penalty, sampleWeights, ...problem }: LogisticProblem,
  vector: Float64Array,
): number {
  let sum = 0;
  logits(problem, vector).forEach((logit, row) => {
    const signed = labels[row] === 1 ? -logit : logit;
    sum += (sampleWeights?.[row] ?? 1) * (Math.max(0, signed) + Math.log1p(Math.exp(-Math.abs(logit))));
  });
  for (const weight of vector.subarray(0, -1)) sum += (penalty / 2) * weight * weight;
  return sum;
}

export interface LogisticDerivatives {
  /** d + 1 slopes. */
  readonly gradient: Float64Array;
  /** Per slope: the sum of the absolute values of its summands. Tolerances are relative to it. */
  readonly scale: Float64Array;
  /** (d + 1)² second derivatives, row-major, without those of the penalty. */
  readonly curvature: Float64Array;
}

/** Returns the gradient and the second derivatives of {@link logisticObjective}. O(n d²) time. */
export function logisticDerivatives(problem: LogisticProblem, vector: Float64Array): LogisticDerivatives {
  const { design, labels, penalty, sampleWeights } = problem;
  const width = design.denseWidth;
  const roots = logits(problem, vector);
  const gradient = vector.map((weight, j) => (j < width ? penalty * weight : 0));
  const scale = gradient.map(Math.abs);
  const line = new Float64Array(width + 1);
  roots.forEach((logit, row) => {
    const weight = sampleWeights?.[row] ?? 1;
    // p − 1 would lose digits for a p near 1.
    const error = weight * (labels[row] === 1 ? -sigmoid(-logit) : sigmoid(logit));
    roots[row] = Math.sqrt(weight * (sigmoid(logit) * sigmoid(-logit)));
    fillRow(problem, row, error, line, 0);
    for (let j = 0; j <= width; j++) {
      const part = line[j] ?? NaN;
      gradient[j] = (gradient[j] ?? NaN) + part;
      scale[j] = (scale[j] ?? NaN) + Math.abs(part);
    }
  });
  const curvature = gramMatrix(design.rows, width + 1, (row, buffer, offset) => {
    fillRow(problem, row, roots[row] ?? NaN, buffer, offset);
  });
  return { gradient, scale, curvature };
}

type Rows = Pick<LogisticProblem, "design" | "means">;

/** Returns xᵢ·w + b for each row. */
function logits({ design, means }: Rows, vector: Float64Array): Float64Array {
  const { rows, dense, denseWidth } = design;
  const results = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = vector[denseWidth] ?? NaN;
    for (let j = 0, at = row * denseWidth; j < denseWidth; j++, at++) {
      sum += ((dense[at] ?? NaN) - (means[j] ?? NaN)) * (vector[j] ?? NaN);
    }
    results[row] = sum;
  }
  return results;
}

/** Writes `factor` times the centred row, and `factor` for the intercept, into the buffer. */
function fillRow({ design, means }: Rows, row: number, factor: number, buffer: Float64Array, offset: number): void {
  const { dense, denseWidth } = design;
  for (let j = 0, at = row * denseWidth; j < denseWidth; j++, at++) {
    buffer[offset + j] = factor * ((dense[at] ?? NaN) - (means[j] ?? NaN));
  }
  buffer[offset + denseWidth] = factor;
}
