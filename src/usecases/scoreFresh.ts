import { predict } from "../domain/predictor.js";
import { prepare, type Prepared } from "../domain/prepared.js";
import { scorePredictions } from "../domain/scoring.js";
import type { Scores } from "../domain/scores.js";
import type { ModelName } from "../domain/models.js";
import type { Version } from "../domain/versions.js";
import type { ExampleRead } from "../domain/exampleRead.js";
import type { Examples } from "../learning/examples.js";
import type { RunContext } from "./tenantRuns.js";

/** All examples of a model, with their features. */
export interface PreparedRead {
  readonly read: ExampleRead;
  readonly prepared: Prepared;
}

/** Scores of a version on the examples that it does not know, and when their labels became known. */
export interface FreshScores {
  readonly scores: Scores;
  /** Label times of the oldest and the newest of them. */
  readonly window: { readonly from: number; readonly to: number } | undefined;
  /** What was read for it, if all examples were. */
  readonly all: PreparedRead | undefined;
}

/** There is nothing new to score. */
export const NOTHING_FRESH: FreshScores = { scores: { rows: 0, values: {} }, window: undefined, all: undefined };

/**
 * Scores a version on its new examples: those whose label became known after its watermark, and that it was not
 * trained on. All examples are read only if there are such, since the features of the new look back on the old.
 *
 * @param withText - reads texts even if the version does not use them, because a training will.
 */
export async function scoreFresh(context: RunContext, version: Version, withText = false): Promise<FreshScores> {
  const { workspace, asOf } = context;
  const { model, watermark } = version;
  const newer = await workspace.examples.read(model, { after: watermark, until: asOf, withText: false });
  if (newer.examples.count === 0) return NOTHING_FRESH;
  const trained = await workspace.registry.trainedKeys(model, version.version);
  const isFresh = (hash: string): boolean => !trained.has(hash);
  if (!workspace.fingerprints.ofKeys(model, newer.examples.keys).some(isFresh)) return NOTHING_FRESH;

  const artefact = await workspace.registry.loadArtefact(model, version.version);
  const all = await readPrepared(context, model, withText || artefact.encoding.terms !== null);
  const { examples } = all.read;
  const hashes = workspace.fingerprints.ofKeys(model, examples.keys);
  const rows = rowsWhere(
    examples,
    (row) => (examples.labelKnownAt[row] ?? 0) > watermark && isFresh(hashes[row] ?? ""),
  );
  const labels = Float64Array.from(rows, (row) => examples.labels[row] ?? NaN);
  const scores = scorePredictions(artefact, labels, predict(artefact, all.prepared, rows));
  const from = examples.labelKnownAt[rows[0] ?? -1];
  const to = examples.labelKnownAt[rows.at(-1) ?? -1];
  return { scores, window: from === undefined || to === undefined ? undefined : { from, to }, all };
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

function rowsWhere({ count }: Examples, holds: (row: number) => boolean): Int32Array {
  return Int32Array.from({ length: count }, (_, row) => row).filter(holds);
}
