import { dirname } from "node:path";
import { UsageError } from "../src/errors.js";

/**
 * Writes a text file, in place of one that is there: whole, or not at all, so that nobody reads the half of it. What is
 * no file (a pipe, `/dev/stdout`) is written to as it is.
 *
 * @throws UsageError if it cannot be written.
 */
export async function writeFile(file: string, text: string): Promise<void> {
  const fs = await import("node:fs/promises");
  try {
    const target = await fs.realpath(file).catch(() => file); // what a link stands for, not the link
    const there = await fs.stat(target).catch(() => undefined);
    if (there !== undefined && !there.isFile()) {
      await fs.writeFile(target, text);
      return;
    }
    if (there !== undefined) await fs.access(target, fs.constants.W_OK);
    const temporary = `${target}.${String(process.pid)}.tmp`;
    try {
      await fs.writeFile(temporary, text, { flag: "wx", ...(there === undefined ? {} : { mode: there.mode }) });
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
