import { spawn, type ChildProcess } from "node:child_process";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";

/** The built program, beside these compiled tests. */
export const PROGRAM = fileURLToPath(new URL("../../../program/mltrain.js", import.meta.url));

/** The result of a finished process. */
export interface Finished {
  /** Null where a signal ended the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  /** Working directory (default: a folder without a database). */
  readonly cwd?: string;
  /** The environment, beside what every process needs. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Standard input (default: none). */
  readonly input?: string;
}

/** A program that may still be running. */
export interface Running {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Waits until stderr shows this. @throws Error if the program ends before. */
  readonly says: (pattern: RegExp) => Promise<void>;
}

/** A program that hangs is killed, so that it does not outlive the tests. */
const DEADLINE_MS = 50_000;

/** Starts the built program as a scheduler does: without stdin, terminal and this environment. */
export function startProgram(args: readonly string[], options: ProgramOptions = {}): Running {
  return startCommand(process.execPath, [PROGRAM, ...args], options);
}

/** Starts any command in the same way. */
export function startCommand(
  command: string,
  args: readonly string[],
  { cwd = tmpdir(), environment = {}, input }: ProgramOptions,
): Running {
  const child = spawn(command, args, {
    cwd,
    env: { PATH: process.env["PATH"], ...environment },
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    timeout: DEADLINE_MS,
    killSignal: "SIGKILL",
  });
  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  child.stdin?.end(input);
  child.stdout?.on("data", (chunk: Buffer) => chunks.stdout.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => chunks.stderr.push(chunk));
  const textOf = (stream: keyof typeof chunks): string => Buffer.concat(chunks[stream]).toString("utf8");
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ code, stdout: textOf("stdout"), stderr: textOf("stderr") });
    });
  });
  return { child, finished, says };

  function says(pattern: RegExp): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (pattern.test(textOf("stderr"))) resolve();
      };
      child.stderr?.on("data", look);
      child.once("close", () => {
        reject(new Error(`the program ended without saying ${String(pattern)}: ${textOf("stderr")}`));
      });
      look();
    });
  }
}

/** Runs the built program to its end. */
export function runProgram(args: readonly string[], options: ProgramOptions = {}): Promise<Finished> {
  return startProgram(args, options).finished;
}

/** Processes at a time: more than processors would only slow each one down. */
const AT_A_TIME = 3;

/** Runs `items.map(work)`, a few at a time. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [position, item] of queue) results[position] = await work(item);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return results;
}
