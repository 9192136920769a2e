import type { ModelName } from "../domain/models.js";
import { DatabaseUnavailableError, InterruptedError, IsolationError } from "../errors.js";
import type { Failure } from "./results.js";
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

/**
 * Lets signals and timers in between two models: fitting keeps the process busy. The first of two turns may begin
 * without a look at what has come in since; before the second there is one.
 */
async function nextTurn(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
}
