import { assessClassic } from "../../domain/retraining/assessClassic.js";
import { assessGuarded } from "../../domain/retraining/assessGuarded.js";
import type { Assessment, ModelFacts } from "../../domain/retraining/assessment.js";
import { attemptHistory, ATTEMPTS_TO_READ, type AttemptHistory } from "../../domain/retraining/attempts.js";
import { MODELS, versionName, type ModelName } from "../../domain/models.js";
import { manualDeploymentOf } from "../../domain/rollback/manualDeployment.js";
import { thresholdsFor } from "../../domain/settings.js";
import type { Champion, Deployment, Version } from "../../domain/versions.js";
import { ArtefactError } from "../../errors.js";
import { evaluationOf, headlineOf, performanceOf, type ChampionPerformance } from "./championPerformance.js";
import { readNewLabelRows, readPrepared, type NewLabelRows, type PreparedRead } from "./newLabelRows.js";
import type { RunContext } from "../running/tenantRuns.js";

const DAY = 86_400_000;

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
  /** Keeps it in the history if the question whether the champion has got worse was asked. */
  readonly recorded: boolean;
}

interface GatheredFacts {
  readonly facts: ModelFacts;
  readonly all?: PreparedRead | undefined;
}

/** Gathers the facts about one model, then lets the policy decide. */
export async function assessModel(
  context: RunContext,
  model: ModelName,
  options: AssessOptions,
): Promise<AssessedModel> {
  const { platform, workspace, tenant, visibleUntil } = context;
  const champion = await workspace.registry.findChampion(model, visibleUntil);
  const attempts = await readAttempts(context, model, champion);
  const { facts, all } =
    champion === undefined
      ? await factsOfUntrained(context, model, attempts, options)
      : await factsOfChampion(context, champion, attempts, options);
  const decide = platform.settings.policy === "classic" ? assessClassic : assessGuarded;
  return {
    assessment: decide(facts, thresholdsFor(platform.settings, tenant, model), options.force),
    all: options.forTraining ? all : undefined,
  };
}

/** What is known of earlier attempts; a version from before they were kept stands for its own. */
async function readAttempts(
  { workspace, visibleUntil }: RunContext,
  model: ModelName,
  champion: Champion | undefined,
): Promise<AttemptHistory> {
  const { registry } = workspace;
  const newest = await registry.listAttempts(model, visibleUntil, ATTEMPTS_TO_READ);
  // However often data were refused, that does not hide what the back-off counts from.
  const telling = newest.some(({ outcome }) => outcome === "data-refused")
    ? await registry.listAttempts(model, visibleUntil, ATTEMPTS_TO_READ, "data-refused")
    : newest;
  const history = attemptHistory(telling, newest[0]);
  if (history.last !== undefined || champion === undefined) return history;
  const version = (await registry.listVersions(model, visibleUntil)).at(-1) ?? champion.version;
  const { trainedAt: attemptedAt, watermark } = version;
  return { ...history, last: { attemptedAt, watermark, outcome: "promoted" } };
}

async function factsOfUntrained(
  context: RunContext,
  model: ModelName,
  attempts: AttemptHistory,
  { forTraining }: AssessOptions,
): Promise<GatheredFacts> {
  const { workspace, asOf } = context;
  const all = forTraining ? await readPrepared(context, model, true) : undefined;
  const { examples } = all?.read ?? (await workspace.examples.read(model, { until: asOf, withText: false }));
  const facts: ModelFacts = {
    model,
    asOf,
    champion: undefined,
    newLabels: examples.count,
    score: headlineOf(MODELS[model].headline, { rows: 0, values: {} }),
    ageDays: undefined,
    manuallyDeployed: undefined,
    newLabelsSinceAttempt: examples.count,
    attempts,
    performance: undefined,
  };
  return { facts, all };
}

async function factsOfChampion(
  context: RunContext,
  { version, deployment }: Champion,
  attempts: AttemptHistory,
  options: AssessOptions,
): Promise<GatheredFacts> {
  const { model } = version;
  const { newRows, status } = await scoreIfReadable(context, version, options);
  if (options.recorded && status.performance?.testedNow === true) {
    const { verdict } = status.performance;
    await context.workspace.registry.appendEvaluation(evaluationOf(context, version, status, verdict));
  }
  const knownBefore = attempts.last?.watermark ?? version.watermark;
  const facts: ModelFacts = {
    model,
    asOf: context.asOf,
    champion: {
      version: version.version,
      name: versionName(model, context.tenant, version.version),
      learner: version.learner,
      trainedAt: version.trainedAt,
      watermark: version.watermark,
      rows: version.rows,
    },
    newLabels: newRows?.labelKnownAt.length ?? 0,
    score: headlineOf(MODELS[model].headline, status.scores),
    ageDays: (context.asOf - version.trainedAt) / DAY,
    manuallyDeployed: await readManualDeployment(context, deployment),
    newLabelsSinceAttempt: newRows?.labelKnownAt.filter((time) => time > knownBefore).length ?? 0,
    attempts,
    performance: status.performance,
  };
  return { facts, all: newRows?.all };
}

/** The log is read only where the newest entry does not tell. */
async function readManualDeployment(
  { workspace, visibleUntil }: RunContext,
  newest: Deployment,
): Promise<ModelFacts["manuallyDeployed"]> {
  const isTold = newest.cause !== "pin" || newest.pinned;
  return manualDeploymentOf(isTold ? [newest] : await workspace.registry.listDeployments(newest.model, visibleUntil));
}

/** A forced training is the way out of a champion that cannot be read: then there is no score. */
async function scoreIfReadable(
  context: RunContext,
  version: Version,
  { force, forTraining }: AssessOptions,
): Promise<{ newRows: NewLabelRows | undefined; status: ChampionPerformance }> {
  const { platform, tenant } = context;
  const threshold = thresholdsFor(platform.settings, tenant, version.model).minimumScore.value;
  const scored = async (newRows: NewLabelRows | undefined) => ({
    newRows,
    status: await performanceOf(context, version, newRows, threshold),
  });
  try {
    return await scored(await readNewLabelRows(context, version, forTraining));
  } catch (error) {
    if (!force || !(error instanceof ArtefactError)) throw error;
    context.log.warn({ version: version.version }, error.message);
    return scored(undefined);
  }
}
