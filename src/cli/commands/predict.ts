import { Option, type Command } from "commander";
import type { PredictResult } from "../../usecases/results/predictResult.js";
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
import { page, toJson } from "../execution/output.js";
import { parseOneOf } from "../options/parseValues.js";
import { platformOptions, withPlatform } from "../execution/platform.js";
import { readModels, requireTenant } from "../options/selection.js";

const FORMS = ["table", "csv", "json"] as const;
type Form = (typeof FORMS)[number];

type Options = TenantOptions &
  ModelsOptions &
  AsOfOptions &
  CommonOptions & { readonly key?: readonly string[]; readonly out?: Form; readonly file?: string };

export function addPredict(program: Command, line: CommandLine): void {
  addCommand<Options>(
    program,
    {
      name: "predict",
      description: "Predict a tenant's open work items and pull requests, with reasons.",
      options: [
        tenantOption(),
        modelOption(),
        new Option(
          "--key <key>",
          "Predict only this work item, or pull request as <repository>#<number>, open or not; repeatable.",
        ).argParser((key: string, previous?: readonly string[]) => [...(previous ?? []), key.trim()]),
        new Option("--out <form>", `Output format: ${FORMS.join(", ")}. (default: table)`)
          .argParser(parseOneOf("--out", FORMS))
          .conflicts("json"),
        new Option("--file <file>", "Write to this file instead of stdout; replace it if it exists."),
        asOfOption(line.dependencies.now),
        ...commonOptions(),
      ],
      examples: [
        "mltrain predict --tenant 7",
        "mltrain predict --tenant 7 --model lead_time --key SHOP-412 --key SHOP-413",
        "mltrain predict --tenant 7 --model rework_risk --key 'web#1207' --json",
        "mltrain predict --tenant 7 --out csv --file predictions.csv",
      ],
      async run(options, dependencies) {
        const { key } = options;
        const input = {
          tenant: requireTenant(options),
          ...readModels(options),
          ...(key === undefined ? {} : { keys: key }),
        };
        const result = await withPlatform(dependencies, platformOptions(options, dependencies), (platform) =>
          dependencies.useCases.predict(platform, input),
        );
        if (options.file === undefined) await print(result, options, dependencies);
        else await writeInto(options.file, result, options, dependencies);
        return result.exitCode;
      },
    },
    line,
  );
}

function formOf({ out, json }: Options): Form {
  return out ?? (json === true ? "json" : "table");
}

/** Prints problems of CSV output to stderr, because CSV holds only predictions. */
async function print(result: PredictResult, options: Options, dependencies: Dependencies): Promise<void> {
  await dependencies.write(await draw(result, options, dependencies));
  if (formOf(options) !== "csv") return;
  const { predictProblems } = await import("../../reporting/text/predict.js");
  await dependencies.writeError(predictProblems(result, await page({ color: false }, dependencies)));
}

/** Writes the file only if there is a prediction, so that a failed run keeps the existing file. */
async function writeInto(
  file: string,
  result: PredictResult,
  options: Options,
  dependencies: Dependencies,
): Promise<void> {
  const isPredicted = result.tenants.some(({ models }) =>
    Object.values(models).some(({ outcome }) => outcome === "predicted"),
  );
  const { terminal } = dependencies;
  const toFile = { ...dependencies, terminal: { ...terminal, output: false } };
  if (isPredicted) await dependencies.writeFile(file, await draw(result, { ...options, color: false }, toFile));
  const { predictSummary } = await import("../../reporting/text/predict.js");
  const target = isPredicted ? file : undefined;
  await dependencies.write(predictSummary(result, target, await page(options, dependencies)));
}

async function draw(result: PredictResult, options: Options, dependencies: Dependencies): Promise<string> {
  switch (formOf(options)) {
    case "json":
      return toJson((await import("../../reporting/json/predict.js")).predictDocument(result));
    case "csv":
      return (await import("../../reporting/csv/predict.js")).predictCsv(result);
    case "table":
      return (await import("../../reporting/text/predict.js")).predictText(result, await page(options, dependencies));
  }
}
