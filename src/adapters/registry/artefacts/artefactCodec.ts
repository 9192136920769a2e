import { createHash } from "node:crypto";
import { ARTEFACT_FORMAT, type Artefact } from "../../../domain/artefact.js";
import type { ModelName } from "../../../domain/models.js";
import { ArtefactError } from "../../../errors.js";
import { canonicalJson } from "../rows/canonicalJson.js";

/** Linear models of some thousand features take less than a megabyte; more is a mistake, not a model. */
export const MAXIMUM_ARTEFACT_BYTES = 16 * 1024 * 1024;

/** An artefact as it is stored. */
export interface EncodedArtefact {
  readonly text: string;
  /** SHA-256 of the text in UTF-8, hexadecimal. */
  readonly hash: string;
}

/** What is known of a stored artefact before it is read. */
export interface ExpectedArtefact {
  /** What messages call it: `story_points_tenant_1_v3`. */
  readonly name: string;
  readonly model: ModelName;
  readonly hash: string;
  /** The program that wrote it. */
  readonly codeVersion: string;
}

const RESTORE = "Roll back to another version, or restore the row of ml_models from a backup.";

/** @throws ArtefactError if it holds a number that is not finite, or is too large. */
export function encodeArtefact(artefact: Artefact): EncodedArtefact {
  const text = toText(artefact);
  const bytes = Buffer.byteLength(text);
  if (bytes > MAXIMUM_ARTEFACT_BYTES) {
    throw new ArtefactError(
      `the artefact of ${artefact.model} takes ${bytes} bytes; at most ${MAXIMUM_ARTEFACT_BYTES} are kept`,
    );
  }
  return { text, hash: sha256(text) };
}

/**
 * Reads a stored artefact: its size, then its hash, then its format number, then its shape.
 *
 * @throws ArtefactError, saying what was seen, if one of them is not as expected.
 */
export async function decodeArtefact(text: string, expected: ExpectedArtefact): Promise<Artefact> {
  const { name, model, hash, codeVersion } = expected;
  const bytes = Buffer.byteLength(text);
  if (bytes > MAXIMUM_ARTEFACT_BYTES) {
    throw new ArtefactError(`${name} takes ${bytes} bytes; at most ${MAXIMUM_ARTEFACT_BYTES} are read`, {
      hint: RESTORE,
    });
  }
  const seen = sha256(text);
  if (seen !== hash) {
    throw new ArtefactError(`${name} does not match its hash: recorded ${hash}, found ${seen}`, { hint: RESTORE });
  }
  const value = upgraded(parse(text, name));
  checkFormat(value, name, codeVersion);
  // Loading zod takes longer than most commands do: only those that load an artefact pay for it.
  const { readArtefact } = await import("./artefactSchema.js");
  const artefact = readArtefact(value, name, RESTORE);
  if (artefact.model !== model) {
    throw new ArtefactError(`${name} holds an artefact of ${artefact.model}`, { hint: RESTORE });
  }
  return artefact;
}

function toText(artefact: Artefact): string {
  try {
    return canonicalJson(artefact);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ArtefactError(`the artefact of ${artefact.model} cannot be recorded: ${cause.message}`, { cause });
  }
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ArtefactError(`${name} is not JSON`, { hint: RESTORE, cause });
  }
}

/** Names of formats 1 to 3 → names of format 4. */
const LEARNER_NAMES: Readonly<Record<string, string>> = { naive: "baseline", leastAbsolute: "lad", blend: "ensemble" };

/**
 * Reads older formats, so that an older champion stays deployed and a challenger can be compared with it. Format 1 has
 * neither label values nor recency, format 2 neither intervals nor calibrated probabilities, format 3 has older names.
 * Predictions are the same in all of them.
 */
function upgraded(value: unknown): unknown {
  if (!isObject(value)) return value;
  const { learner } = value;
  switch (value["format"]) {
    case 1: {
      const isFitted = isObject(learner) && learner["name"] !== "naive";
      const dated = isFitted ? { ...learner, halfLife: null } : learner;
      return upgraded({ ...value, format: 2, labelValues: null, learner: dated });
    }
    case 2:
      return upgraded({ ...value, format: 3, calibration: null, intervals: null });
    case 3: {
      const { naive, ...rest } = value;
      return { ...rest, format: ARTEFACT_FORMAT, learner: withNewNames(learner), baseline: naive };
    }
    default:
      return value;
  }
}

function withNewNames(learner: unknown): unknown {
  if (!isObject(learner)) return learner;
  const { name, parts, fit } = learner;
  return {
    ...learner,
    name: (typeof name === "string" ? LEARNER_NAMES[name] : undefined) ?? name,
    ...(Array.isArray(parts) && { parts: parts.map(withNewNames) }),
    ...(isObject(fit) && { fit: withBaseValue(fit) }),
  };
}

function withBaseValue({ baseline, ...rest }: Readonly<Record<string, unknown>>): unknown {
  return { ...rest, baseValue: baseline };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function checkFormat(value: unknown, name: string, codeVersion: string): void {
  const format = typeof value === "object" && value !== null && "format" in value ? value.format : undefined;
  if (format === ARTEFACT_FORMAT) return;
  const seen = format === undefined ? "no format number" : `format ${JSON.stringify(format)}`;
  const isNewer = typeof format === "number" && format > ARTEFACT_FORMAT;
  throw new ArtefactError(`${name} has ${seen}; this program reads format ${ARTEFACT_FORMAT}`, {
    hint: isNewer
      ? `mltrain ${codeVersion} wrote it: use that or a newer one, or roll back to another version.`
      : RESTORE,
  });
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
