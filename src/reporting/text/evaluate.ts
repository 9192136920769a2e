import type { MonthCoverage } from "../../domain/dataChecks/labelCoverage.js";
import { MODELS, type ModelName } from "../../domain/models.js";
import type { TenantSelection } from "../../usecases/running/inputs.js";
import type { AutoRollback, EvaluateOutcome, EvaluateResult } from "../../usecases/results/evaluateResult.js";
import type { TenantResult } from "../../usecases/results/commandResult.js";
import { count, NONE, percent } from "../format/numbers.js";
import type { Page } from "../format/page.js";
import { dayOf, monthOf } from "../format/times.js";
import { headlineText, baselineText, scoresText, undefinedScore } from "../format/words.js";
import { comparisonText } from "./parts/comparison.js";
import { performanceLines, verdictText } from "./parts/performance.js";
import { failureLines, modelsOf, tenantsText, type Wording } from "./parts/tenants.js";

const HEADINGS = ["model", "version", "verdict", "R² or F1 (target)", "baseline", "rows"];

export function evaluateText(result: EvaluateResult, selection: TenantSelection, page: Page): string {
  return tenantsText(result, "all" in selection, WORDING, page);
}

type Evaluated = Extract<EvaluateOutcome, { outcome: "evaluated" }>;

const WORDING: Wording<EvaluateOutcome, TenantResult<EvaluateOutcome>> = {
  details: ({ models }, page) => {
    const outcomes = modelsOf(models);
    return [
      page.table(
        HEADINGS,
        outcomes.map(([model, outcome]) => row(model, outcome, page)),
      ),
      ...outcomes.flatMap(([model, outcome]) => ["", ...notes(model, outcome, page)]),
    ];
  },
  brief(outcome) {
    if (outcome.outcome === "failed") return `failed (exit code ${outcome.exitCode})`;
    const isRolledBack = outcome.outcome === "evaluated" && outcome.rollback?.rolledBack === true;
    return isRolledBack ? `${wordFor(outcome)} (rolled back to v${outcome.rollback.to})` : wordFor(outcome);
  },
  counted: wordFor,
};

function wordFor(outcome: EvaluateOutcome): string {
  if (outcome.outcome !== "evaluated") return outcome.outcome === "no-version" ? "never trained" : outcome.outcome;
  return outcome.performance?.belowTarget === true ? "below target" : outcome.evaluation.verdict;
}

function row(model: ModelName, outcome: EvaluateOutcome, page: Page): string[] {
  if (outcome.outcome !== "evaluated") {
    const word = outcome.outcome === "failed" ? page.colour.red("failed") : wordFor(outcome);
    return [model, NONE, word, NONE, NONE, NONE];
  }
  const { version, verdict, scores } = outcome.evaluation;
  return [
    model,
    `v${version}`,
    verdictText(verdict, outcome.performance?.belowTarget === true, page),
    `${headlineText(model, scores)} (${outcome.threshold})`,
    baselineText(model, scores),
    count(scores.rows),
  ];
}

function notes(model: ModelName, outcome: EvaluateOutcome, page: Page): string[] {
  switch (outcome.outcome) {
    case "failed":
      return failureLines(model, outcome, page);
    case "no-version":
      return [`${model}: no champion; the model was never trained`];
    case "evaluated":
      return evaluatedLines(model, outcome, page);
  }
}

function evaluatedLines(model: ModelName, { evaluation, performance, coverage, rollback }: Evaluated, page: Page) {
  const { scores, window } = evaluation;
  const isMissing = scores.values[MODELS[model].headline]?.value === undefined;
  const score = isMissing ? undefinedScore(model, scores.rows) : `scored ${scoresText(scores)}`;
  const known = window === undefined ? "" : `; labels known from ${dayOf(window.from)} to ${dayOf(window.to)}`;
  return [
    page.wrap(`${model}: ${score}${known}`),
    ...(performance === undefined ? [] : performanceLines(model, performance).map((line) => page.wrap(`  ${line}`))),
    ...(coverage.length === 0 ? [] : [page.wrap(`  ${coverageText(coverage)}`)]),
    ...(rollback === undefined ? [] : [page.wrap(`  ${rollbackText(model, rollback, page)}`)]),
  ];
}

/** Returns the share of rows with a label, by month of creation. The labels of the newest months are still to come. */
function coverageText(coverage: readonly MonthCoverage[]): string {
  const [oldest] = coverage;
  if (oldest !== undefined && coverage.every(({ created }) => created === 0)) {
    return `no rows created since ${monthOf(oldest.month)}`;
  }
  const months = coverage.map(({ month, created, labelled }) =>
    created === 0
      ? `${monthOf(month)} no rows`
      : `${monthOf(month)} ${percent(labelled / created)} of ${count(created)}`,
  );
  return `label coverage by month of creation: ${months.join(", ")}`;
}

const KEPT_BECAUSE: Readonly<Record<Extract<AutoRollback, { rolledBack: false }>["reason"], string>> = {
  pinned: "the champion is pinned",
  "no-new-labels": "no new labels to compare on",
  "not-tested-yet": "too few new labels, or too few since the last comparison",
  "no-previous-version": "no previous good version",
  "not-significantly-worse": "not significantly worse than the previous version",
};

function rollbackText(model: ModelName, rollback: AutoRollback, { colour }: Page): string {
  const { comparison } = rollback;
  const compared = (names: string): string =>
    comparison?.ratio === undefined ? "" : `; ${comparisonText(model, comparison, { names, interval: "CI" })}`;
  if (!rollback.rolledBack) {
    return `not rolled back: ${KEPT_BECAUSE[rollback.reason]}${compared("previous version vs champion")}`;
  }
  const { from, to } = rollback;
  const versions = `version ${to} vs version ${from}`;
  return `${colour.yellow(`rolled back: version ${to} is the champion again`)}; version ${from} was significantly worse${compared(versions)}`;
}
