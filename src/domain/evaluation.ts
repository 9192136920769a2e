import type { ModelName } from "./models.js";
import type { Scores } from "./scores.js";
import type { SequentialTest } from "./sequentialTest.js";

/** `insufficient`: nothing can be said yet. */
export const VERDICTS = ["healthy", "degraded", "insufficient"] as const;

export type Verdict = (typeof VERDICTS)[number];

/** What `evaluate` found, once, of one version. */
export interface Evaluation {
  readonly model: ModelName;
  readonly version: number;
  readonly evaluatedAt: number;
  readonly run: string;
  /** Label times of the oldest and newest row scored; absent when there were none. */
  readonly window: { readonly from: number; readonly to: number } | undefined;
  readonly scores: Scores;
  /** Headline score that was aimed at then; absent of an evaluation from before it was kept. */
  readonly threshold?: number;
  readonly verdict: Verdict;
  /** Present if the question whether it has got worse was asked then; see src/domain/retraining/performance.ts. */
  readonly sequentialTest?: SequentialTest;
}
