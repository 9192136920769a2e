import { describeProcedure } from "../../domain/learners/procedure.js";
import type { Training } from "../../domain/training/training.js";
import type { Examples } from "../../learning/examples.js";
import type { TrainingReport } from "./trainResult.js";

/** What a training found out, as commands report it. */
export function reportOf(
  training: Training,
  examples: Examples,
  artefactHash: string,
  seconds: number,
): TrainingReport {
  const { choice, baselineReason, trainingRows, holdout, refusedHoldout } = training;
  return {
    learner: choice.procedure.learner,
    description: describeProcedure(choice.procedure),
    candidates: choice.tried.map(({ procedure: { learner }, description, loss }) => ({ learner, description, loss })),
    ...(baselineReason === undefined ? {} : { baselineReason }),
    trainingRows,
    holdout,
    ...(refusedHoldout === undefined ? {} : { refusedHoldout }),
    rows: examples.count,
    watermark: watermarkOf(examples),
    artefactHash,
    seconds,
  };
}

/** Newest label time; NaN where there is no label. */
export function watermarkOf({ labelKnownAt }: Examples): number {
  return labelKnownAt.at(-1) ?? NaN;
}
