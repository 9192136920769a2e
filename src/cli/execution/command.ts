import type { Command, Option } from "commander";
import { EXIT, type ExitCode } from "../../errors.js";
import type { Dependencies } from "../dependencies/dependencies.js";
import { applyEnvironment } from "../options/environment.js";
import type { OutputOptions } from "../options/options.js";

/** The name, options and action of a command. */
export interface CommandSpec<Options extends OutputOptions> {
  readonly name: string;
  readonly description: string;
  readonly options: readonly Option[];
  readonly examples?: readonly string[];
  run(options: Options, dependencies: Dependencies): Promise<ExitCode>;
}

/** Holds the exit code of the command that ran. */
export interface CommandLine {
  readonly dependencies: Dependencies;
  exitCode: ExitCode;
}

export function newCommandLine(dependencies: Dependencies): CommandLine {
  return { dependencies, exitCode: EXIT.ok };
}

/** Adds a command. Its parent creates it, so that it inherits the settings for errors and help. */
export function addCommand<Options extends OutputOptions>(
  parent: Command,
  spec: CommandSpec<Options>,
  line: CommandLine,
): void {
  const command = parent.command(spec.name).description(spec.description);
  for (const option of spec.options) command.addOption(option);
  if (spec.examples !== undefined) command.addHelpText("after", `\nExamples:\n  ${spec.examples.join("\n  ")}`);
  command.action(async () => {
    applyEnvironment(command, line.dependencies.environment);
    line.exitCode = await spec.run(command.opts<Options>(), line.dependencies);
  });
}
