import type { Artefact } from "../domain/artefact.js";
import { explainerOf, scoreScale } from "../domain/explaining/explanation.js";
import type { ExampleRead } from "../domain/examples/exampleRead.js";
import { versionName, type ModelName } from "../domain/models.js";
import type { Version } from "../domain/versions.js";
import { intervalAround, offsetsAfter } from "../domain/prediction/intervals.js";
import { predictDesign } from "../domain/prediction/predictor.js";
import { prepare } from "../domain/learners/preparedExamples.js";
import { designOf } from "../domain/learners/trainingDesign.js";
import { termReader, type TermReader } from "../domain/explaining/termWords.js";
import { EXIT, NotFoundError, worstExitCode, type ExitCode } from "../errors.js";
import type { ConformalOffsets } from "../learning/calibration/adaptiveConformal.js";
import type { Examples } from "../learning/examples.js";
import { compareText } from "../learning/features/compareText.js";
import { joinExamples } from "../learning/features/joinExamples.js";
import { readNewLabelRows } from "./assessing/newLabelRows.js";
import type { PredictInput } from "./running/inputs.js";
import { perModel } from "./running/perModel.js";
import type { Platform } from "./ports/platform.js";
import type {
  ModelPredicted,
  Prediction,
  PredictOutcome,
  PredictResult,
  PredictTenantResult,
} from "./results/predictResult.js";
import { forTenants, throwIfStopped, type RunContext, type RunFindings } from "./running/tenantRuns.js";

/** Reasons that each prediction is given. */
const REASONS = 3;

type Findings = RunFindings<PredictOutcome> & Pick<PredictTenantResult, "unknownKeys">;

/** Has what serves predict the open rows, or those asked for by key. Nothing is written, not even a run. */
export async function predict(platform: Platform, input: PredictInput): Promise<PredictResult> {
  const { tenant, keys } = input;
  return forTenants<PredictOutcome, Findings>(
    platform,
    { ...input, tenants: { tenant } },
    { command: "predict", recorded: false },
    async (context) => {
      const models = await perModel<PredictOutcome>(context, (model, modelContext) =>
        predictModel(modelContext, model, keys),
      );
      const outcomes = Object.values(models);
      const unknownKeys = keysNotFound(keys, outcomes);
      const codes = outcomes.map((outcome) => (outcome.outcome === "failed" ? outcome.exitCode : EXIT.ok));
      const found: ExitCode = unknownKeys.length === 0 ? EXIT.ok : EXIT.notFound;
      return {
        models,
        exitCode: worstExitCode([...codes, found]),
        ...(unknownKeys.length === 0 ? {} : { unknownKeys }),
      };
    },
  );
}

/** Those of which no model has a row; a model that failed cannot say. */
function keysNotFound(keys: readonly string[] | undefined, outcomes: readonly PredictOutcome[]): string[] {
  if (keys === undefined) return [];
  const found = new Set<string>();
  for (const outcome of outcomes) {
    if (outcome.outcome === "predicted") for (const { key } of outcome.predictions) found.add(key);
  }
  const isAnswered = outcomes.some(({ outcome }) => outcome === "predicted");
  return isAnswered ? [...new Set(keys)].filter((key) => !found.has(key)) : [];
}

async function predictModel(
  context: RunContext,
  model: ModelName,
  keys: readonly string[] | undefined,
): Promise<ModelPredicted> {
  const { platform, workspace, tenant, visibleUntil } = context;
  throwIfStopped(platform);
  const champion = await workspace.registry.findChampion(model, visibleUntil);
  if (champion === undefined) {
    throw new NotFoundError(`${model} has no version that could predict`, {
      hint: `Train it: mltrain train --tenant ${String(tenant)} --model ${model}`,
    });
  }
  const { version, learner } = champion.version;
  const artefact = await workspace.registry.loadArtefact(model, version);
  const terms = termReader(artefact, REASONS);
  const read = await readToPredict(context, artefact, keys, terms);
  return {
    outcome: "predicted",
    version,
    name: versionName(model, tenant, version),
    learner,
    scale: scoreScale(artefact),
    decisionThreshold: artefact.decisionThreshold,
    predictions: predictRows(artefact, {
      known: await knownBefore(context, artefact, read.examples),
      asked: read.examples,
      offsets: await offsetsNow(context, champion.version, artefact, read.examples),
      terms,
    }),
    dropped: read.dropped,
    truncated: read.truncated,
  };
}

function readToPredict(
  { workspace, asOf }: RunContext,
  artefact: Artefact,
  keys: readonly string[] | undefined,
  terms: TermReader | undefined,
): Promise<ExampleRead> {
  return workspace.examples.readToPredict(artefact.model, {
    until: asOf,
    withText: artefact.encoding.terms !== null,
    ...(keys === undefined ? {} : { keys }),
    ...(terms === undefined ? {} : { reader: terms }),
  });
}

/** The labelled examples that features look back on; none are read where nothing looks. */
async function knownBefore(
  { workspace, asOf }: RunContext,
  { model, learner }: Artefact,
  asked: Examples,
): Promise<Examples | undefined> {
  if (learner.name === "baseline" || asked.count === 0) return undefined;
  const window = { until: asOf, withText: false, historyOnly: true };
  return (await workspace.examples.read(model, window)).examples;
}

/** What the artefact's intervals add to predictions, adapted by the errors on rows that became known after its training. */
async function offsetsNow(
  context: RunContext,
  version: Version,
  artefact: Artefact,
  asked: Examples,
): Promise<ConformalOffsets> {
  const isNeeded = artefact.intervals !== null && asked.count > 0;
  const newRows = isNeeded ? await readNewLabelRows(context, version) : undefined;
  return offsetsAfter(artefact, newRows?.rows);
}

interface Asked {
  readonly known: Examples | undefined;
  readonly asked: Examples;
  readonly offsets: ConformalOffsets;
  readonly terms: TermReader | undefined;
}

/**
 * Predicts rows as at their creation. They stand behind the labelled ones, as examples whose label is never known: so
 * their features are those that a training would give them, and they are in nobody's history.
 */
function predictRows(artefact: Artefact, { known, asked, offsets, terms }: Asked): Prediction[] {
  const prepared = prepare(artefact.model, known === undefined ? asked : joinExamples(known, asked));
  const first = prepared.examples.count - asked.count;
  const rows = Int32Array.from({ length: asked.count }, (_, i) => first + i);
  const design = designOf(artefact.encoding, prepared, rows);
  const predictions = predictDesign(artefact, design);
  const explainer = explainerOf(artefact, prepared, rows, design);
  return Array.from(asked.keys, (key, i): Prediction => {
    const reasons = explainer.largest(i, REASONS, terms?.wordsOf(key));
    const prediction = predictions[i] ?? NaN;
    const interval = intervalAround(artefact, prediction, offsets);
    return {
      key,
      predictedAt: asked.predictedAt[i] ?? NaN,
      prediction,
      ...(interval && {
        interval: { low: interval[0], high: interval[1], coverage: artefact.intervals?.coverage ?? NaN },
      }),
      reasons,
    };
  }).sort((a, b) => b.predictedAt - a.predictedAt || compareText(a.key, b.key));
}
