import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from "ml-matrix";

/** Below this share, a pivot (of a scaled column) or an eigenvalue (of the largest) is only rounding. */
const ROUNDING = 1e-12;

/**
 * Solves (A + D) x = b for a positive semidefinite A and a diagonal D ≥ 0, by Cholesky decomposition. If that would
 * divide by rounding errors (collinear columns and a tiny D), it uses the eigenvalue decomposition instead. It then
 * leaves out directions with eigenvalues near 0, because b has no component in them.
 *
 * @param matrix - A, d × d, row-major, exactly symmetric.
 * @param diagonal - d numbers, each at least 0.
 * @param right - b, d numbers.
 * @returns x, d numbers; all NaN if A or b is not finite.
 *
 * O(d³) time, O(d²) memory.
 */
export function solvePositiveDefinite(matrix: Float64Array, diagonal: Float64Array, right: Float64Array): Float64Array {
  const width = right.length;
  if (width === 0) return new Float64Array(0);
  if (!(matrix.every(Number.isFinite) && right.every(Number.isFinite))) return new Float64Array(width).fill(NaN);
  const shifted = Matrix.from1DArray(width, width, matrix);
  diagonal.forEach((shift, i) => shifted.set(i, i, shifted.get(i, i) + shift));
  // Scaling to ones on the diagonal lets one tolerance apply to columns of any scale.
  const scales = shifted.diagonal().map((square) => (square > 0 ? 1 / Math.sqrt(square) : 1));
  shifted.mulRowVector(scales).mulColumnVector(scales);
  const scaled = Matrix.columnVector(right).mulColumnVector(scales);
  const solution = solveScaled(symmetric(shifted), scaled).mulColumnVector(scales);
  return Float64Array.from(solution.to1DArray());
}

function solveScaled(matrix: Matrix, right: Matrix): Matrix {
  const cholesky = new CholeskyDecomposition(matrix);
  const isStable = cholesky.lowerTriangularMatrix.diagonal().every((root) => root * root > ROUNDING);
  if (cholesky.isPositiveDefinite() && isStable) return cholesky.solve(right);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const minimum = ROUNDING * Math.max(...realEigenvalues);
  const inverses = realEigenvalues.map((eigenvalue) => (eigenvalue > minimum ? 1 / eigenvalue : 0));
  return eigenvectorMatrix.mmul(eigenvectorMatrix.transpose().mmul(right).mulColumnVector(inverses));
}

/** Copies the upper triangle to the lower one, because the scaling rounds them differently. */
function symmetric(matrix: Matrix): Matrix {
  for (let i = 0; i < matrix.rows; i++) {
    for (let j = 0; j < i; j++) matrix.set(i, j, matrix.get(j, i));
  }
  return matrix;
}
