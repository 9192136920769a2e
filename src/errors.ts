import { redactSecrets } from "./redaction.js";

/**
 * Process exit codes; docs/exit-codes.md says what each means to a scheduler.
 * Scripts branch on them, so a number never changes its meaning.
 */
export const EXIT = {
  ok: 0,
  someModelsFailed: 1,
  detected: 2,
  usage: 64,
  badData: 65,
  notFound: 66,
  databaseUnavailable: 69,
  internal: 70,
  badArtefact: 73,
  tryLater: 75,
  isolation: 77,
  configuration: 78,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each exit code means, worst first: with several models or tenants the worst code wins. */
const WORST_FIRST: readonly ExitCode[] = [
  EXIT.terminated,
  EXIT.interrupted,
  EXIT.internal,
  EXIT.isolation,
  EXIT.configuration,
  EXIT.badArtefact,
  EXIT.databaseUnavailable,
  EXIT.usage,
  EXIT.notFound,
  EXIT.badData,
  EXIT.someModelsFailed,
  EXIT.tryLater,
  EXIT.detected,
  EXIT.ok,
];

/** The exit code of several outcomes together: the worst of them; 0 for none. */
export function worstExitCode(codes: Iterable<ExitCode>): ExitCode {
  const seen = new Set(codes);
  return WORST_FIRST.find((code) => seen.has(code)) ?? EXIT.ok;
}

export interface ErrorDetails {
  /** What the user can do about it. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/**
 * A failure that the user can act on. The message says what happened, with the
 * value that was seen; the hint says what to do next. Neither holds a connection string's
 * secrets, wherever it is shown or kept.
 *
 * Anything thrown that is not an `MltrainError` is a bug and is shown with its stack.
 */
export abstract class MltrainError extends Error {
  abstract readonly exitCode: ExitCode;
  readonly hint: string | undefined;

  constructor(message: string, { hint, cause }: ErrorDetails = {}) {
    super(redactSecrets(message), { cause });
    this.name = new.target.name;
    this.hint = hint === undefined ? undefined : redactSecrets(hint);
  }
}

/** An argument or option is not of the form mltrain takes. */
export class UsageError extends MltrainError {
  readonly exitCode = EXIT.usage;
}

/** Rows or files hold data that cannot be used. */
export class BadDataError extends MltrainError {
  readonly exitCode = EXIT.badData;
}

/** The tenant, version or job row asked for is not there. */
export class NotFoundError extends MltrainError {
  readonly exitCode = EXIT.notFound;
}

/** The database cannot be reached, or was lost; a later try may succeed. */
export class DatabaseUnavailableError extends MltrainError {
  readonly exitCode = EXIT.databaseUnavailable;
}

/** A version cannot be written, read or verified. */
export class ArtefactError extends MltrainError {
  readonly exitCode = EXIT.badArtefact;
}

/** Somebody else is at work, or it is not the time: a later try may succeed. */
export class TryLaterError extends MltrainError {
  readonly exitCode = EXIT.tryLater;
}

/** A row of another tenant, or a query that could return one, was seen. */
export class IsolationError extends MltrainError {
  readonly exitCode = EXIT.isolation;
}

/** The configuration, or the database's schema, does not allow the work. */
export class ConfigurationError extends MltrainError {
  readonly exitCode = EXIT.configuration;
}

/** One model could not be trained or scored; the others go on. */
export class ModelFailedError extends MltrainError {
  readonly exitCode = EXIT.someModelsFailed;
}

/** The process was asked to stop, and did so cleanly. */
export class InterruptedError extends MltrainError {
  readonly exitCode: ExitCode;

  constructor(signal: "SIGINT" | "SIGTERM") {
    super(`stopped by ${signal}`);
    this.exitCode = signal === "SIGINT" ? EXIT.interrupted : EXIT.terminated;
  }
}

/** What work is broken off with once the signal was given; undefined before. */
export function interruptionOf({ aborted, reason }: AbortSignal): InterruptedError | undefined {
  return aborted ? new InterruptedError(reason === "SIGINT" ? "SIGINT" : "SIGTERM") : undefined;
}

/**
 * What a failure means of a process that was asked to stop: its statements are cancelled and its waits cut short, so that
 * a database that is lost or busy says nothing of itself.
 */
export function orInterruption(error: unknown, signal: AbortSignal): unknown {
  const isOfDatabase = error instanceof DatabaseUnavailableError || error instanceof TryLaterError;
  return (isOfDatabase ? interruptionOf(signal) : undefined) ?? error;
}

/** The exit code that a thrown value stands for; anything unknown is a bug. */
export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof MltrainError ? error.exitCode : EXIT.internal;
}
