import type { ModelName } from "../../domain/models.js";
import { DatabaseUnavailableError, InterruptedError, IsolationError } from "../../errors.js";
import { nextTurn } from "./runSteps.js";
import type { Failure } from "../results/commandResult.js";
import { failureOf, type RunContext } from "./tenantRuns.js";

/**
 * Runs `work` for each model of the run, one after the other; a model's failure is its outcome, and the others go on.
 * After what no model could survive (the database is lost, isolation is broken, the process must stop) the rest are
 * left out; what was done before stays in the result.
 */
export async function perModel<Outcome>(
  context: RunContext,
  work: (model: ModelName, context: RunContext) => Promise<Outcome>,
): Promise<{ [model in ModelName]?: Outcome | Failure }> {
  const outcomes: { [model in ModelName]?: Outcome | Failure } = {};
  for (const model of context.models) {
    const log = context.log.with({ model });
    try {
      outcomes[model] = await work(model, { ...context, log });
    } catch (error) {
      outcomes[model] = failureOf(error, log);
      if (concernsAllModels(error)) break;
    }
    await nextTurn();
  }
  return outcomes;
}

function concernsAllModels(error: unknown): boolean {
  return (
    error instanceof DatabaseUnavailableError || error instanceof IsolationError || error instanceof InterruptedError
  );
}
