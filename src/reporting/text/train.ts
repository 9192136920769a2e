import type { Finding } from "../../domain/dataChecks/findings.js";
import { MODELS, type ModelName } from "../../domain/models.js";
import type { Comparison } from "../../domain/promotion/promotion.js";
import type { TenantSelection } from "../../usecases/running/inputs.js";
import type { TenantResult } from "../../usecases/results/commandResult.js";
import type { TrainingReport, TrainOutcome, TrainResult } from "../../usecases/results/trainResult.js";
import { count, counted, measured, NONE } from "../format/numbers.js";
import type { Page } from "../format/page.js";
import { headlineText, baselineText, printable, reasonText, scoresText } from "../format/words.js";
import { comparisonText, refusalText } from "./parts/comparison.js";
import { failureLines, modelsOf, tenantsText, type Wording } from "./parts/tenants.js";

const HEADINGS = ["model", "outcome", "version", "learner", "holdout", "baseline", "holdout rows", "rows"];

export function trainText(result: TrainResult, selection: TenantSelection, page: Page): string {
  const ending = result.dryRun ? "This was a dry run: nothing was recorded.\n" : "";
  return tenantsText(result, "all" in selection, TRAIN_WORDING, page) + ending;
}

const OUTCOME_WORDS: Readonly<Record<TrainOutcome["outcome"], string>> = {
  kept: "kept",
  unchanged: "unchanged",
  promoted: "promoted",
  "would-promote": "would be promoted",
  refused: "refused",
  "too-little-data": "too little data",
  "data-refused": "data refused",
  "not-started": "not started",
  failed: "failed",
};

export const TRAIN_WORDING: Wording<TrainOutcome, TenantResult<TrainOutcome>> = {
  details: ({ models, tenant }, page) => {
    const outcomes = modelsOf(models);
    return [
      page.table(
        HEADINGS,
        outcomes.map(([model, outcome]) => row(model, outcome, page)),
      ),
      ...outcomes.flatMap(([model, outcome]) => ["", ...notes(model, outcome, tenant, page)]),
    ];
  },
  brief(outcome) {
    const word = OUTCOME_WORDS[outcome.outcome];
    if (outcome.outcome === "failed") return `${word} (exit code ${outcome.exitCode})`;
    return outcome.outcome === "promoted" ? `${word} ${versionText(outcome.version)} ${outcome.report.learner}` : word;
  },
  counted: ({ outcome }) => OUTCOME_WORDS[outcome],
};

function row(model: ModelName, outcome: TrainOutcome, { colour }: Page): string[] {
  const paint = {
    promoted: colour.green,
    "would-promote": colour.green,
    failed: colour.red,
    "data-refused": colour.red,
  };
  const inColour = paint[outcome.outcome as keyof typeof paint] as ((text: string) => string) | undefined;
  const word = OUTCOME_WORDS[outcome.outcome];
  const start = [model, inColour?.(word) ?? word];
  if (!("report" in outcome)) {
    const rows = "rows" in outcome ? count(outcome.rows) : NONE;
    return [...start, NONE, NONE, NONE, NONE, NONE, rows];
  }
  const { learner, holdout, rows } = outcome.report;
  const version = "version" in outcome ? versionText(outcome.version) : NONE;
  const holdoutRows = holdout === undefined ? NONE : count(holdout.rows);
  return [
    ...start,
    version,
    learner,
    headlineText(model, holdout),
    baselineText(model, holdout),
    holdoutRows,
    count(rows),
  ];
}

function versionText(version: number | undefined): string {
  return version === undefined ? NONE : `v${version}`;
}

function notes(model: ModelName, outcome: TrainOutcome, tenant: number, page: Page): string[] {
  switch (outcome.outcome) {
    case "failed":
      return failureLines(model, outcome, page);
    case "not-started":
      return [`${model}: not started, because the run was stopped`];
    case "kept":
      return [page.wrap(`${model}: kept; ${keptText(outcome, model, tenant)}`), ...reasonLines(model, outcome, page)];
    case "unchanged":
      return [page.wrap(`${model}: unchanged; ${UNCHANGED[outcome.reason]}`), ...reasonLines(model, outcome, page)];
    case "too-little-data":
    case "data-refused":
      return [
        `${model}: ${OUTCOME_WORDS[outcome.outcome]} (${counted(outcome.rows, "row")})`,
        ...reasonLines(model, outcome, page),
        ...findingLines(outcome.findings, page),
      ];
    case "refused":
      return refusedLines(model, outcome, tenant, page);
    case "promoted":
    case "would-promote":
      return [
        `${model}: ${OUTCOME_WORDS[outcome.outcome]}${deployedText(outcome.name, outcome.replaces)}`,
        ...trainingLines(model, outcome, page),
        ...comparisonLines(model, outcome.comparison, page),
      ];
  }
}

