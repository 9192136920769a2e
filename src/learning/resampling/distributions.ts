import { normalCdf, normalQuantile } from "../statistics/normal.js";
import { accelerationOf, standardErrorOf, type Jackknifed } from "./jackknife.js";
import { quantileSorted } from "../statistics/quantile.js";

/** The sampling distribution of a statistic: bounds for its true value. */
export interface SamplingDistribution {
  /** The statistic of the rows themselves. */
  readonly estimate: number;
  /** `normal` is estimate ± standard errors, for many rows. */
  readonly method: "bootstrap" | "normal";
  /**
   * Returns the one-sided lower bound of the true value, with confidence 1 − level.
   *
   * @throws RangeError if the level is not between 0 and 1.
   */
  readonly lower: (level: number) => number;
  /**
   * Returns the one-sided upper bound of the true value, with confidence 1 − level.
   *
   * @throws RangeError if the level is not between 0 and 1.
   */
  readonly upper: (level: number) => number;
}

/**
 * Returns the BCa distribution. Its bounds are quantiles of the replicates, corrected for the bias of their median and
 * for a standard error that depends on the true value.
 *
 * @param estimate - the statistic of the rows themselves.
 * @param replicates - at least one, ascending, none NaN.
 */
export function bcaDistribution(
  estimate: number,
  replicates: Float64Array,
  jackknifed: Jackknifed,
): SamplingDistribution {
  const bias = normalQuantile(shareBelow(replicates, estimate));
  const acceleration = accelerationOf(jackknifed);
  // The bias is infinite if all replicates are on one side of the estimate. The acceleration is NaN if no row has an
  // influence, or if the statistic is undefined without some rows. In both cases the plain percentiles are used.
  const isCorrected = Number.isFinite(bias) && Number.isFinite(acceleration);
  const boundAt = (deviations: number): number =>
    quantileSorted(replicates, normalCdf(isCorrected ? corrected(deviations, bias, acceleration) : deviations));
  return distribution(estimate, "bootstrap", boundAt);
}

/**
 * Returns the normal distribution around the estimate, with the standard error of the jackknife.
 *
 * @returns undefined if the estimate or its standard error is not finite.
 */
export function normalDistribution(estimate: number, jackknifed: Jackknifed): SamplingDistribution | undefined {
  const standardError = standardErrorOf(jackknifed);
  if (!Number.isFinite(estimate) || !Number.isFinite(standardError)) return undefined;
  return distribution(estimate, "normal", (deviations) => estimate + deviations * standardError);
}

/** @param boundAt - returns the bound at a number of standard deviations; never falls as that number rises. */
function distribution(
  estimate: number,
  method: SamplingDistribution["method"],
  boundAt: (deviations: number) => number,
): SamplingDistribution {
  return {
    estimate,
    method,
    lower: (level) => boundAt(deviationsAt(level)),
    upper: (level) => boundAt(-deviationsAt(level)),
  };
}

function deviationsAt(level: number): number {
  if (!(level > 0 && level < 1)) throw new RangeError(`level ${level} is not between 0 and 1`);
  return normalQuantile(level);
}

/** Returns the share of the ascending values below the limit. Equal values count half. */
function shareBelow(values: Float64Array, limit: number): number {
  let below = 0;
  for (const value of values) below += value < limit ? 1 : value === limit ? 0.5 : 0;
  return below / values.length;
}

/** Returns the corrected number of deviations, by equations 14.9 and 14.10 of Efron and Tibshirani (1993). */
function corrected(deviations: number, bias: number, acceleration: number): number {
  const shifted = bias + deviations;
  const scale = 1 - acceleration * shifted;
  // The result tends to infinity as the scale falls to 0. Below 0 the formula would change its sign.
  if (scale <= 0) return shifted > 0 ? Infinity : -Infinity;
  return bias + shifted / scale;
}
