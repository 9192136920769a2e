import { predictRidge, type LinearModel } from "../../learning/estimators/ridge.js";
import { roundSignificant } from "../../learning/significant.js";
import type { Design } from "../../learning/matrices.js";
import type { LinearLearner } from "../artefact.js";
import { assertFitted } from "./assertFitted.js";
import { fromTarget, toTarget } from "./target.js";
import type { LinearProcedure } from "./procedure.js";
import type { TrainingDesign } from "./trainingDesign.js";

/** How finely a linear learner is fitted. */
export interface Precision {
  /** Residual of the normal equations over their right-hand side. */
  readonly ridge: number;
  /** Share that the objective may lie above its least. */
  readonly leastAbsolute: number;
}

/** @throws ModelFailedError if the fit does not converge or is not finite. */
export function fitLinear(procedure: LinearProcedure, training: TrainingDesign, precision: Precision): LinearLearner {
  const fit = fitWeights(procedure, training, precision);
  assertFitted(procedure.learner, fit.converged && Number.isFinite(fit.intercept), fit.iterations);
  const termColumns: number[] = [];
  const termWeights: number[] = [];
  for (let column = 0; column < fit.sparseWeights.length; column++) {
    const weight = fit.sparseWeights[column] ?? NaN;
    if (weight === 0) continue;
    termColumns.push(column);
    termWeights.push(roundSignificant(weight));
  }
  const { learner: name, penalty, target, halfLife } = procedure;
  const weights = Array.from(fit.denseWeights, roundSignificant);
  return {
    name,
    penalty,
    target,
    halfLife,
    intercept: roundSignificant(fit.intercept),
    weights,
    termColumns,
    termWeights,
  };
}

function fitWeights(
  { learner, penalty, target, halfLife }: LinearProcedure,
  { ridge, leastAbsolute, labels }: TrainingDesign,
  precision: Precision,
) {
  const targets = toTarget(target, labels);
  if (learner === "ridge") return ridge(halfLife)(targets, penalty, { tolerance: precision.ridge });
  const [fit] = leastAbsolute(halfLife)(targets, [1 / penalty], { tolerance: precision.leastAbsolute });
  if (fit === undefined) throw new RangeError("no fit for one loss weight");
  return fit;
}

/** Predictions on the scale of the label. */
export function predictLinear(learner: LinearLearner, design: Design): Float64Array {
  return fromTarget(learner.target, predictRidge(linearModel(learner, design.sparse?.width ?? 0), design));
}

/** The weights of all columns. */
export function linearModel(
  { intercept, weights, termColumns, termWeights }: LinearLearner,
  terms: number,
): LinearModel {
  const sparseWeights = new Float64Array(terms);
  termColumns.forEach((column, i) => (sparseWeights[column] = termWeights[i] ?? 0));
  return { intercept, denseWeights: Float64Array.from(weights), sparseWeights };
}
