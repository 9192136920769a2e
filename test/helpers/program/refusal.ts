import { rejection } from "./rejection.js";

/** The error of the expected class that a promise rejects with; anything else makes the test fail. */
export async function refusal<E extends Error>(
  expected: abstract new (...given: never[]) => E,
  promise: PromiseLike<unknown>,
): Promise<E> {
  const error = await rejection(promise);
  if (error instanceof expected) return error;
  throw error;
}
