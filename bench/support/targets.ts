/** One target of a benchmark: name, figure, target, and whether it is met. */
export interface Target {
  readonly name: string;
  readonly figure: number | string;
  readonly target: string;
  readonly met: boolean;
}

/**
 * Prints a line per target and the closing count, and sets the exit code: a benchmark that misses a target fails.
 */
export function reportTargets(targets: readonly Target[]): void {
  for (const { name, figure, target, met } of targets) {
    const shown = typeof figure === "number" ? Number(figure.toPrecision(4)) : figure;
    console.log(`${met ? "met   " : "MISSED"}  ${name}: ${String(shown)} (target: ${target})`);
  }
  const missed = targets.filter(({ met }) => !met).length;
  console.log(`${String(targets.length - missed)} targets met, ${String(missed)} missed`);
  if (missed > 0) process.exitCode = 1;
}

/** Prints what a benchmark needs and does not have, and fails. */
export function missing(what: string, howToGetIt: string): void {
  console.log(`missing: ${what} (${howToGetIt})`);
  process.exitCode = 1;
}
