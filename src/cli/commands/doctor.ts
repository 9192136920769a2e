import { Option, type Command } from "commander";
import { DEFAULT_ROLE } from "../../domain/doctor/protection.js";
import { EXIT, UsageError, type ExitCode } from "../../errors.js";
import { addCommand, type CommandLine } from "../execution/command.js";
import type { Dependencies } from "../dependencies/dependencies.js";
import { databaseOptions, tenantOption, type DatabaseOnlyOptions, type TenantOptions } from "../options/options.js";
import { print } from "../execution/output.js";
import { parseRole } from "../options/parseValues.js";
import { platformOptions, withPlatform } from "../execution/platform.js";

type Options = TenantOptions & DatabaseOnlyOptions & { readonly sql?: boolean; readonly role?: string };

export function addDoctor(program: Command, line: CommandLine): void {
  addCommand<Options>(
    program,
    {
      name: "doctor",
      description: "Check whether the database isolates tenants, and show how to fix what is wrong.",
      options: [
        tenantOption(),
        new Option("--sql", "Only print SQL for a least-privilege role and for policies on the platform's tables."),
        new Option("--role <name>", `Name of the role in --sql. (default: ${DEFAULT_ROLE})`).argParser(parseRole),
        ...databaseOptions(),
      ],
      examples: [
        "mltrain doctor",
        "mltrain doctor --tenant 7 --json",
        "mltrain doctor --sql --db postgres://owner@db.example/platform > role.sql",
      ],
      async run(options, dependencies) {
        if (options.sql === true) return printSql(options, dependencies);
        if (options.role !== undefined) {
          throw new UsageError("--role requires --sql", {
            hint: "Without --sql, doctor checks the role in the database URL. Leave out --role.",
          });
        }
        const { tenant } = options;
        const result = await withPlatform(dependencies, unchecked(options, dependencies), (platform) =>
          dependencies.useCases.doctor(platform, tenant === undefined ? {} : { tenant }),
        );
        await print(
          {
            document: async () => (await import("../../reporting/json/doctor.js")).doctorDocument(result),
            text: async (page) => (await import("../../reporting/text/doctor.js")).doctorText(result, page),
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

async function printSql(options: Options, dependencies: Dependencies): Promise<ExitCode> {
  const { role = DEFAULT_ROLE } = options;
  const result = await withPlatform(dependencies, unchecked(options, dependencies), (platform) =>
    dependencies.useCases.doctorSql(platform, { role }),
  );
  await print(
    {
      document: async () => (await import("../../reporting/json/doctor.js")).doctorSqlDocument(result),
      text: () => Promise.resolve(result.sql),
    },
    options,
    dependencies,
  );
  return EXIT.ok;
}

/** Opens the database without checks, because doctor reports every problem itself. */
function unchecked(options: Options, dependencies: Dependencies) {
  return { ...platformOptions(options, dependencies), unchecked: true };
}
