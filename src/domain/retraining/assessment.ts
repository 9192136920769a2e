import type { AttemptHistory } from "./attempts.js";
import type { HeadlineScore, ModelName } from "../models.js";
import type { SequentialTest } from "../sequentialTest.js";
import type { Verdict } from "../evaluation.js";
import type { Insufficiency } from "./performance.js";
import type { MixComparison } from "../scoring/completionMix.js";
import type { Score } from "../scores.js";
import type { Trigger } from "../triggers.js";
import type { Policy, Setting, ThresholdSettings } from "../settings.js";
import type { LearnerName } from "../versions.js";

/** The champion, as an assessment shows it. */
export interface ChampionVersion {
  readonly version: number;
  readonly name: string;
  readonly learner: LearnerName;
  /** Milliseconds since 1970, UTC. */
  readonly trainedAt: number;
  readonly watermark: number;
  /** Rows that it was trained on. */
  readonly rows: number;
}

/** Why the champion must not be replaced, whatever the triggers say: a pin, or a rollback on the same data. */
export type Hold = "pinned" | "rolled-back";

/** The facts about one model at the time of the assessment. Times are milliseconds since 1970, UTC. */
export interface ModelFacts {
  readonly model: ModelName;
  readonly asOf: number;
  /** Undefined if the model was never trained. */
  readonly champion: ChampionVersion | undefined;
  /** New labels since the champion was trained; all labels if there is no champion. */
  readonly newLabels: number;
  /** Headline score of the champion on the new labels. */
  readonly score: Score & { readonly metric: HeadlineScore; readonly rows: number };
  /** Days since the last training. */
  readonly ageDays: number | undefined;
  /** Set if the champion was deployed by a rollback or a pin. */
  readonly manuallyDeployed: { readonly pinned: boolean } | undefined;
  /** New labels since the newest attempt. */
  readonly newLabelsSinceAttempt: number;
  readonly attempts: AttemptHistory;
  /** The champion's performance status; undefined under the classic policy, and without a champion. */
  readonly performance: PerformanceStatus | undefined;
}

/** The newest result of the champion's sequential tests. */
export interface PerformanceStatus {
  readonly verdict: Verdict;
  /** Healthy, but below the threshold: shown, and no reason to retrain. */
  readonly belowTarget: boolean;
  /** The newest sequential test; undefined before the first. */
  readonly sequentialTest: SequentialTest | undefined;
  readonly askedAt: number | undefined;
  readonly testedNow: boolean;
  readonly insufficiency: Insufficiency | undefined;
  /** Number of new labels at which the next test runs. */
  readonly nextTestRows: number;
  readonly mix: MixComparison;
}

/** A trigger that fired, with the value that was seen and its threshold. */
export type Reason =
  | { readonly trigger: "never_trained" }
  | { readonly trigger: "forced" }
  | { readonly trigger: "volume"; readonly seen: number; readonly limit: Setting; readonly factor?: number }
  | { readonly trigger: "performance"; readonly seen: number; readonly limit: Setting }
  | { readonly trigger: "age"; readonly seen: number; readonly limit: Setting; readonly factor?: number };

/** What is missing until a trigger fires: more labels and more days. It needs both. */
export interface Counterfactual {
  readonly examples?: number;
  readonly days?: number;
}

/** The check of one trigger, with its result. */
export interface TriggerCheck {
  readonly trigger: Exclude<Trigger, "forced">;
  readonly fires: boolean;
  /** The value that was seen; absent if there is none. */
  readonly seen?: number;
  /** The threshold, to be multiplied by `factor`. */
  readonly limit?: Setting;
  /** Back-off: 2, 4, 8 … after attempts without a promotion (default: 1). */
  readonly factor?: number;
  /** Absent if the trigger fires already, or cannot fire. */
  readonly missing?: Counterfactual;
  /**
   * New labels that are missing until the next sequential test. The trigger fires only if that test finds the champion
   * degraded. 0: the labels exist, but still have to mature. Absent if the trigger fires already, or there is no test.
   */
  readonly nextTestIn?: number;
}

/** The assessment of one model: facts, thresholds, trigger checks, and the reasons to retrain. */
export interface Assessment extends ModelFacts {
  readonly policy: Policy;
  readonly thresholds: ThresholdSettings;
  readonly triggerChecks: readonly TriggerCheck[];
  readonly decision: "retrain" | "keep";
  readonly reasons: readonly Reason[];
  /** Why the champion is kept, whether or not a trigger fires. */
  readonly hold: Hold | undefined;
  /** New labels since the last attempt that end the hold after a rollback. */
  readonly newLabelsToReplaceRollback: number;
}

/**
 * Turns the trigger checks into a decision. A pinned version is kept even under force. After a rollback the restored
 * version is kept until there are new data.
 *
 * @param newLabelsToReplaceRollback - new labels that end the hold after a rollback.
 */
export function toAssessment(
  facts: ModelFacts,
  {
    policy,
    thresholds,
    triggerChecks,
    force,
    newLabelsToReplaceRollback,
  }: Pick<Assessment, "policy" | "thresholds" | "triggerChecks" | "newLabelsToReplaceRollback"> & {
    readonly force: boolean;
  },
): Assessment {
  const asked = triggerChecks.filter(({ fires }) => fires).flatMap(reasonOf);
  const reasons: Reason[] = force ? [...asked, { trigger: "forced" }] : asked;
  const held = holdOn(facts, force, newLabelsToReplaceRollback);
  const decision = reasons.length > 0 && held === undefined ? "retrain" : "keep";
  return { ...facts, policy, thresholds, triggerChecks, decision, reasons, hold: held, newLabelsToReplaceRollback };
}

function holdOn(
  { manuallyDeployed, newLabelsSinceAttempt }: ModelFacts,
  force: boolean,
  newLabelsToReplaceRollback: number,
): Hold | undefined {
  if (manuallyDeployed === undefined) return undefined;
  if (manuallyDeployed.pinned) return "pinned";
  return force || newLabelsSinceAttempt >= newLabelsToReplaceRollback ? undefined : "rolled-back";
}

function reasonOf({ trigger, seen, limit, factor }: TriggerCheck): Reason[] {
  if (trigger === "never_trained") return [{ trigger }];
  if (seen === undefined || limit === undefined) return [];
  return [
    trigger === "performance" || factor === undefined ? { trigger, seen, limit } : { trigger, seen, limit, factor },
  ];
}
