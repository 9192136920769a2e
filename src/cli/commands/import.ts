import { Option, type Command } from "commander";
import type { ImportInput } from "../../usecases/results/importResult.js";
import { addCommand, type CommandLine } from "../execution/command.js";
import { commonOptions, tenantsOptions, type CommonOptions, type TenantsOptions } from "../options/options.js";
import { print } from "../execution/output.js";
import { platformOptions } from "../execution/platform.js";
import { requireTenants } from "../options/selection.js";

interface FileOptions {
  readonly workItems?: string;
  readonly prs?: string;
  readonly tenants?: string;
  readonly skipBadRows?: boolean;
}
type Options = TenantsOptions & FileOptions & CommonOptions;

export function addImport(program: Command, line: CommandLine): void {
  addCommand<Options>(
    program,
    {
      name: "import",
      description: "Import work items and pull requests from CSV files: all rows or none.",
      options: [
        ...tenantsOptions(),
        new Option("--work-items <file>", "CSV file of work items; .gz is accepted."),
        new Option("--prs <file>", "CSV file of pull requests; .gz is accepted."),
        new Option("--tenants <file>", "CSV file of tenants; .gz is accepted."),
        new Option("--skip-bad-rows", "Skip bad rows and import the rest."),
        ...commonOptions(),
      ],
      examples: [
        "mltrain import --tenant 1 --work-items items.csv --prs prs.csv.gz",
        "mltrain import --all-tenants --tenants tenants.csv --work-items items.csv",
      ],
      async run(options, dependencies) {
        const input = readInput(options);
        const session = await dependencies.openImport(platformOptions(options, dependencies));
        const result = await dependencies.useCases.importFiles(input, session).finally(async () => session.close());
        await print(
          {
            document: async () => (await import("../../reporting/json/import.js")).importDocument(result),
            text: async (page) => (await import("../../reporting/text/import.js")).importText(result, page),
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

function readInput(options: Options): ImportInput {
  const { workItems, prs, tenants, skipBadRows = false } = options;
  return {
    tenants: requireTenants(options),
    files: {
      ...(tenants === undefined ? {} : { tenants }),
      ...(workItems === undefined ? {} : { work_items: workItems }),
      ...(prs === undefined ? {} : { prs }),
    },
    skipBadRows,
  };
}
