import type { CompletionMix } from "../../../domain/scoring/completionMix.js";
import type { FeatureWeight } from "../../../domain/explaining/featureWeights.js";
import type { ScoredRows, VersionEvidence } from "../../../domain/scoring/scoredRows.js";
import type { TrainingSummary } from "../../../domain/explaining/trainingSummary.js";
import { ArtefactError } from "../../../errors.js";
import { canonicalJson } from "../rows/canonicalJson.js";
import { isFlag, isNumber, isText, listOf, optional, recordOf, shapeOf } from "../../decoding/shapes.js";

/** Raised when the form changes so that older programs cannot read it. */
const EVIDENCE_FORMAT = 1;

interface Stored {
  readonly format: number;
  readonly mix?: CompletionMix;
  readonly summary?: TrainingSummary;
  /** Columns of 32-bit floats, in base64: 20,000 rows take 320 kB. */
  readonly holdout?: { readonly [column in keyof ScoredRows]: string };
}

const isFeatureWeight = shapeOf<FeatureWeight>({ kind: isText, name: isText, weight: isNumber });
const isSpan = shapeOf<TrainingSummary["labelsKnown"]>({ from: isNumber, to: isNumber });
const isStored = shapeOf<Stored>({
  format: isNumber,
  mix: optional(shapeOf<CompletionMix>({ edges: listOf(isNumber), shares: listOf(isNumber) })),
  holdout: optional(
    shapeOf<NonNullable<Stored["holdout"]>>({
      labels: isText,
      predictions: isText,
      delays: isText,
      covered: () => true,
    }),
  ),
  summary: optional(
    shapeOf<TrainingSummary>({
      labelsKnown: isSpan,
      predictedFrom: isNumber,
      labelQuantiles: optional(listOf(isNumber)),
      baseRate: optional(isNumber),
      read: shapeOf<TrainingSummary["read"]>({
        rows: isNumber,
        dropped: recordOf(isNumber),
        missingColumns: listOf(isText),
        truncated: isFlag,
      }),
      baselineReason: optional(isText),
      weights: shapeOf<TrainingSummary["weights"]>({
        rows: isNumber,
        scale: (value) => value === null || isText(value),
        features: listOf(isFeatureWeight),
      }),
    }),
  ),
});

/** What is kept of a version to hold its later scores against, as text. Numbers are kept with seven digits. */
export function encodeEvidence({ holdout, mix, summary }: VersionEvidence): string {
  const stored: Stored = {
    format: EVIDENCE_FORMAT,
    ...(mix === undefined ? {} : { mix }),
    ...(summary === undefined ? {} : { summary }),
    ...(holdout === undefined
      ? {}
      : {
          holdout: {
            labels: toBase64(holdout.labels),
            predictions: toBase64(holdout.predictions),
            delays: toBase64(holdout.delays),
          },
        }),
  };
  return canonicalJson(stored);
}

/**
 * @param text - absent for a version that was recorded before there was any evidence.
 * @param name - what messages call the version.
 * @throws ArtefactError if the text is not of {@link encodeEvidence}.
 */
export function decodeEvidence(text: string | undefined, name: string): VersionEvidence {
  if (text === undefined) return { holdout: undefined, mix: undefined };
  try {
    const stored: unknown = JSON.parse(text);
    if (!isStored(stored) || stored.format !== EVIDENCE_FORMAT) throw new TypeError("not of the form that is known");
    const { mix, holdout, summary } = stored;
    return { mix, holdout: holdout && toRows(holdout), ...(summary === undefined ? {} : { summary }) };
  } catch (cause) {
    throw new ArtefactError(`what ${name} was held out on cannot be read`, {
      cause,
      hint: "Train the model again (mltrain train --force), or restore the row of ml_models from a backup.",
    });
  }
}

function toRows(columns: NonNullable<Stored["holdout"]>): ScoredRows {
  const rows = {
    labels: fromBase64(columns.labels),
    predictions: fromBase64(columns.predictions),
    delays: fromBase64(columns.delays),
  };
  const count = rows.labels.length;
  if (rows.predictions.length !== count || rows.delays.length !== count)
    throw new TypeError("columns differ in length");
  return rows;
}

function toBase64(values: Float64Array): string {
  return Buffer.from(Float32Array.from(values).buffer).toString("base64");
}

function fromBase64(text: string): Float64Array {
  const bytes = Uint8Array.from(Buffer.from(text, "base64"));
  return Float64Array.from(new Float32Array(bytes.buffer));
}
