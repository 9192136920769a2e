import type { Assessment } from "../../domain/retraining/assessment.js";
import type { Failure, CommandResult } from "./commandResult.js";

export interface ModelAssessed {
  readonly outcome: "assessed";
  readonly assessment: Assessment;
}

export type AssessOutcome = ModelAssessed | Failure;

export type AssessResult = CommandResult<AssessOutcome>;
