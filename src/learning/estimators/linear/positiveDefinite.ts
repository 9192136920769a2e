import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from "ml-matrix";

/** What remains of a column beside the others, or of a direction beside the largest, is rounding below this share. */
const ROUNDING = 1e-12;

/**
 * Solves (A + D) x = b for a symmetric A without negative eigenvalues and a diagonal D ≥ 0, by Cholesky's
 * decomposition. Where that would divide by rounding (columns that repeat each other beside a tiny D), it solves by
 * eigenvalues and leaves such directions out, as b has no part in them.
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
  // With ones on the diagonal, columns of unlike size are judged alike.
  const scales = shifted.diagonal().map((square) => (square > 0 ? 1 / Math.sqrt(square) : 1));
  shifted.mulRowVector(scales).mulColumnVector(scales);
  const scaled = Matrix.columnVector(right).mulColumnVector(scales);
  const solution = solveScaled(symmetric(shifted), scaled).mulColumnVector(scales);
  return Float64Array.from(solution.to1DArray());
}

function solveScaled(matrix: Matrix, right: Matrix): Matrix {
  const cholesky = new CholeskyDecomposition(matrix);
  const remains = cholesky.lowerTriangularMatrix.diagonal().every((root) => root * root > ROUNDING);
  if (cholesky.isPositiveDefinite() && remains) return cholesky.solve(right);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const minimum = ROUNDING * Math.max(...realEigenvalues);
  const inverses = realEigenvalues.map((eigenvalue) => (eigenvalue > minimum ? 1 / eigenvalue : 0));
  return eigenvectorMatrix.mmul(eigenvectorMatrix.transpose().mmul(right).mulColumnVector(inverses));
}

/** Rounding differs on both sides of the diagonal: the upper side is taken for both. */
function symmetric(matrix: Matrix): Matrix {
  for (let i = 0; i < matrix.rows; i++) {
    for (let j = 0; j < i; j++) matrix.set(i, j, matrix.get(j, i));
  }
  return matrix;
}
