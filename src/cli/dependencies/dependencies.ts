import type { LearnerSet, Policy } from "../../domain/settings.js";
import type { WorkWindow } from "../../domain/workWindow.js";
import type { ImportDependencies } from "../../usecases/importFiles.js";
import type { Platform } from "../../usecases/ports/platform.js";
import type { UseCases } from "./useCases.js";

export const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What opening the databases takes. What is absent comes from the config file, or is the default. */
export interface PlatformOptions {
  readonly database?: string;
  readonly sourceDatabase?: string;
  /** The config file. */
  readonly config?: string;
  readonly policy?: Policy;
  readonly learners?: LearnerSet;
  readonly maxSeconds?: number;
  readonly window?: WorkWindow;
  /** False: the config file's window and load guard do not bind, since somebody waits for the answer. */
  readonly limitsOfFile?: boolean;
  readonly logLevel: LogLevel;
  /** False: no colours in the log either. Absent: as the terminal and the environment have it. */
  readonly colours?: boolean;
  /** Make the file of an embedded database that is not there yet; absent: that is an error. */
  readonly create?: boolean;
  /** Open a database as it is: migrations may be pending, and nothing keep the tenants apart; absent: an error. */
  readonly unchecked?: boolean;
  /** Work although the database does not keep tenants apart by itself; absent: as the config file says. */
  readonly allowUnprotected?: boolean;
}

/** What `mltrain import` works with. */
export interface ImportSession extends ImportDependencies {
  close(): Promise<void>;
}

/** The world as the command line sees it: bin gives it the real one, tests a small one. */
export interface Dependencies {
  readonly useCases: UseCases;
  openPlatform(options: PlatformOptions): Promise<Platform>;
  openImport(options: PlatformOptions): Promise<ImportSession>;
  /** Writes to stdout; the result of the command and nothing else. */
  write(text: string): Promise<void>;
  /** Writes to stderr. */
  writeError(text: string): Promise<void>;
  /** Writes a file that was asked for. @throws UsageError if it cannot be written. */
  writeFile(file: string, text: string): Promise<void>;
  /** Looks whether a file could be written, before the work for it. @throws UsageError if it could not. */
  checkWritable(file: string): Promise<void>;
  /** Given once the process is asked to stop. */
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Which streams belong to a terminal. */
  readonly terminal: { readonly input: boolean; readonly output: boolean; readonly error: boolean };
  /** Columns of the terminal. */
  readonly columns?: number | undefined;
  /** Asks the person at the terminal, on stderr; an empty answer if the input ends. */
  ask(question: string): Promise<string>;
  /** Milliseconds since 1970, UTC. */
  readonly now: () => number;
  readonly version: string;
}
