import type { Design } from "../../matrices.js";
import { gramMatrix } from "../linear/gram.js";

/**
 * What a logistic regression minimises. Columns are taken less their means, which changes the intercept alone and keeps
 * the equations well conditioned. Vectors over the columns hold the d weights, then the intercept.
 */
export interface LogisticProblem {
  readonly design: Design;
  /** n labels, each 0 or 1. */
  readonly labels: ArrayLike<number>;
  readonly penalty: number;
  /** n numbers of at least 0, s; undefined counts each row once. */
  readonly sampleWeights: ArrayLike<number> | undefined;
  /** Mean of each column. */
  readonly means: Float64Array;
}

/** 1 / (1 + exp(−z)), in [0, 1]; exact to rounding for any z, since exp never overflows. */
export function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const odds = Math.exp(z);
  return odds / (1 + odds);
}

/** Σ sᵢ log(1 + exp(∓zᵢ)) + ½ λ‖w‖². */
export function logisticObjective(
  { labels, penalty, sampleWeights, ...problem }: LogisticProblem,
  vector: Float64Array,
): number {
  let sum = 0;
  logits(problem, vector).forEach((logit, row) => {
    const against = labels[row] === 1 ? -logit : logit;
    sum += (sampleWeights?.[row] ?? 1) * (Math.max(0, against) + Math.log1p(Math.exp(-Math.abs(logit))));
  });
  for (const weight of vector.subarray(0, -1)) sum += (penalty / 2) * weight * weight;
  return sum;
}

export interface LogisticDerivatives {
  /** d + 1 slopes. */
  readonly gradient: Float64Array;
  /** Sum of the absolute values that each slope is the sum of: what rounding and convergence are measured against. */
  readonly scale: Float64Array;
  /** (d + 1)² second derivatives, row-major, the penalty's left out. */
  readonly curvature: Float64Array;
}

/** Gradient and second derivatives of {@link logisticObjective}. O(n d²) time. */
export function logisticDerivatives(problem: LogisticProblem, vector: Float64Array): LogisticDerivatives {
  const { design, labels, penalty, sampleWeights } = problem;
  const width = design.denseWidth;
  const roots = logits(problem, vector);
  const gradient = vector.map((weight, j) => (j < width ? penalty * weight : 0));
  const scale = gradient.map(Math.abs);
  const line = new Float64Array(width + 1);
  roots.forEach((logit, row) => {
    const weight = sampleWeights?.[row] ?? 1;
    // p − 1 would lose the digits of a p near 1.
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

/** xᵢ·w + b for each row. */
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

/** Writes `factor` times the centred row and its 1 into the buffer. */
function fillRow({ design, means }: Rows, row: number, factor: number, buffer: Float64Array, offset: number): void {
  const { dense, denseWidth } = design;
  for (let j = 0, at = row * denseWidth; j < denseWidth; j++, at++) {
    buffer[offset + j] = factor * ((dense[at] ?? NaN) - (means[j] ?? NaN));
  }
  buffer[offset + denseWidth] = factor;
}
