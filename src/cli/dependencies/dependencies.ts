import type { LearnerSet, Policy } from "../../domain/settings.js";
import type { WorkWindow } from "../../domain/workWindow.js";
import type { ImportDependencies } from "../../usecases/importFiles.js";
import type { Platform } from "../../usecases/ports/platform.js";
import type { UseCases } from "./useCases.js";

export const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The settings to open the databases with. Absent ones come from the config file, or are the default. */
export interface PlatformOptions {
  readonly database?: string;
  readonly sourceDatabase?: string;
  /** Path of the config file. */
  readonly config?: string;
  readonly policy?: Policy;
  readonly learners?: LearnerSet;
  readonly maxSeconds?: number;
  readonly window?: WorkWindow;
  /** False: ignore the time window and load guard of the config file, because a person waits for the answer. */
  readonly limitsOfFile?: boolean;
  readonly logLevel: LogLevel;
  /** False: no colours in the log. Absent: the terminal and the environment decide. */
  readonly colours?: boolean;
  /** Create the SQLite file if it does not exist. Absent: a missing file is an error. */
  readonly create?: boolean;
  /** Skip the checks for pending migrations and tenant isolation. Absent: each is an error. */
  readonly unchecked?: boolean;
  /** Run even if row-level security does not apply to the role. Absent: the config file decides. */
  readonly allowUnprotected?: boolean;
}

/** The dependencies of `mltrain import`. */
export interface ImportSession extends ImportDependencies {
  close(): Promise<void>;
}

/** What the command line depends on. `bin` passes the real process, tests pass fakes. */
export interface Dependencies {
  readonly useCases: UseCases;
  openPlatform(options: PlatformOptions): Promise<Platform>;
  openImport(options: PlatformOptions): Promise<ImportSession>;
  /** Writes to stdout, which holds only the result of the command. */
  write(text: string): Promise<void>;
  /** Writes to stderr. */
  writeError(text: string): Promise<void>;
  /** Writes a file. @throws UsageError if it cannot be written. */
  writeFile(file: string, text: string): Promise<void>;
  /** Checks that a file can be written, before the work starts. @throws UsageError if it cannot. */
  checkWritable(file: string): Promise<void>;
  /** Aborts when the process receives a signal to stop. */
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** True for each stream that is a terminal. */
  readonly terminal: { readonly input: boolean; readonly output: boolean; readonly error: boolean };
  /** Width of the terminal in columns. */
  readonly columns?: number | undefined;
  /** Asks a question on stderr and returns the answer; empty if the input ends. */
  ask(question: string): Promise<string>;
  /** Milliseconds since 1970, UTC. */
  readonly now: () => number;
  readonly version: string;
}
