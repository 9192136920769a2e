import { rejection } from "./rejection.js";

/** Returns the error of the expected class that a promise rejects with. Anything else fails the test. */
export async function refusal<E extends Error>(
  expected: abstract new (...given: never[]) => E,
  promise: PromiseLike<unknown>,
): Promise<E> {
  const error = await rejection(promise);
  if (error instanceof expected) return error;
  throw error;
}
