/**
 * Work that is done in steps of seconds at most. Arithmetic keeps the process busy; whoever goes through its steps can
 * let the rest of the program have its turn between two, or leave the work there.
 */
export type Steps<Result> = Generator<void, Result, void>;

/** Goes through all steps without a pause. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
