import { Option, type Command } from "commander";
import { EXIT, worstExitCode, type ExitCode } from "../../errors.js";
import type { EvaluateResult } from "../../usecases/results/evaluateResult.js";
import { addCommand, type CommandLine } from "../execution/command.js";
import {
  asOfOption,
  commonOptions,
  detailedExitcodeOption,
  fleetOptions,
  modelOption,
  policyOption,
  timeLimitOptions,
  type AsOfOptions,
  type CommonOptions,
  type DetailedOptions,
  type FleetOptions,
  type ModelsOptions,
  type PolicyOptions,
  type TimeLimitOptions,
} from "../options/options.js";
import { print } from "../execution/output.js";
import { platformOptions, withPlatform } from "../execution/platform.js";
import { readCommandInput } from "../options/selection.js";

type Options = FleetOptions &
  ModelsOptions &
  AsOfOptions &
  PolicyOptions &
  DetailedOptions &
  TimeLimitOptions &
  CommonOptions & { readonly autoRollback?: boolean };

export function addEvaluate(program: Command, line: CommandLine): void {
  addCommand<Options>(
    program,
    {
      name: "evaluate",
      description: "Score deployed models on new labels, and record the scores.",
      options: [
        ...fleetOptions(),
        modelOption(),
        new Option("--auto-rollback", "Restore the previous version if the champion is significantly worse."),
        asOfOption(line.dependencies.now),
        policyOption(),
        detailedExitcodeOption("a version is degraded"),
        ...timeLimitOptions(),
        ...commonOptions(),
      ],
      examples: [
        "mltrain evaluate --tenant 7",
        "mltrain evaluate --tenant 7 --model story_points --as-of 2026-05-31",
        "mltrain evaluate --all-tenants --auto-rollback",
      ],
      async run(options, dependencies) {
        const { autoRollback = false } = options;
        const input = { ...readCommandInput(options, dependencies.environment), autoRollback };
        const found = await withPlatform(dependencies, platformOptions(options, dependencies), (platform) =>
          dependencies.useCases.evaluate(platform, input),
        );
        const result = { ...found, exitCode: exitCodeOf(found, options) };
        await print(
          {
            document: async () => (await import("../../reporting/json/evaluate.js")).evaluateDocument(result),
            text: async (page) =>
              (await import("../../reporting/text/evaluate.js")).evaluateText(result, input.tenants, page),
          },
          options,
          dependencies,
        );
        return result.exitCode;
      },
    },
    line,
  );
}

function exitCodeOf(result: EvaluateResult, { detailedExitcode }: DetailedOptions): ExitCode {
  const isDegraded = result.tenants.some(({ models }) =>
    Object.values(models).some((model) => model.outcome === "evaluated" && model.evaluation.verdict === "degraded"),
  );
  return worstExitCode([result.exitCode, detailedExitcode === true && isDegraded ? EXIT.detected : EXIT.ok]);
}
