import { ModelFailedError } from "../../errors.js";

/**
 * Checks that a fit converged.
 *
 * @throws ModelFailedError if it did not.
 */
export function assertFitted(learner: string, converged: boolean, iterations: number): void {
  if (converged) return;
  throw new ModelFailedError(`the ${learner} fit did not converge in ${String(iterations)} iterations`, {
    hint: "Look for columns with extreme values. `mltrain status` shows the findings of the data checks.",
  });
}
