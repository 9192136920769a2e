import type { ModelName } from "../../domain/models.js";
import {
  EXIT,
  InterruptedError,
  interruptionOf,
  orInterruption,
  type TryLaterError,
  worstExitCode,
  type ExitCode,
} from "../../errors.js";
import { perModel } from "../running/perModel.js";
import type { TrainOutcome } from "../results/trainResult.js";
import type { RunContext } from "../running/tenantRuns.js";
import { trainOneModel, type TrainOptions } from "./trainOneModel.js";

export type TrainOutcomes = { readonly [model in ModelName]?: TrainOutcome };

export interface TrainFindings {
  readonly models: TrainOutcomes;
  readonly exitCode: ExitCode;
  /** Why models were left that had not begun, where that is not the process's end. */
  readonly error?: string;
  readonly hint?: string;
}

/** Why no further model was begun: a signal, or the run's time was over. */
export type Interruption = InterruptedError | TryLaterError;

/**
 * Trains one model after the other. Asked to stop, it leaves the one that it is at, and those that have not had their turn;
 * out of time, the latter.
 */
export async function trainModels(
  context: RunContext,
  options: TrainOptions,
): Promise<{ models: TrainOutcomes; interrupted?: Interruption }> {
  let interrupted: Interruption | undefined;
  const tried = await perModel<TrainOutcome>(context, async (model, modelContext) => {
    interrupted ??= interruptionOf(modelContext.platform.signal) ?? modelContext.limits.whyOver();
    if (interrupted !== undefined) return { outcome: "not-started" };
    try {
      if (options.lease !== undefined) {
        await context.workspace.leases.renew(options.lease, context.platform.settings.leaseSeconds);
      }
      // What the model before left behind would lie beside what this one needs.
      context.platform.freeMemory();
      return await trainOneModel(modelContext, model, options);
    } catch (error) {
      interrupted = interruptionReason(modelContext, error);
      if (interrupted === undefined) throw error;
      return { outcome: "not-started" };
    }
  });
  const notStarted: TrainOutcome = { outcome: "not-started" };
  const models = Object.fromEntries(context.models.map((model) => [model, tried[model] ?? notStarted]));
  return { models, ...(interrupted === undefined ? {} : { interrupted }) };
}

function interruptionReason({ platform }: RunContext, error: unknown): InterruptedError | undefined {
  const cause = orInterruption(error, platform.signal);
  return cause instanceof InterruptedError ? cause : undefined;
}

/** What a training comes to: its models' outcomes, and why it was cut short. */
export function findingsOf(models: TrainOutcomes, interrupted: Interruption | undefined): TrainFindings {
  const exitCode = exitCodeOfTraining(models);
  if (interrupted === undefined) return { models, exitCode };
  const worst = worstExitCode([interrupted.exitCode, exitCode]);
  if (interrupted instanceof InterruptedError) return { models, exitCode: worst };
  const { message: error, hint } = interrupted;
  return { models, exitCode: worst, error, ...(hint === undefined ? {} : { hint }) };
}

/**
 * What the models' outcomes mean for a scheduler. Refused data are 65 only if no model that needed training could be
 * trained for that reason; beside models that were trained they are one model's failure.
 */
function exitCodeOfTraining(models: TrainOutcomes): ExitCode {
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
