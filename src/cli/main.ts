import { orInterruption, type ExitCode } from "../errors.js";
import { newCommandLine } from "./execution/command.js";
import type { Dependencies } from "./dependencies/dependencies.js";
import { parseBoolean, valueIn } from "./options/environment.js";
import { explain, type Explanation } from "./execution/explain.js";
import { toJson } from "./execution/output.js";
import { createProgram } from "./program.js";

/** Runs one command line and returns its exit code. No other place catches every error. */
export async function main(args: readonly string[], dependencies: Dependencies): Promise<ExitCode> {
  try {
    const line = newCommandLine(dependencies);
    const { program, printed } = createProgram(line);
    try {
      await program.parseAsync(args, { from: "user" });
    } finally {
      await printed();
    }
    return line.exitCode;
  } catch (error) {
    const explanation = explain(orInterruption(error, dependencies.signal));
    await show(explanation, args, dependencies);
    return explanation.exitCode;
  }
}

async function show(explanation: Explanation, args: readonly string[], dependencies: Dependencies): Promise<void> {
  const { message, hint, stack, exitCode } = explanation;
  if (message === undefined) return;
  const lines = [
    `mltrain: ${message}`,
    ...(hint === undefined ? [] : [`  ${hint}`]),
    ...(stack === undefined ? [] : [stack]),
  ];
  await dependencies.writeError(`${lines.join("\n")}\n`);
  if (!wantsJson(args, dependencies)) return;
  const document = toJson({ schema: 2, error: { message, ...(hint === undefined ? {} : { hint }), exitCode } });
  // stderr has the error already, so a second one about stdout would add nothing.
  await dependencies.write(document).catch(() => undefined);
}

/** Reads the raw arguments, because the error may be that they cannot be parsed. */
function wantsJson(args: readonly string[], { environment }: Dependencies): boolean {
  if (args.includes("--json") || args.includes("--out=json")) return true;
  if (args.some((arg, i) => arg === "--out" && args[i + 1] === "json")) return true;
  const variable = valueIn(environment, "MLTRAIN_JSON");
  try {
    return variable !== undefined && parseBoolean("MLTRAIN_JSON", variable);
  } catch {
    return false;
  }
}
