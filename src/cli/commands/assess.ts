import { Option, type Command } from "commander";
import { EXIT, worstExitCode, type ExitCode } from "../../errors.js";
import type { AssessResult } from "../../usecases/results/assessResult.js";
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
  CommonOptions & { readonly explain?: boolean };

export function addAssess(program: Command, line: CommandLine): void {
  addCommand<Options>(
    program,
    {
      name: "assess",
      description: "Show which models need retraining, and why.",
      options: [
        ...fleetOptions(),
        modelOption(),
        new Option("--explain", "Show every trigger, its result, and what would change it."),
        asOfOption(line.dependencies.now),
        policyOption(),
        detailedExitcodeOption("a model needs retraining"),
        ...timeLimitOptions(),
        ...commonOptions(),
      ],
      examples: [
        "mltrain assess --tenant 7",
        "mltrain assess --tenant 7 --model lead_time --explain",
        "mltrain assess --all-tenants --detailed-exitcode --json",
      ],
      async run(options, dependencies) {
        const input = readCommandInput(options, dependencies.environment);
        const opening = { ...platformOptions(options, dependencies), limitsOfFile: false };
        const found = await withPlatform(dependencies, opening, (platform) =>
          dependencies.useCases.assess(platform, input),
        );
        const result = { ...found, exitCode: exitCodeOf(found, options) };
        await print(
          {
            document: async () => (await import("../../reporting/json/assess.js")).assessDocument(result),
            text: async (page) =>
              (await import("../../reporting/text/assess.js")).assessText(result, input.tenants, page, options.explain),
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

function exitCodeOf(result: AssessResult, { detailedExitcode }: DetailedOptions): ExitCode {
  const needsRetraining = result.tenants.some(({ models }) =>
    Object.values(models).some((model) => model.outcome === "assessed" && model.assessment.decision === "retrain"),
  );
  return worstExitCode([result.exitCode, detailedExitcode === true && needsRetraining ? EXIT.detected : EXIT.ok]);
}
