import { endianness } from "node:os";
import { createHash, type Hash } from "node:crypto";
import { FEATURE_CODE_VERSION } from "../../domain/features/featureVersion.js";
import type { ModelName } from "../../domain/models.js";
import type { TrainingSettings } from "../../domain/settings.js";
import type { TenantId } from "../../domain/tenant.js";
import type { CategoryColumn, Examples } from "../../learning/examples.js";
import type { Fingerprints } from "../../usecases/ports/tenant/fingerprints.js";
import { keyedHash } from "./keyedHash.js";

/** Numbers are hashed in parts, so that no second copy of a long column is made. */
const NUMBERS_AT_ONCE = 8192;

const IS_BIG_ENDIAN = endianness() === "BE";

/** Hashes of one tenant's data; those of different tenants or models cannot be compared with each other. */
export function tenantFingerprints(tenant: TenantId): Fingerprints {
  return {
    ofKeys(model, keys) {
      const secret = `mltrain tenant ${tenant} ${model}`;
      return keys.map((key) => keyedHash(secret, key));
    },
    ofTraining: hashOfTraining,
  };
}

/** SHA-256 of the columns, in an encoding in which no two different trainings have the same bytes. */
function hashOfTraining(
  model: ModelName,
  examples: Examples,
  { seed, intervalCoverage, costRatio, learners }: TrainingSettings & { readonly seed: number },
): string {
  const hash = createHash("sha256");
  addTexts(hash, ["mltrain training", String(FEATURE_CODE_VERSION), model, String(seed), String(examples.count)]);
  addTexts(hash, [String(intervalCoverage), String(costRatio), learners]);
  addTexts(hash, examples.keys);
  addNumbers(hash, examples.predictedAt);
  addNumbers(hash, examples.labelKnownAt);
  addNumbers(hash, examples.labels);
  for (const [name, column] of sortedEntries(examples.numbers)) {
    addTexts(hash, ["number", name]);
    addNumbers(hash, column);
  }
  for (const [name, column] of sortedEntries(examples.categories)) {
    addTexts(hash, ["category", name]);
    addCategories(hash, column);
  }
  const { terms } = examples;
  if (terms !== undefined) {
    addTexts(hash, ["terms", String(terms.width)]);
    addNumbers(hash, terms.starts);
    addNumbers(hash, terms.columns);
    addNumbers(hash, terms.values);
  }
  return hash.digest("hex");
}

function sortedEntries<T>(columns: Readonly<Record<string, T>>): [name: string, column: T][] {
  return Object.entries(columns).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The texts after their number, each after its length in bytes. */
function addTexts(hash: Hash, texts: readonly string[]): void {
  hash.update(`${texts.length};`);
  for (const text of texts) hash.update(`${Buffer.byteLength(text)}:${text}`, "utf8");
}

/** The numbers after their count, as little-endian doubles: every NaN the same, and −0 as 0. */
function addNumbers(hash: Hash, numbers: ArrayLike<number>): void {
  hash.update(`${numbers.length};`);
  const part = new Float64Array(Math.min(numbers.length, NUMBERS_AT_ONCE));
  const bytes = Buffer.from(part.buffer);
  for (let start = 0; start < numbers.length; start += part.length) {
    const count = Math.min(part.length, numbers.length - start);
    for (let i = 0; i < count; i++) {
      const value = numbers[start + i] ?? NaN;
      part[i] = Number.isNaN(value) ? NaN : value + 0;
    }
    if (IS_BIG_ENDIAN) bytes.swap64();
    hash.update(bytes.subarray(0, 8 * count));
  }
}

/** The names in use, sorted, and each row's place among them: the order in which names were met does not matter. */
function addCategories(hash: Hash, { codes, names }: CategoryColumn): void {
  const used = [...new Set(codes)].filter((code) => code >= 0).map((code) => names[code] ?? "");
  const sorted = [...new Set(used)].sort();
  const places = new Map(sorted.map((name, place) => [name, place]));
  addTexts(hash, sorted);
  addNumbers(
    hash,
    Array.from(codes, (code) => places.get(names[code] ?? "") ?? -1),
  );
}
