import { assessClassic, type Assessment, type ModelFacts } from "../domain/assessment.js";
import { MODELS, versionName, type ModelName } from "../domain/models.js";
import { thresholdsFor } from "../domain/settings.js";
import type { Champion, Version } from "../domain/versions.js";
import { ArtefactError, worstExitCode, EXIT } from "../errors.js";
import type { CommandInput } from "./inputs.js";
import { perModel } from "./perModel.js";
import type { Platform } from "./ports.js";
import type { AssessOutcome, AssessResult } from "./results.js";
import { NOTHING_FRESH, readPrepared, scoreFresh, type FreshScores, type PreparedRead } from "./scoreFresh.js";
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

export interface AssessOptions {
  readonly force: boolean;
  /** Reads what a training will need, where reading is due anyway. */
  readonly forTraining: boolean;
}

interface GatheredFacts {
  readonly facts: ModelFacts;
  readonly all?: PreparedRead | undefined;
}

/** Gathers the facts about one model, then lets the policy decide. */
export async function assessModel(
  context: RunContext,
  model: ModelName,
  { force, forTraining }: AssessOptions,
): Promise<AssessedModel> {
  const { platform, workspace, tenant, visibleUntil } = context;
  const champion = await workspace.registry.findChampion(model, visibleUntil);
  const { facts, all } =
    champion === undefined
      ? await factsOfUntrained(context, model, forTraining)
      : await factsOfChampion(context, champion, { force, forTraining });
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
  { force, forTraining }: AssessOptions,
): Promise<GatheredFacts> {
  const { model } = version;
  const metric = MODELS[model].headline;
  const { scores, all } = await scoreIfReadable(context, version, { force, forTraining });
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

/** A forced training is the way out of a champion that cannot be read: then there is no score. */
async function scoreIfReadable(
  context: RunContext,
  version: Version,
  { force, forTraining }: AssessOptions,
): Promise<FreshScores> {
  try {
    return await scoreFresh(context, version, forTraining);
  } catch (error) {
    if (!force || !(error instanceof ArtefactError)) throw error;
    context.log.warn({ version: version.version }, error.message);
    return NOTHING_FRESH;
  }
}
