import { assessClassic, type Assessment, type ModelFacts } from "../domain/assessment.js";
import { MODELS, versionName, type ModelName } from "../domain/models.js";
import { thresholdsFor } from "../domain/settings.js";
import type { Champion } from "../domain/versions.js";
import { worstExitCode, EXIT } from "../errors.js";
import type { CommandInput } from "./inputs.js";
import { perModel } from "./perModel.js";
import type { Platform } from "./ports.js";
import type { AssessOutcome, AssessResult } from "./results.js";
import { readPrepared, scoreFresh, type PreparedRead } from "./scoreFresh.js";
import { forTenants, throwIfStopped, type RunContext, type RunFindings } from "./tenantRuns.js";

const DAY = 86_400_000;

/** Which models need retraining, and why. */
export async function assess(platform: Platform, input: CommandInput): Promise<AssessResult> {
  return forTenants<AssessOutcome, RunFindings<AssessOutcome>>(
    platform,
    input,
    { command: "assess", recorded: true },
    async (context) => {
      const models = await perModel<AssessOutcome>(context, async (model, modelContext) => {
        throwIfStopped(platform);
        const { assessment } = await assessModel(modelContext, model, { force: false, forTraining: false });
        return { outcome: "assessed", assessment };
      });
      const codes = Object.values(models).map((outcome) => (outcome.outcome === "failed" ? outcome.exitCode : EXIT.ok));
      return { models, exitCode: worstExitCode(codes) };
    },
  );
}

/** An assessment, and what was read for it, so that a training need not read it again. */
export interface AssessedModel {
  readonly assessment: Assessment;
  /** All examples with their texts; only if they were read for training. */
  readonly all: PreparedRead | undefined;
}

interface GatheredFacts {
  readonly facts: ModelFacts;
  readonly all?: PreparedRead | undefined;
}

/**
 * Gathers the facts about one model, then lets the policy decide.
 *
 * @param forTraining - reads what a training will need, where reading is due anyway.
 */
export async function assessModel(
  context: RunContext,
  model: ModelName,
  { force, forTraining }: { readonly force: boolean; readonly forTraining: boolean },
): Promise<AssessedModel> {
  const { platform, workspace, tenant, asOf } = context;
  const champion = await workspace.registry.findChampion(model, asOf);
  const { facts, all } =
    champion === undefined
      ? await factsOfUntrained(context, model, forTraining)
      : await factsOfChampion(context, champion, forTraining);
  return {
    assessment: assessClassic(facts, thresholdsFor(platform.settings, tenant, model), force),
    all: forTraining ? all : undefined,
  };
}

async function factsOfUntrained(context: RunContext, model: ModelName, forTraining: boolean): Promise<GatheredFacts> {
  const { workspace, asOf } = context;
  const all = forTraining ? await readPrepared(context, model, true) : undefined;
  const { examples } = all?.read ?? (await workspace.examples.read(model, { until: asOf, withText: false }));
  const facts: ModelFacts = {
    model,
    serving: undefined,
    newExamples: examples.count,
    score: { metric: MODELS[model].headline, rows: 0, value: undefined, naive: undefined },
    ageDays: undefined,
  };
  return { facts, all };
}

async function factsOfChampion(
  context: RunContext,
  { version }: Champion,
  forTraining: boolean,
): Promise<GatheredFacts> {
  const { model } = version;
  const metric = MODELS[model].headline;
  const { scores, all } = await scoreFresh(context, version, forTraining);
  const facts: ModelFacts = {
    model,
    serving: {
      version: version.version,
      name: versionName(model, context.tenant, version.version),
      learner: version.learner,
      trainedAt: version.trainedAt,
      watermark: version.watermark,
    },
    newExamples: scores.rows,
    score: { metric, rows: scores.rows, value: scores.values[metric]?.value, naive: scores.values[metric]?.naive },
    ageDays: (context.asOf - version.trainedAt) / DAY,
  };
  return { facts, all };
}
