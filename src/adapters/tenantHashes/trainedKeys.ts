import { ArtefactError } from "../../errors.js";

const HASH_BYTES = 8;

/**
 * Keyed hashes as one text: the bytes of all of them, sorted, in base64. 200,000 take 2.1 MB.
 *
 * @param hashes - 16 hexadecimal digits each.
 */
export function encodeTrainedKeys(hashes: readonly string[]): string {
  return Buffer.from([...new Set(hashes)].sort().join(""), "hex").toString("base64");
}

/**
 * @param name - what messages call the version.
 * @throws ArtefactError if the text is not of {@link encodeTrainedKeys}.
 */
export function decodeTrainedKeys(text: string, name: string): ReadonlySet<string> {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length % HASH_BYTES !== 0 || bytes.toString("base64") !== text) {
    throw new ArtefactError(`the hashes of the rows that ${name} was trained on cannot be read`, {
      hint: "Train the model again (mltrain train --force), or restore the row of ml_models from a backup.",
    });
  }
  const hex = bytes.toString("hex");
  const digits = 2 * HASH_BYTES;
  return new Set(Array.from({ length: hex.length / digits }, (_, i) => hex.slice(i * digits, (i + 1) * digits)));
}
