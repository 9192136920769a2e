import { UsageError } from "../src/errors.js";

/** Writes a text file, in place of one that is there. @throws UsageError if it cannot be written. */
export async function writeFile(file: string, text: string): Promise<void> {
  const fs = await import("node:fs/promises");
  try {
    await fs.writeFile(file, text);
  } catch (cause) {
    throw new UsageError(`cannot write ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
      hint: "Give a file in a folder that exists, and that you may write to.",
    });
  }
}
