import type { Writable } from "node:stream";
import { UsageError } from "../src/errors.js";

/**
 * Writes to a stream and waits until it is written. A reader that has gone away (`| head`) is no error.
 *
 * @returns a function that fails with a UsageError if the text cannot be written: a full disk, for one.
 */
export function writerTo(stream: Writable): (text: string) => Promise<void> {
  // The callback of the write says so as well.
  stream.on("error", () => undefined);
  return (text) =>
    new Promise<void>((resolve, reject) => {
      stream.write(text, (error) => {
        if (error === null || error === undefined || isGone(error)) resolve();
        else reject(error);
      });
    }).catch((cause: unknown) => {
      throw new UsageError(`the output cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, {
        cause,
        hint: "What was done until then is done. Give stdout a file or pipe that takes it.",
      });
    });
}

/** The same for what nobody can be told about: of an error of writing an error message nothing is said. */
export function writerOfErrorsTo(stream: Writable): (text: string) => Promise<void> {
  const write = writerTo(stream);
  return (text) => write(text).catch(() => undefined);
}

/** The stream was closed by its reader, now or at an earlier write. */
function isGone({ code }: NodeJS.ErrnoException): boolean {
  return code === "EPIPE" || code === "ERR_STREAM_DESTROYED";
}
