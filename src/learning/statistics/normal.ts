/** Coefficients of the numerator and the denominator of a rational function, constant term first. */
interface Rational {
  readonly numerator: readonly number[];
  readonly denominator: readonly number[];
}

const CENTRE: Rational = {
  numerator: [
    3.387132872796366608, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
    4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
  ],
  denominator: [
    1, 4.2313330701600911252e1, 6.871870074920579083e2, 5.3941960214247511077e3, 2.1213794301586595867e4,
    3.930789580009271061e4, 2.8729085735721942674e4, 5.226495278852854561e3,
  ],
};
const MIDDLE: Rational = {
  numerator: [
    1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
    1.27045825245236838258, 2.4178072517745061177e-1, 2.27238449892691845833e-2, 7.7454501427834140764e-4,
  ],
  denominator: [
    1, 2.05319162663775882187, 1.6763848301838038494, 6.8976733498510000455e-1, 1.4810397642748007459e-1,
    1.51986665636164571966e-2, 5.475938084995344946e-4, 1.05075007164441684324e-9,
  ],
};
const FAR: Rational = {
  numerator: [
    6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 2.9656057182850489123e-1,
    2.6532189526576123093e-2, 1.2426609473880784386e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
  ],
  denominator: [
    1, 5.9983220655588793769e-1, 1.3692988092273580531e-1, 1.48753612908506148525e-2, 7.868691311456132591e-4,
    1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
  ],
};

/** Beyond this number of deviations, the continued fraction is more accurate than the series and needs fewer terms. */
const TAIL = 2;
const TERMS_OF_FRACTION = 100;
/** The series ends at this term. The remainder is below the rounding error. */
const SMALLEST_TERM = 1e-17;

/**
 * Returns Φ, the cumulative distribution function of the standard normal distribution.
 *
 * @param x - any number, may be infinite.
 * @returns the probability of at most x, in [0, 1], to 12 digits even if very small; NaN for NaN.
 *
 * @example
 * normalCdf(1.96); // 0.9750…
 *
 * @see G. Marsaglia (2004), "Evaluating the normal distribution", Journal of Statistical Software 11(4): the series;
 * NIST Digital Library of Mathematical Functions, 7.9.1: the continued fraction.
 */
export function normalCdf(x: number): number {
  if (x > TAIL) return 1 - normalCdf(-x);
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  if (x < -TAIL) {
    let fraction = 0;
    for (let term = TERMS_OF_FRACTION; term > 0; term--) fraction = term / (fraction - x);
    return density / (fraction - x);
  }
  let sum = 0;
  let term = x;
  for (let odd = 3; Math.abs(term) > SMALLEST_TERM; odd += 2) {
    sum += term;
    term *= (x * x) / odd;
  }
  return 0.5 + density * sum;
}

/**
 * Returns a quantile of the standard normal distribution: the inverse of {@link normalCdf}.
 *
 * @param share - in [0, 1].
 * @returns the quantile to 15 digits; −∞ at 0, ∞ at 1, and NaN outside [0, 1].
 *
 * @example
 * normalQuantile(0.975); // 1.9599…
 *
 * @see M. J. Wichura (1988), "Algorithm AS 241: The percentage points of the normal distribution", Applied Statistics
 * 37(3), 477–484.
 */
export function normalQuantile(share: number): number {
  const offset = share - 0.5;
  if (Math.abs(offset) <= 0.425) return offset * valueOf(CENTRE, 0.180625 - offset * offset);
  const tail = Math.min(share, 1 - share);
  if (tail === 0) return offset < 0 ? -Infinity : Infinity;
  const root = Math.sqrt(-Math.log(tail));
  const size = root <= 5 ? valueOf(MIDDLE, root - 1.6) : valueOf(FAR, root - 5);
  return offset < 0 ? -size : size;
}

function valueOf({ numerator, denominator }: Rational, x: number): number {
  const polynomial = (coefficients: readonly number[]): number =>
    coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
  return polynomial(numerator) / polynomial(denominator);
}
