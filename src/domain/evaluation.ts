import type { ModelName } from "./models.js";
import type { Scores } from "./scores.js";
import type { SequentialTest } from "./sequentialTest.js";

/** `insufficient`: no test is possible yet. */
export const VERDICTS = ["healthy", "degraded", "insufficient"] as const;

export type Verdict = (typeof VERDICTS)[number];

/** One evaluation of one version. */
export interface Evaluation {
  readonly model: ModelName;
  readonly version: number;
  readonly evaluatedAt: number;
  readonly run: string;
  /** Label times of the oldest and newest scored row; undefined without rows. */
  readonly window: { readonly from: number; readonly to: number } | undefined;
  readonly scores: Scores;
  /** Target of the headline score at that time; absent in evaluations of older programs. */
  readonly threshold?: number;
  readonly verdict: Verdict;
  /** Present if a sequential test ran; see src/domain/retraining/performance.ts. */
  readonly sequentialTest?: SequentialTest;
}
