/** What the program knows of time. */
export interface Clock {
  /** The wall clock: milliseconds since 1970, UTC. */
  now(): number;
}