function keptText({ hold }: Extract<TrainOutcome, { outcome: "kept" }>, model: ModelName, tenant: number): string {
  if (hold === undefined) return "no retraining needed";
  return hold === "pinned"
    ? `pinned; to unpin: mltrain rollback --tenant ${tenant} --model ${model} --unpin`
    : "restored by a rollback; the same data cannot replace it (--force trains anyway)";
}

const UNCHANGED: Readonly<Record<Extract<TrainOutcome, { outcome: "unchanged" }>["reason"], string>> = {
  "same-data": "same data, settings and code as the last attempt, so training was skipped (--force trains anyway)",
  "same-artefact": "training reproduced the champion, so no version was created",
};

function refusedLines(
  model: ModelName,
  outcome: Extract<TrainOutcome, { outcome: "refused" }>,
  tenant: number,
  page: Page,
): string[] {
  if (outcome.reason === "quarantined") {
    const { equals } = outcome;
    return [
      `${model}: refused, because it equals version ${equals}, which is quarantined`,
      ...trainingLines(model, outcome, page),
    ];
  }
  const { reason, comparison } = outcome;
  const command = `mltrain train --tenant ${tenant} --model ${model} --policy classic --force`;
  return [
    page.wrap(`${model}: refused, because ${refusalText(reason, comparison)}`),
    ...trainingLines(model, outcome, page),
    ...comparisonLines(model, comparison, page),
    "  to train and promote without this comparison:",
    `    ${command}`, // not wrapped, so that it can be copied
  ];
}

function comparisonLines(model: ModelName, comparison: Comparison | undefined, page: Page): string[] {
  return comparison?.ratio === undefined ? [] : [page.wrap(`  ${comparisonText(model, comparison)}`)];
}

function deployedText(name: string | undefined, replaces: number | undefined): string {
  if (name === undefined) return "";
  return `; ${name} is the champion${replaces === undefined ? "" : `, replaces version ${replaces}`}`;
}

type Trained = Extract<TrainOutcome, { report: TrainingReport }>;

function trainingLines(model: ModelName, outcome: Trained, page: Page): string[] {
  const { description, holdout, baselineReason, refusedHoldout, seconds } = outcome.report;
  return [
    ...reasonLines(model, outcome, page),
    page.wrap(`  learner: ${description}${baselineReason === undefined ? "" : `, because ${baselineReason}`}`),
    `  trained in ${measured(seconds)} seconds`,
    ...(holdout === undefined ? [] : [page.wrap(`  holdout: ${scoresText(holdout)}`)]),
    ...(refusedHoldout === undefined ? [] : [page.wrap(`  refused learner: ${scoresText(refusedHoldout)}`)]),
    ...findingLines(outcome.findings, page),
  ];
}

function reasonLines(model: ModelName, { reasons }: { readonly reasons: Trained["reasons"] }, page: Page): string[] {
  return reasons.map((reason) => page.wrap(`  - ${reasonText(reason, MODELS[model].headline)}`));
}

/** Returns a line per finding. Mostly empty columns share one line. */
function findingLines(findings: readonly Finding[], page: Page): string[] {
  const missing = findings.filter(({ finding }) => finding === "missing-values");
  const lines = findings.filter((each) => !missing.includes(each)).map((finding) => findingLine(finding, page));
  const [first] = missing;
  if (first === undefined) return lines;
  const columns = missing.map(({ subject = "", seen }) => `${subject} (${(100 * seen).toFixed(0)} % of rows)`);
  return [...lines, findingLine({ ...first, message: `mostly empty: ${columns.join(", ")}` }, page)];
}

function findingLine({ severity, message }: Finding, { colour, wrap }: Page): string {
  const word = severity === "refuse" ? colour.red("refused") : colour.yellow("warning");
  return wrap(`  ${word}: ${printable(message)}`, 4);
}
