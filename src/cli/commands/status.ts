import { Option, type Command } from "commander";
import { addCommand, type CommandLine } from "../command.js";
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
} from "../options.js";
import { print } from "../output.js";
import { parsePast } from "../parseTime.js";
import { platformOptions, withPlatform } from "../platform.js";
import { readModels, requireTenant } from "../selection.js";

const DEFAULT_LIMIT = 10;

type Options = TenantOptions & ModelsOptions & AsOfOptions & CommonOptions & LimitOptions & { readonly at?: number };

export function addStatus(program: Command, line: CommandLine): void {
  addCommand<Options>(
    program,
    {
      name: "status",
      description: "Show a tenant's versions, what serves, the history of scores, and the runs.",
      options: [
        tenantOption(),
        modelOption(),
        limitOption(DEFAULT_LIMIT),
        new Option("--at <time>", "say also what served then").argParser(parsePast("--at", line.dependencies.now)),
        asOfOption(line.dependencies.now),
        ...commonOptions(),
      ],
      examples: [
        "mltrain status --tenant 7",
        "mltrain status --tenant 7 --at 2026-05-31T03:00",
        "mltrain status --tenant 7 --model lead_time --limit 50 --json",
      ],
      async run(options, dependencies) {
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
