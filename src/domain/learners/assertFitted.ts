import { ModelFailedError } from "../../errors.js";

/** @throws ModelFailedError if the fit did not converge. */
export function assertFitted(learner: string, converged: boolean, iterations: number): void {
  if (converged) return;
  throw new ModelFailedError(`the ${learner} fit did not converge in ${String(iterations)} iterations`, {
    hint: "Look for columns with extreme values; `mltrain status` shows the findings of the data checks.",
  });
}
