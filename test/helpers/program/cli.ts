import type { Dependencies, ImportSession, PlatformOptions } from "../../../src/cli/dependencies/dependencies.js";
import { main } from "../../../src/cli/main.js";
import type { UseCases } from "../../../src/cli/dependencies/useCases.js";
import type { Platform } from "../../../src/usecases/ports/platform.js";

/** The output of one command line, and what the program opened and closed. */
export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly opened: readonly PlatformOptions[];
  readonly closed: number;
}

export interface Fakes extends Partial<Omit<Dependencies, "useCases">> {
  readonly useCases?: Partial<UseCases>;
}

/** The clock of these tests. */
export const NOW = Date.parse("2026-06-01T12:00:00Z");

/** Runs one command line with fake use cases. A call without a fake fails. */
export async function run(commandLine: string | readonly string[], fakes: Fakes = {}): Promise<Ran> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const opened: PlatformOptions[] = [];
  let closed = 0;
  const open = <Opened>(options: PlatformOptions): Promise<Opened> => {
    opened.push(options);
    return Promise.resolve({ close: () => Promise.resolve(void (closed += 1)) } as Opened);
  };
  const exitCode = await main(typeof commandLine === "string" ? commandLine.split(" ") : commandLine, {
    openPlatform: (options) => open<Platform>(options),
    openImport: (options) => open<ImportSession>(options),
    write: (text) => Promise.resolve(void stdout.push(text)),
    writeError: (text) => Promise.resolve(void stderr.push(text)),
    writeFile: () => Promise.reject(new Error("no file should be written")),
    checkWritable: () => Promise.resolve(),
    signal: new AbortController().signal,
    environment: {},
    terminal: { input: false, output: false, error: false },
    ask: () => Promise.reject(new Error("nothing should be asked")),
    now: () => NOW,
    version: "1.2.3",
    ...fakes,
    useCases: { ...UNEXPECTED, ...fakes.useCases },
  });
  return { exitCode, stdout: stdout.join(""), stderr: stderr.join(""), opened, closed };
}

const unexpected = (name: string) => () => Promise.reject(new Error(`${name} was not expected`));
const UNEXPECTED: UseCases = {
  assess: unexpected("assess"),
  train: unexpected("train"),
  evaluate: unexpected("evaluate"),
  predict: unexpected("predict"),
  rollBack: unexpected("rollBack"),
  ensureJob: unexpected("ensureJob"),
  runJob: unexpected("runJob"),
  status: unexpected("status"),
  modelCard: unexpected("modelCard"),
  replay: unexpected("replay"),
  migrate: unexpected("migrate"),
  doctor: unexpected("doctor"),
  doctorSql: unexpected("doctorSql"),
  importFiles: unexpected("importFiles"),
};
