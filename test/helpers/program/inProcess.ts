import { openImport, openPlatform, type Surroundings } from "../../../src/adapters/platform.js";
import { openLog } from "../../../src/adapters/telemetry/log.js";
import { main } from "../../../src/cli/main.js";
import { USE_CASES } from "../../../src/cli/dependencies/useCases.js";
import type { ExitCode } from "../../../src/errors.js";

/** The output of one command line, with its log. */
export interface Shown {
  readonly exitCode: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
  /** JSON lines without their time. */
  readonly log: readonly string[];
}

export interface InProcessOptions {
  /** A fixed wall clock; absent: the real one. */
  readonly now?: number;
  /** Run ids are this and 1, 2, 3 …; absent: random ones. */
  readonly runs?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs a command line as the program does, on real databases, but in this process, which is fast. */
export async function runInProcess(args: readonly string[], options: InProcessOptions = {}): Promise<Shown> {
  const { now, runs, environment = {} } = options;
  const shown = { stdout: [] as string[], stderr: [] as string[], log: [] as string[] };
  const surroundings = await surroundingsOf(shown.log, now, runs);
  const exitCode = await main(args, {
    useCases: USE_CASES,
    openPlatform: (opening) => openPlatform(opening, surroundings),
    openImport: (opening) => openImport(opening, surroundings),
    write: (text) => Promise.resolve(void shown.stdout.push(text)),
    writeError: (text) => Promise.resolve(void shown.stderr.push(text)),
    writeFile: () => Promise.resolve(),
    checkWritable: () => Promise.resolve(),
    signal: surroundings.signal,
    environment,
    terminal: { input: false, output: false, error: false },
    ask: () => Promise.resolve(""),
    now: surroundings.now ?? Date.now,
    version: surroundings.codeVersion,
  });
  return { exitCode, stdout: shown.stdout.join(""), stderr: shown.stderr.join(""), log: shown.log };
}

async function surroundingsOf(
  lines: string[],
  now: number | undefined,
  runs: string | undefined,
): Promise<Surroundings> {
  let count = 0;
  const write = (line: string): void => void lines.push(line.replace(/"time":"[^"]*",?/, ""));
  return {
    log: await openLog({ level: "debug", pretty: false, destination: { write } }),
    signal: new AbortController().signal,
    codeVersion: "1.2.3-test",
    ...(now === undefined ? {} : { now: () => now }),
    ...(runs === undefined ? {} : { newRunId: () => `${runs}${String(++count)}` }),
  };
}
