import { CommanderError } from "commander";
import { EXIT, exitCodeOf, InterruptedError, MltrainError, type ExitCode } from "../../errors.js";
import { redactSecrets } from "../../redaction.js";

/** The message, hint and exit code of a failure. */
export interface Explanation {
  readonly exitCode: ExitCode;
  /** Absent if there is nothing to print, for example after help. */
  readonly message?: string;
  readonly hint?: string;
  /** Present only for a bug. */
  readonly stack?: string;
}

/** Returns the explanation of a thrown value. */
export function explain(error: unknown): Explanation {
  if (error === "SIGINT" || error === "SIGTERM") return explain(new InterruptedError(error)); // the reason of an abort
  if (error instanceof CommanderError) return explainUsage(error);
  if (error instanceof MltrainError) {
    const { exitCode, message, hint } = error;
    return { exitCode, message, ...(hint === undefined ? {} : { hint }) };
  }
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  return {
    exitCode: exitCodeOf(error),
    message: redactSecrets(message),
    hint: "This is a bug in mltrain. Please report it with the stack trace.",
    ...(stack === undefined ? {} : { stack: redactSecrets(stack) }),
  };
}

function explainUsage({ code, exitCode, message }: CommanderError): Explanation {
  if (exitCode === 0) return { exitCode: EXIT.ok };
  if (code === "commander.help") return { exitCode: EXIT.usage };
  const [first = "", ...suggestion] = withoutValue(message.replace(/^error: /, "")).split("\n");
  const hint = suggestion.join(" ").replace(/^\((.*)\)$/, "$1");
  return { exitCode: EXIT.usage, message: redactSecrets(first), hint: hint === "" ? "See mltrain --help." : hint };
}

/** Removes the value of an unknown option: `--database=postgres://…` may contain a password. */
function withoutValue(message: string): string {
  return message.replace(/^(unknown option '-[^'=]*)=.*'/s, "$1'");
}
