import type { ModelName } from "../models.js";
import type { Trigger } from "../triggers.js";

/** The outcome of an attempt. `unchanged`: the training gave, or could only give, the champion's own artefact. */
export const ATTEMPT_OUTCOMES = ["promoted", "refused", "unchanged", "failed", "data-refused"] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/** A training that reached a verdict, or failed because of its data or its fit. An interrupted training is no attempt. */
export interface Attempt {
  readonly model: ModelName;
  /** 1, 2, 3 … within the tenant's model. */
  readonly seq: number;
  readonly attemptedAt: number;
  readonly run: string;
  readonly triggers: readonly Trigger[];
  readonly outcome: AttemptOutcome;
  /** In a few words, for people. */
  readonly reason: string | undefined;
  /** Hash of everything that the training depended on. */
  readonly fingerprint: string;
  /** Newest label time among its rows; undefined without a label. */
  readonly watermark: number | undefined;
  /** Number of labelled rows. */
  readonly rows: number;
}

/** What the decision on the next attempt needs to know. */
export interface AttemptHistory {
  /** The newest attempt, without those with refused data. */
  readonly last: Pick<Attempt, "attemptedAt" | "watermark" | "outcome"> | undefined;
  /** Attempts without a promotion since the last one. */
  readonly withoutPromotion: number;
  /** Fingerprint of the newest attempt, whatever its outcome. */
  readonly fingerprint: string | undefined;
}

/** Maximum number of doublings: 16 times the labels and the days. */
const MAXIMUM_DOUBLINGS = 4;
const LONGEST_WAIT_DAYS = 30;

/**
 * @param attempts - newest first; those with refused data are ignored.
 * @param newest - the newest of all (default: the first).
 */
export function attemptHistory(attempts: readonly Attempt[], newest = attempts[0]): AttemptHistory {
  const telling = attempts.filter(({ outcome }) => outcome !== "data-refused");
  const promoted = telling.findIndex(({ outcome }) => outcome === "promoted");
  return {
    last: telling[0],
    withoutPromotion: promoted === -1 ? telling.length : promoted,
    fingerprint: newest?.fingerprint,
  };
}

/** Number of attempts, without those with refused data, that the history needs. */
export const ATTEMPTS_TO_READ = 20;

/** Returns the back-off factor after n attempts in a row without a promotion. */
export function backOffFactor(withoutPromotion: number): number {
  return 2 ** Math.min(withoutPromotion, MAXIMUM_DOUBLINGS);
}

/** Returns the days until a model without a version is trained again after n failures in a row: 1, 2, 4, 8, 16, 30. */
export function daysToWait(failures: number): number {
  return failures === 0 ? 0 : Math.min(2 ** (failures - 1), LONGEST_WAIT_DAYS);
}
