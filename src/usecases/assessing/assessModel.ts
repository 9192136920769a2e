import { assessClassic } from "../../domain/retraining/assessClassic.js";
import { assessGuarded } from "../../domain/retraining/assessGuarded.js";
import type { Assessment, ModelFacts } from "../../domain/retraining/assessment.js";
import { attemptHistory, ATTEMPTS_TO_READ, type AttemptHistory } from "../../domain/retraining/attempts.js";
import { MODELS, versionName, type ModelName } from "../../domain/models.js";
import { placementOf } from "../../domain/rollback/manualDeployment.js";
import { thresholdsFor } from "../../domain/settings.js";
import type { Champion, Deployment, Version } from "../../domain/versions.js";
import { ArtefactError } from "../../errors.js";
import { evaluationOf, headlineOf, standingOf, type ChampionStanding } from "./championPerformance.js";
import { readFreshRows, readPrepared, type FreshRows, type PreparedRead } from "./newLabelRows.js";
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
    serving: undefined,
    newExamples: examples.count,
    score: headlineOf(MODELS[model].headline, { rows: 0, values: {} }),
    ageDays: undefined,
    placed: undefined,
    newSinceAttempt: examples.count,
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
  const { fresh, standing } = await scoreIfReadable(context, version, options);
  if (options.recorded && standing.performance?.askedNow === true) {
    const { verdict } = standing.performance;
    await context.workspace.registry.appendEvaluation(evaluationOf(context, version, standing, verdict));
  }
  const knownBefore = attempts.last?.watermark ?? version.watermark;
  const facts: ModelFacts = {
    model,
    asOf: context.asOf,
    serving: {
      version: version.version,
      name: versionName(model, context.tenant, version.version),
      learner: version.learner,
      trainedAt: version.trainedAt,
      watermark: version.watermark,
      rows: version.rows,
    },
    newExamples: fresh?.labelKnownAt.length ?? 0,
    score: headlineOf(MODELS[model].headline, standing.scores),
    ageDays: (context.asOf - version.trainedAt) / DAY,
    placed: await placementIn(context, deployment),
    newSinceAttempt: fresh?.labelKnownAt.filter((time) => time > knownBefore).length ?? 0,
    attempts,
    performance: standing.performance,
  };
  return { facts, all: fresh?.all };
}

/** The log is read only where the newest entry does not tell. */
async function placementIn({ workspace, visibleUntil }: RunContext, newest: Deployment): Promise<ModelFacts["placed"]> {
  const isTold = newest.cause !== "pin" || newest.pinned;
  return placementOf(isTold ? [newest] : await workspace.registry.listDeployments(newest.model, visibleUntil));
}

/** A forced training is the way out of a champion that cannot be read: then there is no score. */
async function scoreIfReadable(
  context: RunContext,
  version: Version,
  { force, forTraining }: AssessOptions,
): Promise<{ fresh: FreshRows | undefined; standing: ChampionStanding }> {
  const { platform, tenant } = context;
  const threshold = thresholdsFor(platform.settings, tenant, version.model).minimumScore.value;
  const scored = async (fresh: FreshRows | undefined) => ({
    fresh,
    standing: await standingOf(context, version, fresh, threshold),
  });
  try {
    return await scored(await readFreshRows(context, version, forTraining));
  } catch (error) {
    if (!force || !(error instanceof ArtefactError)) throw error;
    context.log.warn({ version: version.version }, error.message);
    return scored(undefined);
  }
}
