import { Option, type Command } from "commander";
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
      description: "Put the previous good version back; the one that served must not serve again.",
      options: [
        tenantOption(),
        modelOption(),
        new Option("--to <version>", "this version, instead of the previous good one").argParser(
          parseWhole("--to", 1, 2_147_483_647),
        ),
        new Option("--pin", "let nothing take its place, until it is unpinned"),
        new Option("--unpin", "take the pin off what serves; it goes on serving"),
        new Option("--reason <text>", "why, for the history"),
        new Option("--yes", "do not ask"),
        new Option("--dry-run", "only show what would happen"),
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
        const fires = options.yes !== true && !input.dryRun;
        if (fires) requireTerminal(dependencies);
        const result = await withPlatform(dependencies, platformOptions(options, dependencies), (platform) =>
          fires ? confirmed(platform, input, options, dependencies) : dependencies.useCases.rollBack(platform, input),
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
    throw new UsageError("--model is missing", { hint: "Say which model to roll back: --model <name>." });
  }
  if (to !== undefined && model.length > 1) {
    throw new UsageError("--to needs one model", { hint: "Versions are counted by model: roll them back one by one." });
  }
  if (unpin && (pin || to !== undefined)) {
    throw new UsageError(`--unpin and ${pin ? "--pin" : "--to"} exclude each other`, {
      hint: "--unpin takes the pin off what serves, and changes nothing else.",
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
  throw new UsageError("rollback asks before it acts, and there is no terminal to ask on", {
    hint: "Add --yes to act, or --dry-run to see what would happen.",
  });
}

/** Shows what would happen, asks, and acts. */
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
  const answer = await dependencies.ask("Do it? [y/N] ");
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
