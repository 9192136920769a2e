import type { BoostingProcedure, LinearProcedure, LogisticProcedure, Procedure } from "./procedure.js";
import { MODELS, type ModelName } from "../models.js";
import type { LearnerSet } from "../settings.js";

/** Labels count half as much as those that are newer by so large a share of the training rows. */
const HALF_LIFE = 0.3;

/**
 * Procedures that validation chooses between, simplest first: naive, then strong penalties, weaker ones, and blends.
 * What is not here was tried and brought nothing: docs/ablation.md.
 */
export function proceduresFor(model: ModelName, learners: LearnerSet): readonly Procedure[] {
  const all = MODELS[model].task === "classification" ? CLASSIFIERS : REGRESSIONS;
  return learners === "all" ? all : all.filter(isLinear);
}

function isLinear(procedure: Procedure): boolean {
  return procedure.learner === "ensemble" ? procedure.parts.every(isLinear) : procedure.learner !== "boosting";
}

const REGRESSIONS: readonly Procedure[] = [
  { learner: "baseline" },
  lad(10, HALF_LIFE),
  ensemble(lad(30, HALF_LIFE), ridge(4, HALF_LIFE)),
  ensemble(lad(10, null), ridge(4, null)),
  ensemble(lad(10, HALF_LIFE), ridge(4, HALF_LIFE)),
];

/**
 * No penalty is weak: base rates move, and what weak penalties win inside the training part they lose on later labels
 * (docs/decisions.md).
 */
const CLASSIFIERS: readonly Procedure[] = [{ learner: "baseline" }, logistic(100), ensemble(logistic(100), trees())];

function lad(penalty: number, halfLife: number | null): LinearProcedure {
  return { learner: "lad", target: "log", penalty, halfLife };
}

function ridge(penalty: number, halfLife: number | null): LinearProcedure {
  return { learner: "ridge", target: "log", penalty, halfLife };
}

function logistic(penalty: number): LogisticProcedure {
  return { learner: "logistic", penalty, halfLife: null };
}

function trees(): BoostingProcedure {
  const sizes = { leaves: 6, rowsOfLeaf: 20, penalty: 5 };
  return {
    learner: "boosting",
    loss: "logistic",
    target: "log",
    trees: 80,
    learningRate: 0.04,
    ...sizes,
    halfLife: null,
  };
}

function ensemble(...parts: (LinearProcedure | LogisticProcedure | BoostingProcedure)[]): Procedure {
  return { learner: "ensemble", parts };
}
