import { historyOf } from "../../../src/domain/replay/history.js";
import { PolicyRun, type ReplayedPolicy } from "../../../src/domain/replay/policyRun.js";
import type { ModelReplay } from "../../../src/domain/replay/record.js";
import { replay, type ReplayOptions } from "../../../src/domain/replay/replay.js";
import { trainerOn } from "../../../src/domain/replay/trainer.js";
import type { Prepared } from "../../../src/domain/learners/preparedExamples.js";
import { DEFAULT_TRAINING_SETTINGS, type Policy, type ThresholdSettings } from "../../../src/domain/settings.js";
import { THRESHOLDS } from "./facts.js";

/** Returns a policy (default: R² 0.60, 30 new labels, 30 days). */
export function replayedPolicy(
  policy: Policy,
  limits: { readonly [name in keyof ThresholdSettings]?: number } = {},
): ReplayedPolicy {
  const own = Object.entries(limits).map(([name, value]) => [name, { value, origin: "file" }]);
  const thresholds = { ...THRESHOLDS, ...(Object.fromEntries(own) as Partial<ThresholdSettings>) };
  return { name: policy, policy, thresholds, maturityDays: undefined, seed: 1 };
}

const OPTIONS = { maxTrainingRows: 10_000, seed: 1, settings: DEFAULT_TRAINING_SETTINGS, now: () => 0 };

/** Replays to the end with a fixed clock. */
export function played(
  whole: Prepared,
  policies: readonly ReplayedPolicy[],
  dates: readonly number[],
  options: Partial<ReplayOptions> = {},
): ModelReplay {
  const work = replay(whole, { ...OPTIONS, policies, dates, ...options });
  for (let step = work.next(); ; step = work.next()) if (step.done === true) return step.value;
}

/** Replays one policy alone, to check its champions. */
export function runOf(whole: Prepared, policy: ReplayedPolicy, dates: readonly number[]): PolicyRun {
  const history = historyOf(whole, OPTIONS.maxTrainingRows);
  const run = new PolicyRun(policy, history, trainerOn(history, OPTIONS));
  for (const at of dates) run.step(at);
  return run;
}
