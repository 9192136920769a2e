import { dirname } from "node:path";
import { UsageError } from "../src/errors.js";

/**
 * Writes a text file and replaces an existing one. The write is atomic, so that nobody reads half a file. A pipe or a
 * device such as `/dev/stdout` is written directly.
 *
 * @throws UsageError if it cannot be written.
 */
export async function writeFile(file: string, text: string): Promise<void> {
  const fs = await import("node:fs/promises");
  try {
    const target = await fs.realpath(file).catch(() => file); // write the target of a link, not the link
    const existing = await fs.stat(target).catch(() => undefined);
    if (existing !== undefined && !existing.isFile()) {
      await fs.writeFile(target, text);
      return;
    }
    if (existing !== undefined) await fs.access(target, fs.constants.W_OK);
    const temporary = `${target}.${String(process.pid)}.tmp`;
    try {
      await fs.writeFile(temporary, text, { flag: "wx", ...(existing === undefined ? {} : { mode: existing.mode }) });
      await fs.rename(temporary, target);
    } catch (error) {
      await fs.rm(temporary, { force: true });
      throw error;
    }
  } catch (cause) {
    throw refusal(file, cause);
  }
}

/**
 * Checks that a file can be written, without creating it, so that minutes of work are not lost at the end.
 *
 * @throws UsageError if it cannot.
 */
export async function checkWritable(file: string): Promise<void> {
  const fs = await import("node:fs/promises");
  try {
    const found = await fs.stat(file).catch(() => undefined);
    if (found?.isDirectory() === true) throw new Error("it is a folder");
    await fs.access(found === undefined ? dirname(file) : file, fs.constants.W_OK);
    if (found === undefined && !(await fs.stat(dirname(file))).isDirectory())
      throw new Error("its parent is not a folder");
  } catch (cause) {
    throw refusal(file, cause);
  }
}

function refusal(file: string, cause: unknown): UsageError {
  return new UsageError(`cannot write ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, {
    cause,
    hint: "Use a path in an existing folder that you can write to.",
  });
}
