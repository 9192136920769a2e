import type { HeadlineScore, ModelName } from "./models.js";
import type { Score } from "./scores.js";
import type { Setting, ThresholdSettings } from "./settings.js";
import type { LearnerName } from "./versions.js";

/** Why retraining is asked for. */
export const TRIGGERS = ["never_trained", "volume", "performance", "age", "forced"] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** The version that serves, as an assessment shows it. */
export interface ServingVersion {
  readonly version: number;
  readonly name: string;
  readonly learner: LearnerName;
  /** Milliseconds since 1970, UTC. */
  readonly trainedAt: number;
  readonly watermark: number;
}

/** What is known of one model when the question is asked. */
export interface ModelFacts {
  readonly model: ModelName;
  /** Absent if the model was never trained. */
  readonly serving: ServingVersion | undefined;
  /** Examples that the serving version does not know; all of them, if there is no version. */
  readonly newExamples: number;
  /** Headline score of the serving version on the new examples. */
  readonly score: Score & { readonly metric: HeadlineScore; readonly rows: number };
  /** Days since the last training. */
  readonly ageDays: number | undefined;
}

/** A reason to retrain with the number that was seen, and the number it was held against. */
export type Reason =
  | { readonly trigger: "never_trained" }
  | { readonly trigger: "forced" }
  | { readonly trigger: "volume"; readonly seen: number; readonly limit: Setting }
  | { readonly trigger: "performance"; readonly seen: number; readonly limit: Setting }
  | { readonly trigger: "age"; readonly seen: number; readonly limit: Setting };

/** The answer for one model: the facts, the thresholds they were held against, and the reasons to retrain. */
export interface Assessment extends ModelFacts {
  readonly thresholds: ThresholdSettings;
  readonly decision: "retrain" | "keep";
  readonly reasons: readonly Reason[];
}

/**
 * The classic policy: retrain a model that was never trained, that has enough new examples, whose score on them is
 * below the threshold, or that is old enough. A score of 0 is a score; one that is not defined triggers nothing.
 *
 * @param force - asks for training whatever the facts say; the other reasons are kept.
 */
export function assessClassic(facts: ModelFacts, thresholds: ThresholdSettings, force = false): Assessment {
  const reasons: Reason[] = [];
  if (facts.serving === undefined) {
    reasons.push({ trigger: "never_trained" });
  } else {
    reasons.push(...reasonsToReplace(facts, thresholds));
  }
  if (force) reasons.push({ trigger: "forced" });
  return { ...facts, thresholds, decision: reasons.length > 0 ? "retrain" : "keep", reasons };
}

function reasonsToReplace(facts: ModelFacts, thresholds: ThresholdSettings): Reason[] {
  const { minimumNewExamples, minimumScore, maximumAgeDays } = thresholds;
  const reasons: Reason[] = [];
  if (facts.newExamples >= minimumNewExamples.value) {
    reasons.push({ trigger: "volume", seen: facts.newExamples, limit: minimumNewExamples });
  }
  const score = facts.score.value;
  if (score !== undefined && score < minimumScore.value) {
    reasons.push({ trigger: "performance", seen: score, limit: minimumScore });
  }
  if (facts.ageDays !== undefined && facts.ageDays >= maximumAgeDays.value) {
    reasons.push({ trigger: "age", seen: facts.ageDays, limit: maximumAgeDays });
  }
  return reasons;
}
