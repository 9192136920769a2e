import type { BoostingProcedure, LinearProcedure, LogisticProcedure, Procedure } from "./learners/procedure.js";
import { MODELS, type ModelName } from "./models.js";
import type { LearnerSet } from "./settings.js";

/** Labels count half as much as those that are newer by so large a share of the training rows. */
const HALF_LIFE = 0.3;

/**
 * Procedures that validation chooses between, simplest first: naive, then strong penalties, weaker ones, and blends.
 * What is not here was tried and brought nothing: docs/decisions.md.
 */
export function proceduresFor(model: ModelName, learners: LearnerSet): readonly Procedure[] {
  const all = MODELS[model].task === "classification" ? CLASSIFIERS : regressionsFor(model);
  return learners === "all" ? all : all.filter(isLinear);
}

function regressionsFor(model: ModelName): readonly Procedure[] {
  return model === "story_points" ? STORY_POINTS : REGRESSIONS;
}

function isLinear(procedure: Procedure): boolean {
  return procedure.learner === "blend" ? procedure.parts.every(isLinear) : procedure.learner !== "boosting";
}

const REGRESSIONS: readonly Procedure[] = [
  { learner: "naive" },
  leastAbsolute(30, null),
  leastAbsolute(10, null),
  leastAbsolute(10, HALF_LIFE),
  blend(leastAbsolute(10, null), ridge(4, null)),
  blend(leastAbsolute(10, HALF_LIFE), ridge(4, HALF_LIFE)),
  blend(leastAbsolute(10, null), ridge(4, null), trees("squared")),
];

/** A mean on the scale of the label itself: days, of which a few are very many, it would be led astray by. */
const STORY_POINTS: readonly Procedure[] = [...REGRESSIONS, { ...ridge(4, null), target: "raw" }];

/**
 * No penalty is weak: base rates move, and what weak penalties win inside the training part they lose on later labels
 * (docs/decisions.md).
 */
const CLASSIFIERS: readonly Procedure[] = [
  { learner: "naive" },
  logistic(1000),
  logistic(300),
  blend(logistic(300), trees("logistic")),
];

function leastAbsolute(penalty: number, halfLife: number | null): LinearProcedure {
  return { learner: "leastAbsolute", target: "log", penalty, halfLife };
}

function ridge(penalty: number, halfLife: number | null): LinearProcedure {
  return { learner: "ridge", target: "log", penalty, halfLife };
}

function logistic(penalty: number): LogisticProcedure {
  return { learner: "logistic", penalty, halfLife: null };
}

function trees(loss: "squared" | "logistic"): BoostingProcedure {
  const sizes = { leaves: loss === "squared" ? 8 : 6, rowsOfLeaf: 20, penalty: 5 };
  const steps = loss === "squared" ? { trees: 60, learningRate: 0.06 } : { trees: 80, learningRate: 0.04 };
  return { learner: "boosting", loss, target: "log", ...steps, ...sizes, halfLife: null };
}

function blend(...parts: (LinearProcedure | LogisticProcedure | BoostingProcedure)[]): Procedure {
  return { learner: "blend", parts };
}
