import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from "ml-matrix";

/**
 * Solves (A + λI) x = b for a symmetric A without negative eigenvalues, by Cholesky's decomposition. Where rounding has
 * left A + λI not positive definite (columns that repeat each other beside a tiny λ), by A's eigenvalues, the negative
 * ones, which are rounding, taken as 0.
 *
 * @param matrix - A, d × d, row-major, exactly symmetric.
 * @param diagonal - what is added to each diagonal element: d numbers, each at least 0.
 * @param right - b, d numbers.
 * @returns x, d numbers.
 *
 * O(d³) time, O(d²) memory.
 */
export function solvePositiveDefinite(matrix: Float64Array, diagonal: Float64Array, right: Float64Array): Float64Array {
  const width = right.length;
  if (width === 0) return new Float64Array(0);
  const shifted = Matrix.from1DArray(width, width, matrix);
  diagonal.forEach((shift, i) => shifted.set(i, i, shifted.get(i, i) + shift));
  const cholesky = new CholeskyDecomposition(shifted);
  if (cholesky.isPositiveDefinite()) {
    return Float64Array.from(cholesky.solve(Matrix.columnVector(right)).to1DArray());
  }
  return solveByEigenvalues(shifted, Math.min(...diagonal), right);
}

function solveByEigenvalues(shifted: Matrix, least: number, right: Float64Array): Float64Array {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(shifted, { assumeSymmetric: true });
  const coordinates = eigenvectorMatrix.transpose().mmul(Matrix.columnVector(right)).to1DArray();
  const largest = Math.max(...realEigenvalues);
  const floor = Math.max(least, largest * Number.EPSILON);
  const scaled = coordinates.map((value, i) => value / Math.max(floor, realEigenvalues[i] ?? NaN));
  return Float64Array.from(eigenvectorMatrix.mmul(Matrix.columnVector(scaled)).to1DArray());
}
