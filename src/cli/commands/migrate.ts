import { Option, type Command } from "commander";
import { addCommand, type CommandLine } from "../execution/command.js";
import { databaseOptions, type DatabaseOnlyOptions } from "../options/options.js";
import { print } from "../execution/output.js";
import { platformOptions, withPlatform } from "../execution/platform.js";

type Options = DatabaseOnlyOptions & { readonly status?: boolean };

export function addMigrate(program: Command, line: CommandLine): void {
  addCommand<Options>(
    program,
    {
      name: "migrate",
      description: "Create or update the tables of mltrain.",
      options: [
        new Option("--status", "Only list pending migrations; exit with code 78 if there are any."),
        ...databaseOptions(),
      ],
      examples: ["mltrain migrate", "mltrain migrate --status --db postgres://mltrain@db.example/platform"],
      async run(options, dependencies) {
        const statusOnly = options.status === true;
        const result = await withPlatform(
          dependencies,
          { ...platformOptions(options, dependencies), unchecked: true, ...(statusOnly ? {} : { create: true }) },
          (platform) => dependencies.useCases.migrate(platform, { statusOnly }),
        );
        await print(
          {
            document: async () => (await import("../../reporting/json/migrate.js")).migrateDocument(result),
            text: async (page) => (await import("../../reporting/text/migrate.js")).migrateText(result, page),
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
