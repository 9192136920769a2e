import { MODELS, type ModelName } from "../../domain/models.js";
import type { EvaluationVerdict } from "../../domain/versions.js";
import type { TenantSelection } from "../../usecases/inputs.js";
import type { EvaluateOutcome, EvaluateResult, TenantResult } from "../../usecases/results.js";
import { count, NONE } from "../numbers.js";
import type { Page } from "../page.js";
import { dayOf } from "../times.js";
import { headlineText, naiveText, scoresText, undefinedScore } from "../words.js";
import { failureLines, modelsOf, tenantsText, type Wording } from "./tenants.js";

const HEADINGS = ["model", "version", "verdict", "score / least", "naive", "rows", "labels known"];

export function evaluateText(result: EvaluateResult, selection: TenantSelection, page: Page): string {
  return tenantsText(result, "all" in selection, WORDING, page);
}

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
  brief: (outcome) => (outcome.outcome === "failed" ? `failed (exit code ${outcome.exitCode})` : wordFor(outcome)),
  counted: wordFor,
};

function wordFor(outcome: EvaluateOutcome): string {
  if (outcome.outcome === "evaluated") return outcome.evaluation.verdict;
  return outcome.outcome === "no-version" ? "never trained" : outcome.outcome;
}

function row(model: ModelName, outcome: EvaluateOutcome, page: Page): string[] {
  if (outcome.outcome !== "evaluated") {
    const word = outcome.outcome === "failed" ? page.colour.red("failed") : wordFor(outcome);
    return [model, NONE, word, NONE, NONE, NONE, NONE];
  }
  const { version, verdict, scores, window } = outcome.evaluation;
  return [
    model,
    `v${version}`,
    verdictText(verdict, page),
    `${headlineText(model, scores)} / ${outcome.threshold}`,
    naiveText(model, scores),
    count(scores.rows),
    window === undefined ? NONE : `${dayOf(window.from)} to ${dayOf(window.to)}`,
  ];
}

/** The verdict in its colour. */
export function verdictText(verdict: EvaluationVerdict, { colour }: Page): string {
  switch (verdict) {
    case "healthy":
      return colour.green(verdict);
    case "degraded":
      return colour.red(verdict);
    case "insufficient":
      return verdict;
  }
}

function notes(model: ModelName, outcome: EvaluateOutcome, page: Page): string[] {
  switch (outcome.outcome) {
    case "failed":
      return failureLines(model, outcome, page);
    case "no-version":
      return [`${model}: no version serves; it was never trained`];
    case "evaluated": {
      const { scores } = outcome.evaluation;
      const isMissing = scores.values[MODELS[model].headline]?.value === undefined;
      const what = isMissing ? undefinedScore(model, scores.rows) : `scored ${scoresText(scores)}`;
      return [page.wrap(`${model}: ${what}`)];
    }
  }
}
