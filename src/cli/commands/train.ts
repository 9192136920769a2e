import { Option, type Command } from "commander";
import { addCommand, type CommandLine } from "../execution/command.js";
import {
  asOfOption,
  commonOptions,
  fleetOptions,
  learnersOption,
  modelOption,
  policyOption,
  timeLimitOptions,
  type AsOfOptions,
  type CommonOptions,
  type FleetOptions,
  type LearnersOptions,
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
  LearnersOptions &
  TimeLimitOptions &
  CommonOptions & { readonly force?: boolean; readonly dryRun?: boolean };

export function addTrain(program: Command, line: CommandLine): void {
  addCommand<Options>(
    program,
    {
      name: "train",
      description: "Retrain the models that need it, and promote a challenger that is not worse than the champion.",
      options: [
        ...fleetOptions(),
        modelOption(),
        new Option("--force", "Train even if no retraining is needed."),
        new Option("--dry-run", "Assess, train and score, but record nothing."),
        asOfOption(line.dependencies.now),
        policyOption(),
        learnersOption(),
        ...timeLimitOptions(),
        ...commonOptions(),
      ],
      examples: ["mltrain train --tenant 7", "mltrain train --tenant 7 --model lead_time --force --dry-run"],
      async run(options, dependencies) {
        const { force = false, dryRun = false } = options;
        const input = { ...readCommandInput(options, dependencies.environment), force, dryRun };
        const result = await withPlatform(dependencies, platformOptions(options, dependencies), (platform) =>
          dependencies.useCases.train(platform, input),
        );
        await print(
          {
            document: async () => (await import("../../reporting/json/train.js")).trainDocument(result),
            text: async (page) =>
              (await import("../../reporting/text/train.js")).trainText(result, input.tenants, page),
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
