import type { ScoredRows } from "../../src/domain/scoring/scoredRows.js";
import type { Random } from "../../src/learning/random.js";

/** Rows of a regression whose predictions have a known R². */
export interface RegressionWorld {
  readonly r2: number;
  /** Residuals from Student's t with 3 degrees of freedom instead of normal ones, with the same variance. */
  readonly heavyTails?: boolean;
}

/** Rows of a classifier with known rates of positive predictions. */
export interface ClassifierWorld {
  readonly prevalence: number;
  /** Rates of true and of false positives. */
  readonly truePositives: number;
  readonly falsePositives: number;
}

/** Labels with variance 1: what the predictions explain, and a residual. */
export function drawRegression(random: Random, rows: number, { r2, heavyTails = false }: RegressionWorld): ScoredRows {
  const predictions = Float64Array.from({ length: rows }, () => Math.sqrt(r2) * random.normal());
  const residual = heavyTails ? () => studentT3(random) / Math.sqrt(3) : random.normal;
  const labels = predictions.map((prediction) => prediction + Math.sqrt(1 - r2) * residual());
  return { labels, predictions, delays: new Float64Array(rows) };
}

export function drawClassifier(random: Random, rows: number, world: ClassifierWorld): ScoredRows {
  const labels = Float64Array.from({ length: rows }, () => Number(random.uniform() < world.prevalence));
  const predictions = labels.map((label) =>
    random.uniform() < (label === 1 ? world.truePositives : world.falsePositives) ? 0.9 : 0.1,
  );
  return { labels, predictions, delays: new Float64Array(rows) };
}

/** A classifier whose precision, recall and F1 are all the same. */
export function balanced(f1: number, prevalence: number): ClassifierWorld {
  return { prevalence, truePositives: f1, falsePositives: (prevalence * (1 - f1)) / (1 - prevalence) };
}

/** Returns the classifier with the given F1 that has a lower recall and the same false-positive rate. */
export function withLessRecall(world: ClassifierWorld, f1: number): ClassifierWorld {
  const { prevalence, falsePositives } = world;
  // F1 = 2 π t / (π + π t + (1 − π) f), solved for t.
  const truePositives = (f1 * (prevalence + (1 - prevalence) * falsePositives)) / (prevalence * (2 - f1));
  return { ...world, truePositives };
}

/** Returns the classifier with the given F1 that has the same recall and a higher false-positive rate. */
export function withLessPrecision(world: ClassifierWorld, f1: number): ClassifierWorld {
  const { prevalence, truePositives } = world;
  const falsePositives = ((2 * prevalence * truePositives) / f1 - prevalence * (1 + truePositives)) / (1 - prevalence);
  return { ...world, falsePositives };
}

/** Returns errors of two models on the same rows. The second's are `scale` times as large and correlated with the first's. */
export function drawPairedErrors(
  random: Random,
  rows: number,
  { correlation, scale, heavyTails = false }: { correlation: number; scale: number; heavyTails?: boolean },
): { champion: Float64Array; challenger: Float64Array } {
  const champion = new Float64Array(rows);
  const challenger = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const own = random.normal();
    const other = correlation * own + Math.sqrt(1 - correlation ** 2) * random.normal();
    // One divisor for both, as in the multivariate t: an outlier is one for both.
    const divisor = heavyTails ? Math.sqrt(chiSquare3(random) / 3) : 1;
    champion[row] = own / divisor;
    challenger[row] = (scale * other) / divisor;
  }
  return { champion, challenger };
}

function studentT3(random: Random): number {
  return random.normal() / Math.sqrt(chiSquare3(random) / 3);
}

function chiSquare3(random: Random): number {
  return random.normal() ** 2 + random.normal() ** 2 + random.normal() ** 2;
}
