import { normalCdf, normalQuantile } from "../statistics/normal.js";
import { accelerationOf, standardErrorOf, type Jackknifed } from "./jackknife.js";
import { quantileSorted } from "../statistics/quantile.js";

/** What is known of a statistic's true value. */
export interface SamplingDistribution {
  /** The statistic of the rows themselves. */
  readonly estimate: number;
  /** `normal`: estimate ± standard errors, for many rows. */
  readonly method: "bootstrap" | "normal";
  /**
   * The true value lies above this with confidence 1 − level.
   *
   * @throws RangeError if the level is not between 0 and 1.
   */
  readonly lower: (level: number) => number;
  /**
   * The true value lies below this with confidence 1 − level.
   *
   * @throws RangeError if the level is not between 0 and 1.
   */
  readonly upper: (level: number) => number;
}

/**
 * Bounds at quantiles of the replicates: those of the level, corrected for the bias of the replicates' median and for a
 * standard error that changes with the true value.
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
  // All replicates on one side of the estimate leave the bias infinite; rows of no influence, or a statistic that is not
  // defined without some, leave no acceleration: then the plain percentiles.
  const isCorrected = Number.isFinite(bias) && Number.isFinite(acceleration);
  const boundAt = (deviations: number): number =>
    quantileSorted(replicates, normalCdf(isCorrected ? corrected(deviations, bias, acceleration) : deviations));
  return distribution(estimate, "bootstrap", boundAt);
}

/**
 * Bounds at the estimate ± standard errors of the jackknife.
 *
 * @returns undefined if the estimate or its standard error is not finite.
 */
export function normalDistribution(estimate: number, jackknifed: Jackknifed): SamplingDistribution | undefined {
  const standardError = standardErrorOf(jackknifed);
  if (!Number.isFinite(estimate) || !Number.isFinite(standardError)) return undefined;
  return distribution(estimate, "normal", (deviations) => estimate + deviations * standardError);
}

/** @param boundAt - the bound that lies so many standard deviations off, not falling. */
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

/** Share of the ascending values that lie below, those that are equal counting half. */
function shareBelow(values: Float64Array, limit: number): number {
  let below = 0;
  for (const value of values) below += value < limit ? 1 : value === limit ? 0.5 : 0;
  return below / values.length;
}

/** Equations 14.9 and 14.10 of Efron and Tibshirani (1993). */
function corrected(deviations: number, bias: number, acceleration: number): number {
  const shifted = bias + deviations;
  const scale = 1 - acceleration * shifted;
  // It grows beyond all bounds as the scale falls to 0; past that it would come back from the other side.
  if (scale <= 0) return shifted > 0 ? Infinity : -Infinity;
  return bias + shifted / scale;
}
