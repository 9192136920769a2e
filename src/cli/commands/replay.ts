import { Option, type Command } from "commander";
import { POLICIES, type Policy } from "../../domain/settings.js";
import { ConfigurationError, UsageError } from "../../errors.js";
import type { ReplayInput, ReplayPolicy } from "../../usecases/running/inputs.js";
import type { Platform } from "../../usecases/ports/platform.js";
import { addCommand, type CommandLine } from "../execution/command.js";
import {
  commonOptions,
  learnersOption,
  modelOption,
  tenantOption,
  type CommonOptions,
  type LearnersOptions,
  type ModelsOptions,
  type TenantOptions,
} from "../options/options.js";
import { print } from "../execution/output.js";
import { parsePast } from "../options/parseTime.js";
import { parseDays } from "../options/parseValues.js";
import { platformOptions, withPlatform } from "../execution/platform.js";
import { readModels, requireTenant } from "../options/selection.js";

type Options = TenantOptions &
  ModelsOptions &
  LearnersOptions &
  CommonOptions & {
    readonly policy?: readonly string[];
    readonly from?: number;
    readonly to?: number;
    readonly every?: number;
    readonly svg?: string;
  };

export function addReplay(program: Command, line: CommandLine): void {
  const { now } = line.dependencies;
  addCommand<Options>(
    program,
    {
      name: "replay",
      description: "Backtest policies on a tenant's own history, and compare their losses.",
      options: [
        tenantOption(),
        modelOption(),
        new Option(
          "--policy <names>",
          `Policies to compare: ${POLICIES.join(", ")}, or config files (*.json). (default: classic,guarded)`,
        ).argParser(parsePolicies),
        new Option("--from <time>", "First date. (default: the date of the first label)").argParser(
          parsePast("--from", now),
        ),
        new Option("--to <time>", "Last date; later labels are ignored. (default: now)").argParser(
          parsePast("--to", now),
        ),
        new Option("--every <days>", "Days between checks, for example 7d. (default: 1d)").argParser(
          parseDays("--every"),
        ),
        learnersOption(),
        new Option("--svg <file>", "Also write a plot of each policy's loss to this file."),
        ...commonOptions(),
      ],
      examples: [
        "mltrain replay --tenant 7 --model lead_time",
        "mltrain replay --tenant 7 --from 2025-01-01 --every 7d --svg replay.svg",
        "mltrain replay --tenant 7 --policy classic,guarded,strict.json --json",
      ],
      async run(options, dependencies) {
        const input = readInput(options);
        const { policy = ["classic", "guarded"], ...common } = options;
        if (options.svg !== undefined) await dependencies.checkWritable(options.svg);
        const result = await withPlatform(dependencies, platformOptions(common, dependencies), async (platform) => {
          const policies = await loadPolicies(platform, policy);
          return dependencies.useCases.replay(platform, { ...input, policies });
        });
        if (options.svg !== undefined) {
          const { replaySvg } = await import("../../reporting/svg/replay.js");
          await dependencies.writeFile(options.svg, replaySvg(result));
        }
        await print(
          {
            document: async () => (await import("../../reporting/json/replay.js")).replayDocument(result),
            text: async (page) => (await import("../../reporting/text/replay.js")).replayText(result, page),
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

function readInput(options: Options): Omit<ReplayInput, "policies"> {
  const { from, to, every = 1 } = options;
  if (from !== undefined && to !== undefined && from > to) {
    throw new UsageError("--from is later than --to", { hint: "Give a --from before --to." });
  }
  return {
    tenant: requireTenant(options),
    models: readModels(options).models,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    everyDays: every,
  };
}

/** Returns the policy names in order, each once. @throws UsageError if one is neither a policy nor a `.json` file. */
function parsePolicies(text: string, previous: readonly string[] = []): readonly string[] {
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !isPolicy(name) && !name.endsWith(".json"));
  if (unknown !== undefined) {
    throw new UsageError(`--policy ${JSON.stringify(unknown)} is not valid`, {
      hint: `Use ${POLICIES.join(", ")}, or a config file whose name ends in .json. Separate several with commas.`,
    });
  }
  return [...new Set([...previous, ...names])];
}

function isPolicy(name: string): name is Policy {
  return POLICIES.some((policy) => policy === name);
}

/** Returns the settings of each policy. @throws UsageError if a config file cannot be read or is not valid. */
function loadPolicies(platform: Platform, names: readonly string[]): Promise<ReplayPolicy[]> {
  return Promise.all(
    names.map(async (name) => ({
      name,
      settings: isPolicy(name) ? { ...platform.settings, policy: name } : await loadPolicy(platform, name),
    })),
  );
}

async function loadPolicy(platform: Platform, file: string) {
  try {
    return await platform.loadSettings(file);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    // The file is an argument of this command, so exit with the code of a usage error.
    throw new UsageError(error.message, { cause: error, ...(error.hint === undefined ? {} : { hint: error.hint }) });
  }
}
