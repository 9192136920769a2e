import type { ModelName } from "../../domain/models.js";
import { toPlanningStep } from "../../learning/metrics/withinOneStepShare.js";
import type {
  ModelPredicted,
  Prediction,
  PredictOutcome,
  PredictResult,
  PredictTenantResult,
} from "../../usecases/results/predictResult.js";
import { count, counted, intervalText, measured, NONE, percent } from "../format/numbers.js";
import type { Page } from "../format/page.js";
import { reasonText } from "../format/reasons.js";
import { minuteOf } from "../format/times.js";
import { printable } from "../format/words.js";
import { failureLines, modelsOf, tenantsText, type Wording } from "./parts/tenants.js";

export function predictText(result: PredictResult, page: Page): string {
  return tenantsText(result, false, WORDING, page);
}

/** Returns a line per problem; empty if there are none. */
export function predictProblems({ tenants }: PredictResult, page: Page): string {
  const lines = tenants.flatMap((tenant) => {
    const ofModels = modelsOf(tenant.models).flatMap(([model, outcome]) => problemLines(model, outcome, page));
    const keys = unknownText(tenant);
    return [...ofModels, ...(keys === undefined ? [] : [page.wrap(keys)])];
  });
  return lines.map((line) => `${line}\n`).join("");
}

/** Returns how many predictions were written to a file, and the problems. */
export function predictSummary(result: PredictResult, file: string | undefined, page: Page): string {
  const done = result.tenants.flatMap(({ models }) =>
    modelsOf(models).flatMap(([model, outcome]) =>
      outcome.outcome === "predicted" ? [`${model} ${count(outcome.predictions.length)}`] : [],
    ),
  );
  const written =
    file === undefined ? "nothing was written" : `wrote predictions to ${printable(file)}: ${done.join(", ")}`;
  return `${page.wrap(written)}\n${predictProblems(result, page)}`;
}

const WORDING: Wording<PredictOutcome, PredictTenantResult> = {
  details: ({ models }, page) =>
    modelsOf(models).flatMap(([model, outcome], i) => [...(i === 0 ? [] : [""]), ...detailLines(model, outcome, page)]),
  brief: wordFor,
  remark: unknownText,
  counted: wordFor,
};

function wordFor({ outcome }: PredictOutcome): string {
  return outcome;
}

function unknownText({ unknownKeys }: PredictTenantResult): string | undefined {
  if (unknownKeys === undefined) return undefined;
  const keys = unknownKeys.map((key) => printable(key)).join(", ");
  return `not found: ${keys}. Use keys of active rows that exist at this time, for the selected models.`;
}

function problemLines(model: ModelName, outcome: PredictOutcome, page: Page): string[] {
  if (outcome.outcome === "failed") return failureLines(model, outcome, page);
  const { dropped, truncated } = outcome;
  const untimed = dropped["no-prediction-time"] ?? 0;
  const duplicates = dropped["duplicate-key"] ?? 0;
  const problems = [
    ...(untimed === 0 ? [] : [`${counted(untimed, "row")} left out: no creation time`]),
    ...(duplicates === 0 ? [] : [`${counted(duplicates, "row")} left out: duplicate key`]),
    ...(truncated ? ["older rows left out: there are more than maxTrainingRows"] : []),
  ];
  return problems.map((problem) => page.wrap(page.colour.yellow(`${model}: ${problem}`)));
}

const SUBJECTS: Readonly<Record<ModelName, readonly [one: string, many: string]>> = {
  story_points: ["work item", "work items"],
  lead_time: ["work item", "work items"],
  rework_risk: ["pull request", "pull requests"],
};

function detailLines(model: ModelName, outcome: PredictOutcome, page: Page): string[] {
  const problems = problemLines(model, outcome, page);
  if (outcome.outcome === "failed") return problems;
  const { name, learner, predictions } = outcome;
  const [one, many] = SUBJECTS[model];
  if (predictions.length === 0) return [`${model}: nothing to predict`, ...problems];
  return [
    page.wrap(`${model}: ${counted(predictions.length, one, many)}, predicted by ${name} (${learner})`),
    ...(learner === "baseline" ? [page.wrap(`  ${baselineText(outcome)}`)] : []),
    tableOf(model, outcome, page),
    ...problems,
  ];
}

function baselineText({ decisionThreshold }: ModelPredicted): string {
  const constant = decisionThreshold === null ? "the median" : "the base rate";
  return `no model beat the baseline: every prediction is ${constant} of the training labels`;
}

function tableOf(model: ModelName, predicted: ModelPredicted, page: Page): string {
  const { predictions } = predicted;
  const coverage = predictions.find(({ interval }) => interval !== undefined)?.interval?.coverage;
  const interval = coverage === undefined ? [] : [`${percent(coverage)} interval`];
  const headings = ["key", "created", ...HEADINGS[model], ...interval, "reasons"];
  return page.table(
    headings,
    predictions.map((row) => [
      printable(row.key),
      minuteOf(row.predictedAt),
      ...valueCells(model, predicted, row),
      ...(coverage === undefined ? [] : [intervalCell(row)]),
      reasonsCell(predicted, row, page),
    ]),
  );
}

const HEADINGS: Readonly<Record<ModelName, readonly string[]>> = {
  story_points: ["points", "step"],
  lead_time: ["days"],
  rework_risk: ["probability", "rework"],
};

function valueCells(model: ModelName, { decisionThreshold }: ModelPredicted, { prediction }: Prediction): string[] {
  if (model === "story_points") return [measured(prediction), String(toPlanningStep(prediction))];
  return [
    measured(prediction),
    ...(decisionThreshold === null ? [] : [prediction >= decisionThreshold ? "yes" : "no"]),
  ];
}

function intervalCell({ interval }: Prediction): string {
  return interval === undefined ? NONE : intervalText([interval.low, interval.high]);
}

/** Puts each reason on its own line on a terminal, so that the table fits. Elsewhere one line suits `grep`. */
function reasonsCell({ scale }: ModelPredicted, { reasons }: Prediction, { terminal }: Page): string {
  if (reasons.length === 0) return NONE;
  return reasons.map((reason) => reasonText(reason, scale)).join(terminal ? "\n" : "; ");
}
