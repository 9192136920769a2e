import type { AttemptOutcome } from "../retraining/attempts.js";
import type { LearnerName } from "../versions.js";
import type { Trigger } from "../triggers.js";

/** One training of a replayed policy. */
export interface ReplayedTraining {
  /** The replayed date, in milliseconds since 1970, UTC. */
  readonly at: number;
  readonly triggers: readonly Trigger[];
  readonly outcome: AttemptOutcome | "too-little-data";
  /** Of what was promoted. */
  readonly version?: number;
  readonly learner?: LearnerName;
}

/** What a policy did over a tenant's history of one model, and how what it served predicted. */
export interface PolicyReplay {
  /** `classic`, `guarded`, or the name of a config file. */
  readonly policy: string;
  readonly trainings: readonly ReplayedTraining[];
  readonly promotions: number;
  /** Labelled rows that a version served when they were to be predicted. */
  readonly rows: number;
  /** Their mean absolute error, or Brier loss; absent where there are none. */
  readonly loss: number | undefined;
  /** The same over the rows that every policy served, the daily reference included. */
  readonly commonLoss: number | undefined;
  /** commonLoss less that of the daily reference: what it cost not to retrain every day. */
  readonly regret: number | undefined;
  /** Mean loss so far over the common rows, at each point of {@link ModelReplay.times}. */
  readonly runningLoss: readonly (number | undefined)[];
  readonly seconds: number;
}

/** A replay of one model. */
export interface ModelReplay {
  /** Labelled rows known at the end. */
  readonly labels: number;
  /** Dates on which the policies were asked. */
  readonly steps: number;
  /** Rows that every policy served, the daily reference included. */
  readonly commonRows: number;
  /** Dates of the course, ascending: milliseconds since 1970, UTC. */
  readonly times: readonly number[];
  readonly policies: readonly PolicyReplay[];
  /** Retraining at every step with new labels: the reference of the regret. */
  readonly daily: Pick<PolicyReplay, "loss" | "commonLoss" | "runningLoss" | "seconds"> & {
    readonly trainings: number;
  };
}
