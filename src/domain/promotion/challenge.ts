import { compareByBlocks, evidenceStart, type ComparedChampion } from "./comparison.js";
import type { Prepared } from "../learners/preparedExamples.js";
import { decidePromotion, type PromotionDecision } from "./promotion.js";
import { DEFAULT_TRAINING_SETTINGS, type TrainingSettings } from "../settings.js";
import { finish, type Steps } from "../steps.js";
import { trainingBefore, trainingSteps, type Training } from "../training/training.js";

/** A challenger, and the decision whether it replaces the champion. */
export interface Challenge {
  readonly training: Training;
  /** Undefined without a champion to compare with: then the challenger is deployed. */
  readonly decision: PromotionDecision | undefined;
}

export interface ChallengeOptions {
  readonly degraded: boolean;
  readonly seed: number;
  readonly intervals?: boolean;
  readonly settings?: TrainingSettings;
}

/**
 * Trains a challenger, and compares it with the champion on labels that neither knew: what is compared is what would have
 * been trained before each of them, so that the evidence is honest.
 *
 * @param champion - absent for a first version, and where what serves is replaced whatever the evidence.
 * @param options - `degraded`: whether the champion was shown to have got worse, and so has to be beaten; `intervals`:
 * whether the holdout scores are given intervals, which takes time; they are, unless it is false.
 * @throws ModelFailedError if a fit fails.
 */
export function challenge(
  prepared: Prepared,
  champion: ComparedChampion | undefined,
  options: ChallengeOptions,
): Challenge {
  return finish(challengeSteps(prepared, champion, options));
}

/** {@link challenge} in steps: each fit is one. */
export function* challengeSteps(
  prepared: Prepared,
  champion: ComparedChampion | undefined,
  { degraded, seed, intervals = true, settings = DEFAULT_TRAINING_SETTINGS }: ChallengeOptions,
): Steps<Challenge> {
  const training = yield* trainingSteps(prepared, { settings, ...(intervals ? { seed } : {}) });
  if (champion === undefined) return { training, decision: undefined };
  const start = evidenceStart(prepared, champion.watermark);
  const losses = yield* compareByBlocks(prepared, (end) => trainingBefore(prepared, end, settings), champion, start);
  return { training, decision: decidePromotion(losses, { degraded, seed }) };
}
