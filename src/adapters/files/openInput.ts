import { constants, createReadStream, fstat, open, type Stats } from "node:fs";
import { readdir } from "node:fs/promises";
import { addAbortSignal, type Readable } from "node:stream";
import { isatty } from "node:tty";
import { promisify } from "node:util";

/** What the process was started with: a shell hands over `<(command)` so. */
const INHERITED = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/;

/**
 * Opens a file, or a pipe or terminal that somebody is to write to. The wait for a writer, or for what it writes, ends with
 * the signal: a thread that waited in the operating system would hold the process, which could not even end itself.
 *
 * @returns the bytes, which fail with an AbortError once the signal is given.
 * @throws as node:fs does, if it cannot be opened.
 */
export async function openInput(path: string, signal: AbortSignal): Promise<Readable> {
  const fd = (await inheritedSocket(path)) ?? (await promisify(open)(path, constants.O_RDONLY | constants.O_NONBLOCK));
  if (isatty(fd)) {
    const { ReadStream } = await import("node:tty");
    return addAbortSignal(signal, new ReadStream(fd));
  }
  const found = await promisify(fstat)(fd);
  if (found.isFIFO() && INHERITED.test(path)) await refuseOwn(found);
  if (!found.isFIFO() && !found.isSocket()) return createReadStream(path, { fd, signal });
  const { Socket } = await import("node:net");
  return new Socket({ fd, readable: true, writable: false, signal });
}

/** The descriptor of a socket that the process was started with: it has no path to be opened by. */
async function inheritedSocket(path: string): Promise<number | undefined> {
  const number = path === "/dev/stdin" ? "0" : INHERITED.exec(path)?.[1];
  if (number === undefined) return undefined;
  const fd = Number.parseInt(number, 10);
  const found = await promisify(fstat)(fd).catch(() => undefined);
  return found?.isSocket() === true ? fd : undefined;
}

/**
 * Of its own pipes, which carry its signals, Node.js holds both ends; of one that it was started with, one.
 *
 * @throws Error if the pipe of a descriptor is one of those: the number was not given to the process.
 */
async function refuseOwn(pipe: Stats): Promise<void> {
  const ends = new Set<string>();
  for (const name of await readdir("/dev/fd")) {
    const fd = Number.parseInt(name, 10);
    const found = await promisify(fstat)(fd).catch(() => undefined);
    // Standard input, which a shell may have handed over twice (`3<&0`), is none of Node's own.
    if (fd > 2 && found?.ino === pipe.ino && found.dev === pipe.dev) ends.add(name);
  }
  // The third is the one that has just been opened.
  if (ends.size > 2)
    throw Object.assign(new Error("no descriptor of that number was given"), { code: "EBADF", syscall: "open" });
}
