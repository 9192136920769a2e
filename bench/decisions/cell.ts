import type { Random } from "../../src/learning/random.js";

/** One cell of a simulation's table: an experiment that is repeated, and how often each of some events happened. */
export interface Cell {
  readonly table: string;
  readonly name: string;
  readonly repetitions: number;
  /** One repetition: whether each of the events happened. */
  readonly once: (random: Random) => Events | Promise<Events>;
  readonly target?: CellTarget;
}

/** Whether each of some events happened. */
export type Events = Readonly<Record<string, boolean>>;

/** What the share of an event is held against. */
export type CellTarget = { readonly event: string } & ({ readonly atMost: number } | { readonly atLeast: number });

/** Shares of the repetitions in which each event happened. */
export type Shares = Readonly<Record<string, number>>;

/** Fewer repetitions than this prove little: a share of 5 % is known to ± 1.4 points at 95 % confidence. */
export const REPETITIONS = 1000;
