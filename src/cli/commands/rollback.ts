import { Option, type Command } from "commander";
import { MODEL_NAMES } from "../../domain/models.js";
import { EXIT, UsageError, type ExitCode } from "../../errors.js";
import type { RollbackInput } from "../../usecases/running/inputs.js";
import type { Platform } from "../../usecases/ports/platform.js";
import type { RollbackResult } from "../../usecases/results/rollbackResult.js";
import { addCommand, type CommandLine } from "../execution/command.js";
import type { Dependencies } from "../dependencies/dependencies.js";
import {
  asOfOption,
  commonOptions,
  modelOption,
  tenantOption,
  type AsOfOptions,
  type CommonOptions,
  type ModelsOptions,
  type TenantOptions,
} from "../options/options.js";
import { page, print } from "../execution/output.js";
import { parseWhole } from "../options/parseValues.js";
import { platformOptions, withPlatform } from "../execution/platform.js";
import { readModels, requireTenant } from "../options/selection.js";

type Options = TenantOptions &
  ModelsOptions &
  AsOfOptions &
  CommonOptions & {
    readonly to?: number;
    readonly pin?: boolean;
    readonly unpin?: boolean;
    readonly reason?: string;
    readonly yes?: boolean;
    readonly dryRun?: boolean;
  };

export function addRollback(program: Command, line: CommandLine): void {
  addCommand<Options>(
    program,
    {
      name: "rollback",
      description: "Restore the previous version and quarantine the current one.",
      options: [
        tenantOption(),
        modelOption(`Roll back this model: ${MODEL_NAMES.join(", ")}; repeatable.`),
        new Option("--to <version>", "Restore this version instead of the previous good one.").argParser(
          parseWhole("--to", 1, 2_147_483_647),
        ),
        new Option("--pin", "Pin the restored version: no promotion until --unpin."),
        new Option("--unpin", "Unpin the champion, so that it can be replaced again."),
        new Option("--reason <text>", "Record this reason in the history."),
        new Option("--yes", "Do not ask for confirmation."),
        new Option("--dry-run", "Show what would happen; change nothing."),
        asOfOption(line.dependencies.now),
        ...commonOptions(),
      ],
      examples: [
        "mltrain rollback --tenant 7 --model lead_time",
        'mltrain rollback --tenant 7 --model lead_time --to 3 --reason "v4 guesses low" --pin --yes',
        "mltrain rollback --tenant 7 --model lead_time --unpin",
      ],
      async run(options, dependencies) {
        const input = readInput(options);
        const needsConfirmation = options.yes !== true && !input.dryRun;
        if (needsConfirmation) requireTerminal(dependencies);
        const result = await withPlatform(dependencies, platformOptions(options, dependencies), (platform) =>
          needsConfirmation
            ? confirmed(platform, input, options, dependencies)
            : dependencies.useCases.rollBack(platform, input),
        );
        return result === "declined" ? EXIT.ok : printed(result, options, dependencies);
      },
    },
    line,
  );
}

function readInput(options: Options): RollbackInput {
  const { to, pin = false, unpin = false, reason, dryRun = false, model } = options;
  const tenant = requireTenant(options);
  if (model === undefined) {
    throw new UsageError("--model is missing", { hint: `Add --model <name>: ${MODEL_NAMES.join(", ")}.` });
  }
  if (to !== undefined && model.length > 1) {
    throw new UsageError("--to requires exactly one --model", {
      hint: "Versions are numbered per model: roll back one model at a time.",
    });
  }
  if (unpin && (pin || to !== undefined)) {
    throw new UsageError(`--unpin and ${pin ? "--pin" : "--to"} cannot be combined`, {
      hint: "--unpin unpins the champion and changes nothing else.",
    });
  }
  return {
    tenant,
    ...readModels(options),
    ...(to === undefined ? {} : { to }),
    ...(pin || unpin ? { pin: unpin ? ("unpin" as const) : ("pin" as const) } : {}),
    ...(reason === undefined ? {} : { reason }),
    dryRun,
  };
}

function requireTerminal({ terminal }: Dependencies): void {
  if (terminal.input && terminal.error) return;
  throw new UsageError("rollback asks for confirmation, but there is no terminal", {
    hint: "Add --yes to confirm, or --dry-run to show what would happen.",
  });
}

/** Shows what would happen, asks for confirmation, and rolls back. */
async function confirmed(
  platform: Platform,
  input: RollbackInput,
  options: Options,
  dependencies: Dependencies,
): Promise<RollbackResult | "declined"> {
  const { rollBack } = dependencies.useCases;
  const preview = await rollBack(platform, { ...input, dryRun: true });
  if (preview.exitCode !== EXIT.ok) return preview;
  const { rollbackText } = await import("../../reporting/text/rollback.js");
  await dependencies.writeError(rollbackText(preview, await page({ ...options, color: false }, dependencies)));
  const answer = await dependencies.ask("Continue? [y/N] ");
  if (/^y(es)?$/i.test(answer.trim())) return rollBack(platform, input);
  await dependencies.writeError("Nothing was changed.\n");
  return options.json === true ? preview : "declined";
}

async function printed(result: RollbackResult, options: Options, dependencies: Dependencies): Promise<ExitCode> {
  await print(
    {
      document: async () => (await import("../../reporting/json/rollback.js")).rollbackDocument(result),
      text: async (to) => (await import("../../reporting/text/rollback.js")).rollbackText(result, to),
    },
    options,
    dependencies,
  );
  return result.exitCode;
}
