import type { Assessment } from "../../domain/assessment.js";
import type { ModelName } from "../../domain/models.js";
import type { TenantSelection } from "../../usecases/inputs.js";
import type { AssessOutcome, AssessResult, TenantResult } from "../../usecases/results.js";
import { count, counted, days, measured, NONE, originOf, setting } from "../numbers.js";
import type { Page } from "../page.js";
import { reasonText, SCORE_WORDS, undefinedScore } from "../words.js";
import { failureLines, modelsOf, tenantsText, type Wording } from "./tenants.js";

const HEADINGS = ["model", "serving", "new / enough", "score / least", "naive", "rows", "days old / limit", "decision"];

export function assessText(result: AssessResult, selection: TenantSelection, page: Page): string {
  return tenantsText(result, "all" in selection, WORDING, page);
}

const WORDING: Wording<AssessOutcome, TenantResult<AssessOutcome>> = {
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
    const { decision, reasons } = outcome.assessment;
    return decision === "keep" ? "keep" : `retrain (${reasons.map(({ trigger }) => trigger).join(", ")})`;
  },
  counted: (outcome) =>
    outcome.outcome === "failed" ? "failed" : outcome.assessment.decision === "keep" ? "to keep" : "to retrain",
};

function row(model: ModelName, outcome: AssessOutcome, { colour }: Page): string[] {
  if (outcome.outcome === "failed") return [model, ...HEADINGS.slice(2).map(() => NONE), colour.red("failed")];
  const { serving, newExamples, score, ageDays, thresholds, decision } = outcome.assessment;
  const { minimumNewExamples, minimumScore, maximumAgeDays } = thresholds;
  return [
    model,
    serving === undefined ? NONE : `v${serving.version} ${serving.learner}`,
    `${count(newExamples)} / ${count(minimumNewExamples.value)}`,
    `${score.value === undefined ? NONE : `${SCORE_WORDS[score.metric]} ${measured(score.value)}`} / ${setting(minimumScore)}`,
    measured(score.naive),
    count(score.rows),
    `${days(ageDays)} / ${setting(maximumAgeDays)}`,
    decision === "retrain" ? colour.yellow("retrain") : colour.green("keep"),
  ];
}

function notes(model: ModelName, outcome: AssessOutcome, page: Page): string[] {
  if (outcome.outcome === "failed") return failureLines(model, outcome, page);
  const { assessment } = outcome;
  const { decision, reasons, score } = assessment;
  return [
    decision === "retrain" ? `${model}: retrain, because` : `${model}: keep; nothing asks for retraining`,
    ...reasons.map((reason) => page.wrap(`  - ${reasonText(reason, score.metric)}`)),
    ...remarks(model, assessment).map((remark) => page.wrap(`  ${page.colour.dim(remark)}`)),
  ];
}

/** What the table cannot say: why a score is missing, and which numbers somebody has set. */
function remarks(model: ModelName, { serving, score, thresholds, reasons }: Assessment): string[] {
  const { minimumNewExamples, minimumScore, maximumAgeDays } = thresholds;
  const isMissing = serving !== undefined && score.value === undefined;
  const set = [
    {
      trigger: "volume",
      text: `${counted(minimumNewExamples.value, "new example")} are enough`,
      limit: minimumNewExamples,
    },
    {
      trigger: "performance",
      text: `${SCORE_WORDS[score.metric]} should be at least ${setting(minimumScore)}`,
      limit: minimumScore,
    },
    { trigger: "age", text: `${setting(maximumAgeDays)} days are the limit`, limit: maximumAgeDays },
  ].filter(({ trigger, limit }) => limit.origin !== "default" && !reasons.some((reason) => reason.trigger === trigger));
  return [
    ...(isMissing ? [`no score: ${undefinedScore(model, score.rows)}`] : []),
    ...set.map(({ text, limit }) => `${text}${originOf(limit)}`),
  ];
}
