import type { Writable } from "node:stream";

/** Writes to a stream and waits until it is written. A reader that has gone away (`| head`) is no error. */
export function writerTo(stream: Writable): (text: string) => Promise<void> {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return (text) =>
    new Promise((resolve, reject) => {
      stream.write(text, (error: NodeJS.ErrnoException | null | undefined) => {
        if (error === null || error === undefined || isGone(error)) resolve();
        else reject(error);
      });
    });
}

/** The stream was closed by its reader, now or at an earlier write. */
function isGone({ code }: NodeJS.ErrnoException): boolean {
  return code === "EPIPE" || code === "ERR_STREAM_DESTROYED";
}
