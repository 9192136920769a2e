import { dirname } from "node:path";
import { UsageError } from "../src/errors.js";

/** Writes a text file, in place of one that is there. @throws UsageError if it cannot be written. */
export async function writeFile(file: string, text: string): Promise<void> {
  const fs = await import("node:fs/promises");
  try {
    await fs.writeFile(file, text);
  } catch (cause) {
    throw refusal(file, cause);
  }
}

/**
 * Looks whether a file could be written, and leaves no trace: work of minutes should not be done for one that cannot.
 *
 * @throws UsageError if it could not.
 */
export async function checkWritable(file: string): Promise<void> {
  const fs = await import("node:fs/promises");
  try {
    const found = await fs.stat(file).catch(() => undefined);
    if (found?.isDirectory() === true) throw new Error("it is a folder");
    await fs.access(found === undefined ? dirname(file) : file, fs.constants.W_OK);
    if (found === undefined && !(await fs.stat(dirname(file))).isDirectory()) throw new Error("not in a folder");
  } catch (cause) {
    throw refusal(file, cause);
  }
}

function refusal(file: string, cause: unknown): UsageError {
  return new UsageError(`cannot write ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, {
    cause,
    hint: "Give a file in a folder that exists, and that you may write to.",
  });
}
