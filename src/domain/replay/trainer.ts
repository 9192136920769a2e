import { ModelFailedError } from "../../errors.js";
import type { Challenge } from "../promotion/challenge.js";
import { challenge } from "../promotion/challenge.js";
import type { ComparedChampion } from "../promotion/comparison.js";
import type { TrainingSettings } from "../settings.js";
import { refusalThen, type History } from "./history.js";

/** What a training of a past date came to, and how long it took. */
export type TrainedThen = { readonly seconds: number } & (
  | { readonly outcome: "trained"; readonly challenge: Challenge }
  | { readonly outcome: "failed" | "too-little-data" | "data-refused" }
);

/** Trains as of past dates. */
export interface Trainer {
  /** Without a champion to compare with: the same date gives the same, so it is done once for all policies. */
  readonly alone: (end: number) => TrainedThen;
  readonly against: (end: number, champion: ComparedChampion, degraded: boolean) => TrainedThen;
}

/** What every training of a replay depends on. */
export interface TrainerOptions {
  readonly seed: number;
  readonly settings: TrainingSettings;
  /** A stopwatch, in milliseconds. */
  readonly now: () => number;
}

export function trainerOn(history: History, { seed, settings, now }: TrainerOptions): Trainer {
  // Policies go through the dates side by side: nobody asks for an earlier one again.
  let newest: { readonly end: number; readonly trained: TrainedThen } | undefined;
  const train = (end: number, champion: ComparedChampion | undefined, degraded: boolean): TrainedThen => {
    const started = now();
    const seconds = (): number => (now() - started) / 1000;
    const then = history.knownAt(end);
    const refusal = refusalThen(then);
    if (refusal !== undefined) return { outcome: refusal, seconds: seconds() };
    try {
      const challenged = challenge(then.prepared, champion, { degraded, seed, settings, intervals: false });
      return { outcome: "trained", challenge: challenged, seconds: seconds() };
    } catch (error) {
      if (!(error instanceof ModelFailedError)) throw error;
      return { outcome: "failed", seconds: seconds() };
    }
  };
  return {
    alone(end) {
      if (newest?.end !== end) newest = { end, trained: train(end, undefined, false) };
      return newest.trained;
    },
    against: train,
  };
}
