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

/** The version that serves, as an assessment shows it. */
export interface ChampionVersion {
  readonly version: number;
  readonly name: string;
  readonly learner: LearnerName;
  /** Milliseconds since 1970, UTC. */
  readonly trainedAt: number;
  readonly watermark: number;
  /** That it was trained on. */
  readonly rows: number;
}

/** Why what serves must not be replaced, whatever the triggers say: by `--pin`, or by a rollback on the same data. */
export type Hold = "pinned" | "rolled-back";

/** What is known of one model when the question is asked. Times are milliseconds since 1970, UTC. */
export interface ModelFacts {
  readonly model: ModelName;
  readonly asOf: number;
  /** Absent if the model was never trained. */
  readonly champion: ChampionVersion | undefined;
  /** Examples that the serving version does not know; all of them, if there is no version. */
  readonly newLabels: number;
  /** Headline score of the serving version on the new examples. */
  readonly score: Score & { readonly metric: HeadlineScore; readonly rows: number };
  /** Days since the last training. */
  readonly ageDays: number | undefined;
  /** Whether what serves was put there by hand: rolled back to, or pinned. */
  readonly manuallyDeployed: { readonly pinned: boolean } | undefined;
  /** Of the new examples those that the newest attempt did not know. */
  readonly newLabelsSinceAttempt: number;
  readonly attempts: AttemptHistory;
  /** What the guarded policy knows of the champion's score; absent under the classic one, and without a champion. */
  readonly performance: PerformanceStatus | undefined;
}

/** Where the question whether the champion has got worse stands. */
export interface PerformanceStatus {
  readonly verdict: Verdict;
  /** Healthy, but the score lies below the threshold: shown, and no reason to retrain. */
  readonly belowTarget: boolean;
  /** The newest asking, and when it was; absent before the first. */
  readonly sequentialTest: SequentialTest | undefined;
  readonly askedAt: number | undefined;
  readonly testedNow: boolean;
  readonly insufficiency: Insufficiency | undefined;
  /** Fresh rows from which on it is asked (again). */
  readonly nextTestRows: number;
  readonly mix: MixComparison;
}

/** A reason to retrain with the number that was seen, and the number it was held against. */
export type Reason =
  | { readonly trigger: "never_trained" }
  | { readonly trigger: "forced" }
  | { readonly trigger: "volume"; readonly seen: number; readonly limit: Setting; readonly factor?: number }
  | { readonly trigger: "performance"; readonly seen: number; readonly limit: Setting }
  | { readonly trigger: "age"; readonly seen: number; readonly limit: Setting; readonly factor?: number };

/** What would make a question ask for retraining: so many more examples and so many more days; it needs both. */
export interface Counterfactual {
  readonly examples?: number;
  readonly days?: number;
}

/** One of the questions that a policy asks, with its answer. */
export interface TriggerCheck {
  readonly trigger: Exclude<Trigger, "forced">;
  readonly fires: boolean;
  /** The number that was seen; absent where there is none. */
  readonly seen?: number;
  /** What it is held against, times `factor`. */
  readonly limit?: Setting;
  /** Back-off: 2, 4, 8 … after attempts that changed nothing; absent: 1. */
  readonly factor?: number;
  /** Absent where the question asks already, or nothing would make it. */
  readonly missing?: Counterfactual;
  /**
   * More examples with which it looks again, at the earliest, whether the champion has got worse; it asks only if that is
   * shown then. 0: new examples that are there already only have to mature. Absent where it asks already, or never looks.
   */
  readonly nextTestIn?: number;
}

/** The answer for one model: the facts, the thresholds they were held against, and the reasons to retrain. */
export interface Assessment extends ModelFacts {
  readonly policy: Policy;
  readonly thresholds: ThresholdSettings;
  readonly triggerChecks: readonly TriggerCheck[];
  readonly decision: "retrain" | "keep";
  readonly reasons: readonly Reason[];
  /** Why what serves is kept, whether or not a question asks. */
  readonly hold: Hold | undefined;
  /** New examples since the last attempt from which on a version that was rolled back to may be replaced. */
  readonly newLabelsToReplaceRollback: number;
}

/**
 * The answers of the questions as a decision. A pinned version is kept even under force; one that was rolled back to is
 * kept until there are new data.
 *
 * @param newLabelsToReplaceRollback - new examples from which on the data count as new after a rollback.
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
