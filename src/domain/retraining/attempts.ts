import type { ModelName } from "../models.js";
import type { Trigger } from "../triggers.js";

/** What came of a training. `unchanged`: it gave, or could only give, what serves already. */
export const ATTEMPT_OUTCOMES = ["promoted", "refused", "unchanged", "failed", "data-refused"] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/** A training that reached a verdict, or failed because of its data or its fit. One that was cut short is none. */
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
  /** Newest label time that it saw; absent where there was no label. */
  readonly watermark: number | undefined;
  /** Labelled rows that it saw. */
  readonly rows: number;
}

/** What counts of the attempts when the next one is decided. */
export interface AttemptHistory {
  /** The newest one that says when to ask again; refused data do not. */
  readonly last: Pick<Attempt, "attemptedAt" | "watermark" | "outcome"> | undefined;
  /** Attempts without a promotion since the last one. */
  readonly withoutPromotion: number;
  /** Fingerprint of the newest attempt of all. */
  readonly fingerprint: string | undefined;
}

/** Back-off doubles so often at the most: 16 times the rows, 16 times the days. */
const MAXIMUM_DOUBLINGS = 4;
const LONGEST_WAIT_DAYS = 30;

/**
 * @param attempts - newest first; refused data among them are left out.
 * @param newest - the newest of all; the first, unless given.
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

/** How many attempts, without those of refused data, have to be read to know the history. */
export const ATTEMPTS_TO_READ = 20;

/** Times the usual rows and days that are waited for after so many attempts in a row that changed nothing. */
export function backOffFactor(withoutPromotion: number): number {
  return 2 ** Math.min(withoutPromotion, MAXIMUM_DOUBLINGS);
}

/** Days until a model that has no version is tried again after so many failures in a row: 1, 2, 4, 8, 16, 30. */
export function daysToWait(failures: number): number {
  return failures === 0 ? 0 : Math.min(2 ** (failures - 1), LONGEST_WAIT_DAYS);
}
