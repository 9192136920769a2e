import type { Artefact } from "../../domain/artefact.js";
import type { ComparedChampion } from "../../domain/promotion/comparison.js";
import type { ExampleRead } from "../../domain/examples/exampleRead.js";
import type { ModelName } from "../../domain/models.js";
import { prepare, type Prepared } from "../../domain/learners/preparedExamples.js";
import { scoredRows, type ScoredRows } from "../../domain/scoring/scoredRows.js";
import type { Version } from "../../domain/versions.js";
import { ArtefactError } from "../../errors.js";
import { takeRows } from "../../learning/takeRows.js";
import type { RunContext } from "../running/tenantRuns.js";

/** All examples of a model, with their features. */
export interface PreparedRead {
  readonly read: ExampleRead;
  readonly prepared: Prepared;
}

/** The rows that a version does not know, as it predicts them; at least one. */
export interface NewLabelRows {
  readonly artefact: Artefact;
  readonly rows: ScoredRows;
  /** When each was to be predicted, and when its label became known; the latter ascending. */
  readonly predictedAt: Float64Array;
  readonly labelKnownAt: Float64Array;
  readonly all: PreparedRead;
}

/**
 * The examples whose label became known after a version's watermark, and that it was not trained on, whenever they were
 * created. All examples are read only if there are such, since the features of the new look back on the old.
 *
 * @param withText - reads texts even if the version does not use them, because a training will.
 * @returns undefined if there is nothing new.
 */
export async function readNewLabelRows(
  context: RunContext,
  version: Version,
  withText = false,
): Promise<NewLabelRows | undefined> {
  const { workspace, asOf } = context;
  const { model, watermark } = version;
  const newer = await workspace.examples.read(model, { after: watermark, until: asOf, withText: false });
  if (newer.examples.count === 0) return undefined;
  const isTrained = await trainedRows(context, version);
  if (newer.examples.keys.every(isTrained)) return undefined;

  const artefact = await workspace.registry.loadArtefact(model, version.version);
  const all = await readPrepared(context, model, withText || artefact.encoding.terms !== null);
  const { count, keys, predictedAt, labelKnownAt } = all.prepared.examples;
  const rows = Int32Array.from({ length: count }, (_, row) => row).filter(
    (row) => (labelKnownAt[row] ?? 0) > watermark && !isTrained(keys[row] ?? ""),
  );
  return {
    artefact,
    rows: scoredRows(artefact, all.prepared, rows),
    predictedAt: takeRows(predictedAt, rows),
    labelKnownAt: takeRows(labelKnownAt, rows),
    all,
  };
}

/** Tells of an example's key whether the version was trained on it. */
export async function trainedRows(
  { workspace }: RunContext,
  { model, version }: Version,
): Promise<(key: string) => boolean> {
  const trained = await workspace.registry.trainedKeys(model, version);
  return (key) => workspace.fingerprints.ofKeys(model, [key]).some((hash) => trained.has(hash));
}

/**
 * Reads the examples of a model known at the time the run works as of, and computes their features.
 *
 * @param newest - at most so many, the newest; absent: all.
 */
export async function readPrepared(
  { workspace, asOf }: RunContext,
  model: ModelName,
  withText: boolean,
  newest?: number,
): Promise<PreparedRead> {
  const window = { until: asOf, withText, ...(newest === undefined ? {} : { newest }) };
  const read = await workspace.examples.read(model, window);
  return { read, prepared: prepare(model, read.examples) };
}

/** A version as a challenger is compared with it; undefined where it cannot be read, and so cannot be defended. */
export async function readComparable(
  context: RunContext,
  version: Version,
  { examples: { keys } }: Prepared,
): Promise<ComparedChampion | undefined> {
  try {
    const artefact = await context.workspace.registry.loadArtefact(version.model, version.version);
    const isTrained = await trainedRows(context, version);
    return { artefact, watermark: version.watermark, knows: (row) => isTrained(keys[row] ?? "") };
  } catch (error) {
    if (!(error instanceof ArtefactError)) throw error;
    context.log.warn({ version: version.version }, error.message);
    return undefined;
  }
}
