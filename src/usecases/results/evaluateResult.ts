import type { PerformanceStatus } from "../../domain/retraining/assessment.js";
import type { MonthCoverage } from "../../domain/dataChecks/labelCoverage.js";
import type { Comparison } from "../../domain/promotion/promotion.js";
import type { Deployment } from "../../domain/versions.js";
import type { Evaluation } from "../../domain/evaluation.js";
import type { Failure, CommandResult } from "./commandResult.js";

export type EvaluateOutcome =
  | {
      readonly outcome: "evaluated";
      readonly evaluation: Evaluation;
      readonly threshold: number;
      /** Absent under the classic policy. */
      readonly performance: PerformanceStatus | undefined;
      /** Of the newest months of creation, oldest first. */
      readonly coverage: readonly MonthCoverage[];
      /** What became of --auto-rollback; absent where it was not asked for. */
      readonly rollback?: AutoRollback;
    }
  | { readonly outcome: "no-version" }
  | Failure;

/** Whether the version that the champion replaced was put back, and why not. */
export type AutoRollback =
  | {
      readonly rolledBack: true;
      readonly from: number;
      readonly to: number;
      readonly deployment: Deployment;
      readonly comparison: Comparison;
    }
  | {
      readonly rolledBack: false;
      readonly reason:
        "pinned" | "no-new-labels" | "not-tested-yet" | "no-previous-version" | "not-significantly-worse";
      readonly comparison?: Comparison;
    };

export type EvaluateResult = CommandResult<EvaluateOutcome>;
