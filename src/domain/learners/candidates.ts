import type { BoostingProcedure, LinearProcedure, LogisticProcedure, Procedure } from "./procedure.js";
import { MODELS, type ModelName } from "../models.js";
import type { LearnerSet } from "../settings.js";

/** The half-life of recency weights, as a share of the training rows: the weight of a label halves over these rows. */
const HALF_LIFE = 0.3;

/**
 * Returns the candidates for validation, simplest first: the baseline, strong penalties, weaker ones, ensembles.
 * docs/ablation.md lists the candidates that were tried and did not help.
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
 * All penalties are strong. Weak penalties win inside the training part, but lose on later labels because base rates move
 * (docs/decisions/0017).
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
