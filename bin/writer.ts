import type { Writable } from "node:stream";
import { UsageError } from "../src/errors.js";

/**
 * Returns a function that writes to a stream and waits for the write. A closed reader (`| head`) is not an error. The
 * function throws a UsageError if the text cannot be written, for example because the disk is full.
 */
export function writerTo(stream: Writable): (text: string) => Promise<void> {
  // The callback of write() reports the same error.
  stream.on("error", () => undefined);
  return (text) =>
    new Promise<void>((resolve, reject) => {
      stream.write(text, (error) => {
        if (error === null || error === undefined || isGone(error)) resolve();
        else reject(error);
      });
    }).catch((cause: unknown) => {
      throw new UsageError(`cannot write the output: ${cause instanceof Error ? cause.message : String(cause)}`, {
        cause,
        hint: "The command did its work, but its output is lost. Redirect stdout to a file or pipe that accepts it.",
      });
    });
}

/** Returns the same function for stderr. It ignores errors, because there is no place left to report them. */
export function writerOfErrorsTo(stream: Writable): (text: string) => Promise<void> {
  const write = writerTo(stream);
  return (text) => write(text).catch(() => undefined);
}

/** Returns true if the reader closed the stream, now or at an earlier write. */
function isGone({ code }: NodeJS.ErrnoException): boolean {
  return code === "EPIPE" || code === "ERR_STREAM_DESTROYED";
}
