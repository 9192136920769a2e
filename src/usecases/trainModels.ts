import type { ModelName } from "../domain/models.js";
import { EXIT, InterruptedError, worstExitCode, type ExitCode } from "../errors.js";
import { perModel } from "./perModel.js";
import type { TrainOutcome } from "./results.js";
import { throwIfStopped, type RunContext } from "./tenantRuns.js";
import { trainOneModel, type TrainOptions } from "./trainOneModel.js";

export type TrainOutcomes = { readonly [model in ModelName]?: TrainOutcome };

export interface TrainFindings {
  readonly models: TrainOutcomes;
  readonly exitCode: ExitCode;
}

/** Trains one model after the other. Asked to stop, it leaves the models that have not had their turn. */
export async function trainModels(
  context: RunContext,
  options: TrainOptions,
): Promise<{ models: TrainOutcomes; interrupted?: InterruptedError }> {
  let interrupted: InterruptedError | undefined;
  const tried = await perModel<TrainOutcome>(context, async (model, modelContext) => {
    interrupted ??= whyStopped(modelContext);
    if (interrupted !== undefined) return { outcome: "not-started" };
    if (options.lease !== undefined) {
      await context.workspace.leases.renew(options.lease, context.platform.settings.leaseSeconds);
    }
    // What the model before left behind would lie beside what this one needs.
    context.platform.freeMemory();
    return trainOneModel(modelContext, model, options);
  });
  const notStarted: TrainOutcome = { outcome: "not-started" };
  const models = Object.fromEntries(context.models.map((model) => [model, tried[model] ?? notStarted]));
  return { models, ...(interrupted === undefined ? {} : { interrupted }) };
}

function whyStopped({ platform }: RunContext): InterruptedError | undefined {
  try {
    throwIfStopped(platform);
    return undefined;
  } catch (error) {
    if (error instanceof InterruptedError) return error;
    throw error;
  }
}

/**
 * What the models' outcomes mean for a scheduler. Refused data are 65 only if no model that needed training could be
 * trained for that reason; beside models that were trained they are one model's failure.
 */
export function exitCodeOfTraining(models: TrainOutcomes): ExitCode {
  const outcomes = Object.values(models);
  const notTried: readonly TrainOutcome["outcome"][] = ["kept", "not-started", "too-little-data"];
  const needed = outcomes.filter(({ outcome }) => !notTried.includes(outcome));
  const refused = needed.every((outcome) => exitCodeOfOutcome(outcome) === EXIT.badData);
  return worstExitCode(
    outcomes.map((outcome) => {
      const code = exitCodeOfOutcome(outcome);
      return code === EXIT.badData && !refused ? EXIT.someModelsFailed : code;
    }),
  );
}

/** Of one model by itself; a database that cannot decode its rows refuses the data as a check does. */
function exitCodeOfOutcome(outcome: TrainOutcome): ExitCode {
  if (outcome.outcome === "failed") return outcome.exitCode;
  return outcome.outcome === "data-refused" ? EXIT.badData : EXIT.ok;
}
