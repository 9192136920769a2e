import type { Random } from "../../src/learning/random.js";

/** One cell of a simulation's table: an experiment that is repeated, and how often each event happened. */
export interface Cell {
  readonly table: string;
  readonly name: string;
  readonly repetitions: number;
  /** Runs one repetition, and returns whether each event happened. */
  readonly once: (random: Random) => Events | Promise<Events>;
  readonly target?: CellTarget;
}

/** Whether each event happened. */
export type Events = Readonly<Record<string, boolean>>;

/** The target of an event's share. */
export type CellTarget = { readonly event: string } & ({ readonly atMost: number } | { readonly atLeast: number });

/** Shares of the repetitions in which each event happened. */
export type Shares = Readonly<Record<string, number>>;

/** Fewer repetitions than this prove little: a share of 5 % has a 95 % interval of ± 1.4 points. */
export const REPETITIONS = 1000;
