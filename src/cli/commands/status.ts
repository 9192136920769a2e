import { Option, type Command } from "commander";
import { MODEL_NAMES } from "../../domain/models.js";
import { EXIT, UsageError, type ExitCode } from "../../errors.js";
import { addCommand, type CommandLine } from "../execution/command.js";
import type { Dependencies } from "../dependencies/dependencies.js";
import {
  asOfOption,
  commonOptions,
  limitOption,
  modelOption,
  tenantOption,
  type AsOfOptions,
  type CommonOptions,
  type LimitOptions,
  type ModelsOptions,
  type TenantOptions,
} from "../options/options.js";
import { print } from "../execution/output.js";
import { parsePast } from "../options/parseTime.js";
import { parseWhole } from "../options/parseValues.js";
import { platformOptions, withPlatform } from "../execution/platform.js";
import { readModels, requireTenant } from "../options/selection.js";

const DEFAULT_LIMIT = 10;
/** The largest 32-bit integer, which is what the database column holds. */
const MAXIMUM_VERSIONS = 2_147_483_647;

interface StatusOptions {
  readonly at?: number;
  readonly version?: number;
}
type Options = TenantOptions & ModelsOptions & AsOfOptions & CommonOptions & LimitOptions & StatusOptions;

export function addStatus(program: Command, line: CommandLine): void {
  addCommand<Options>(
    program,
    {
      name: "status",
      description: "Show a tenant's champions, versions, scores and runs.",
      options: [
        tenantOption(),
        modelOption(),
        limitOption(DEFAULT_LIMIT),
        new Option("--version <n>", "Print the model card of this version of one --model, as Markdown.").argParser(
          parseWhole("--version", 1, MAXIMUM_VERSIONS),
        ),
        new Option("--at <time>", "Also show which version was deployed at this time.").argParser(
          parsePast("--at", line.dependencies.now),
        ),
        asOfOption(line.dependencies.now),
        ...commonOptions(),
      ],
      examples: [
        "mltrain status --tenant 7",
        "mltrain status --tenant 7 --at 2026-05-31T03:00",
        "mltrain status --tenant 7 --model lead_time --version 3 > lead-time-3.md",
        "mltrain status --tenant 7 --model lead_time --limit 50 --json",
      ],
      async run(options, dependencies) {
        if (options.version !== undefined) return printCard(options, options.version, dependencies);
        const { limit = DEFAULT_LIMIT, at } = options;
        const input = {
          tenant: requireTenant(options),
          ...readModels(options),
          ...(at === undefined ? {} : { at }),
          limit,
        };
        const result = await withPlatform(dependencies, platformOptions(options, dependencies), (platform) =>
          dependencies.useCases.status(platform, input),
        );
        await print(
          {
            document: async () => (await import("../../reporting/json/status.js")).statusDocument(result),
            text: async (page) => (await import("../../reporting/text/status.js")).statusText(result, limit, page),
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

/** Prints the model card. @throws UsageError unless there is exactly one --model and no --at. */
async function printCard(options: Options, version: number, dependencies: Dependencies): Promise<ExitCode> {
  const tenant = requireTenant(options);
  const { limit = DEFAULT_LIMIT, at, asOf, model: models = [] } = options;
  const [model, ...others] = models;
  if (model === undefined || others.length > 0) {
    throw new UsageError("--version requires exactly one --model", {
      hint: `Add one --model <name>: ${MODEL_NAMES.join(", ")}.`,
    });
  }
  if (at !== undefined) {
    throw new UsageError("--version and --at cannot be combined", {
      hint: "The model card lists when the version was deployed. Use --as-of for the card as of an earlier time.",
    });
  }
  const input = { tenant, model, version, limit, ...(asOf === undefined ? {} : { asOf }) };
  const result = await withPlatform(dependencies, platformOptions(options, dependencies), (platform) =>
    dependencies.useCases.modelCard(platform, input),
  );
  await print(
    {
      document: async () => (await import("../../reporting/json/card.js")).cardDocument(result),
      text: async () => (await import("../../reporting/markdown/card.js")).cardMarkdown(result),
    },
    options,
    dependencies,
  );
  return EXIT.ok;
}
