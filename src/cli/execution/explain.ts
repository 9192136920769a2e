import { CommanderError } from "commander";
import { EXIT, exitCodeOf, InterruptedError, MltrainError, type ExitCode } from "../../errors.js";
import { redactSecrets } from "../../redaction.js";

/** A failure in words. */
export interface Explanation {
  readonly exitCode: ExitCode;
  /** Absent where everything has been said: help was printed. */
  readonly message?: string;
  readonly hint?: string;
  /** Of a bug. */
  readonly stack?: string;
}

/** What a thrown value means to the one who typed the command. */
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
    hint: "This is a bug in mltrain: please report it with the stack.",
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

/** An unknown option that was given a value is named without it: `--database=postgres://…` holds a password. */
function withoutValue(message: string): string {
  return message.replace(/^(unknown option '-[^'=]*)=.*'/s, "$1'");
}
