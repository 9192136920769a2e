import { replay as replayModel } from "../domain/replay/replay.js";
import { maturityFor, thresholdsFor, trainingSettingsFor } from "../domain/settings.js";
import { prepare } from "../domain/learners/preparedExamples.js";
import { worstExitCode } from "../errors.js";
import type { ModelName } from "../domain/models.js";
import { runSteps } from "./running/runSteps.js";
import type { ReplayInput } from "./running/inputs.js";
import type { Platform } from "./ports/platform.js";
import type { ReplayOutcome, ReplayResult } from "./results/replayResult.js";
import { failureOf, requireActiveTenant, throwIfStopped } from "./running/tenantRuns.js";

const DAY = 86_400_000;

/** Plays policies over a tenant's own history: nothing is recorded. */
export async function replay(platform: Platform, input: ReplayInput): Promise<ReplayResult> {
  const tenant = await requireActiveTenant(platform, input.tenant);
  const to = input.to ?? platform.clock.now();
  const { examples } = platform.workspace(tenant);
  const log = platform.log.with({ tenant });
  const models: { [model in ModelName]?: ReplayOutcome } = {};
  let first: number | undefined;
  for (const model of input.models) {
    try {
      throwIfStopped(platform);
      const read = await examples.read(model, { until: to, withText: true });
      const { labelKnownAt } = read.examples;
      const from = input.from ?? labelKnownAt[0];
      // After the last label nothing happens any more.
      const last = Math.min(to, (labelKnownAt.at(-1) ?? -Infinity) + input.everyDays * DAY);
      const dates = from === undefined ? [] : datesBetween(from, last, input.everyDays);
      first = Math.min(first ?? Infinity, dates[0] ?? Infinity);
      const options = {
        policies: input.policies.map(({ name, settings }) => ({
          name,
          policy: settings.policy,
          thresholds: thresholdsFor(settings, tenant, model),
          maturityDays: maturityFor(settings, tenant, model),
          seed: settings.seed,
        })),
        dates,
        maxTrainingRows: platform.settings.maxTrainingRows,
        seed: platform.settings.seed,
        settings: trainingSettingsFor(platform.settings, tenant, model),
        now: () => performance.now(),
      };
      const replayed = await runSteps(platform, replayModel(prepare(model, read.examples), options));
      models[model] = { outcome: "replayed", ...replayed };
    } catch (error) {
      models[model] = failureOf(error, log.with({ model }));
    }
  }
  const codes = Object.values(models).map((outcome) => (outcome.outcome === "failed" ? outcome.exitCode : 0));
  return {
    tenant,
    from: first === Infinity ? undefined : first,
    to,
    everyDays: input.everyDays,
    policies: input.policies.map(({ name }) => name),
    models,
    exitCode: worstExitCode(codes),
  };
}

/** From the first date to the last, every so many days; the last date is always one of them. */
function datesBetween(from: number, to: number, everyDays: number): number[] {
  const dates: number[] = [];
  for (let at = from; at < to; at += everyDays * DAY) dates.push(at);
  return from > to ? [] : [...dates, to];
}
