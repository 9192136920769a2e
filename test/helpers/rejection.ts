/** The error that `work` is rejected with; fails if it is not rejected, or with an error of another class. */
export async function rejection<E extends Error>(
  expected: abstract new (...given: never[]) => E,
  work: Promise<unknown>,
): Promise<E> {
  const outcome = await work.then(
    () => new Error(`it succeeded, where ${expected.name} was expected`),
    (error: unknown) => error,
  );
  if (outcome instanceof expected) return outcome;
  throw outcome;
}
