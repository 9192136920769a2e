import { readFileSync } from "node:fs";

/** Reads a file that fixtures/expected/make_expected.py wrote. Tests run in the root of the repository. */
export function readExpected(name: string): unknown {
  return JSON.parse(readFileSync(`fixtures/expected/${name}`, "utf8")) as unknown;
}

/** Returns the largest difference of two vectors, relative to the second; infinite if their lengths differ. */
export function relativeDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let difference = 0;
  let size = 1e-12;
  for (let i = 0; i < expected.length; i++) {
    difference = Math.max(difference, Math.abs(actual[i]! - expected[i]!));
    size = Math.max(size, Math.abs(expected[i]!));
    if (Number.isNaN(actual[i])) return Infinity;
  }
  return difference / size;
}
