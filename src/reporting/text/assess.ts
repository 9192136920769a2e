import type { Assessment } from "../../domain/retraining/assessment.js";
import type { ModelName } from "../../domain/models.js";
import type { Setting } from "../../domain/settings.js";
import type { TenantSelection } from "../../usecases/running/inputs.js";
import type { AssessOutcome, AssessResult } from "../../usecases/results/assessResult.js";
import type { TenantResult } from "../../usecases/results/commandResult.js";
import { count, measured, NONE, originOf, setting, within } from "../format/numbers.js";
import type { Page } from "../format/page.js";
import { reasonText, SCORE_WORDS, undefinedScore } from "../format/words.js";
import { insufficiencyText, mixText, performanceLines, verdictText } from "./parts/performance.js";
import {
  attemptsText,
  counterfactualText,
  holdText,
  newLabelsText,
  nextCheckText,
  triggerTable,
} from "./parts/triggers.js";
import { failureLines, modelsOf, tenantsText, type Wording } from "./parts/tenants.js";

const HEADINGS = ["model", "champion", "new (min)", "R² or F1 (target)", "baseline", "rows", "verdict", "decision"];

/** Returns the text of assess. @param explained - shows every trigger of every tenant. */
export function assessText(result: AssessResult, selection: TenantSelection, page: Page, explained = false): string {
  return tenantsText(result, "all" in selection && !explained, explained ? EXPLAINED : WORDING, page);
}

type AssessWording = Wording<AssessOutcome, TenantResult<AssessOutcome>>;
type Notes = (model: ModelName, assessment: Assessment, tenant: number, page: Page) => string[];

const detailsWith =
  (notesOf: Notes): AssessWording["details"] =>
  ({ models, tenant }, page) => {
    const outcomes = modelsOf(models);
    return [
      page.table(
        HEADINGS,
        outcomes.map(([model, outcome]) => row(model, outcome, page)),
      ),
      ...outcomes.flatMap(([model, outcome]) => [
        "",
        ...(outcome.outcome === "failed"
          ? failureLines(model, outcome, page)
          : notesOf(model, outcome.assessment, tenant, page)),
      ]),
    ];
  };

const WORDING: AssessWording = {
  details: detailsWith(notes),
  brief(outcome) {
    if (outcome.outcome === "failed") return `failed (exit code ${outcome.exitCode})`;
    const { decision, reasons, hold: held } = outcome.assessment;
    if (decision === "keep") return held === undefined ? "keep" : `keep (${holdWord(held)})`;
    return `retrain (${reasons.map(({ trigger }) => trigger).join(", ")})`;
  },
  counted: (outcome) =>
    outcome.outcome === "failed" ? "failed" : outcome.assessment.decision === "keep" ? "to keep" : "to retrain",
};

const EXPLAINED: AssessWording = { ...WORDING, details: detailsWith(explanation) };

function holdWord(held: NonNullable<Assessment["hold"]>): string {
  return held === "pinned" ? "pinned" : "rolled back";
}

function row(model: ModelName, outcome: AssessOutcome, page: Page): string[] {
  if (outcome.outcome === "failed") return [model, ...HEADINGS.slice(2).map(() => NONE), page.colour.red("failed")];
  const { champion, newLabels, score, thresholds, performance } = outcome.assessment;
  const { minimumScore } = thresholds;
  return [
    model,
    champion === undefined ? NONE : `v${champion.version} ${champion.learner}`,
    `${count(newLabels)} (${count(minimumLabels(outcome.assessment).value)})`,
    `${within(score)} (${setting(minimumScore)})`,
    measured(score.baseline),
    count(score.rows),
    performance === undefined ? NONE : verdictText(performance.verdict, performance.belowTarget, page),
    decisionText(outcome.assessment, page),
  ];
}

function decisionText({ decision, hold: held }: Assessment, { colour }: Page): string {
  if (decision === "retrain") return colour.yellow("retrain");
  return colour.green(held === undefined ? "keep" : holdWord(held));
}

/** Returns the decision with its reasons, and the next check. */
function notes(model: ModelName, assessment: Assessment, tenant: number, page: Page): string[] {
  const { champion, score } = assessment;
  const isUndefined = champion !== undefined && score.value === undefined;
  const nextCheck = nextCheckText(assessment);
  return [
    ...decisionLines(model, assessment, tenant, page),
    ...[
      ...(isUndefined ? [`no score: ${undefinedScore(model, score.rows)}`] : []),
      ...performanceRemarks(model, assessment),
      ...(nextCheck === undefined ? [] : [nextCheck]),
      ...settingRemarks(assessment),
    ].map((remark) => page.wrap(`  ${page.colour.dim(remark)}`)),
  ];
}

function decisionLines(model: ModelName, assessment: Assessment, tenant: number, page: Page): string[] {
  const { decision, reasons, score } = assessment;
  const hold = holdText(assessment, tenant);
  const kept = hold === undefined ? "no retraining needed" : `keep; ${hold}`;
  const ignored = decision === "keep" && reasons.length > 0 ? ["  ignored reasons to retrain:"] : [];
  return [
    page.wrap(decision === "retrain" ? `${model}: retrain, because` : `${model}: ${kept}`),
    ...ignored,
    ...reasons.map((reason) => page.wrap(`  - ${reasonText(reason, score.metric)}`)),
  ];
}

/** Returns what is missing for a verdict, and whether label delays have shifted. */
function performanceRemarks(model: ModelName, { performance }: Assessment): string[] {
  if (performance === undefined) return [];
  const { verdict, insufficiency, mix } = performance;
  const isMissing = verdict === "insufficient" && insufficiency !== undefined;
  return [
    ...(isMissing ? [`insufficient: ${insufficiencyText(model, insufficiency)}`] : []),
    ...(mix.shifted ? [mixText(mix)] : []),
  ];
}

/** Returns the minimum of new labels, without back-off. */
function minimumLabels({ triggerChecks, thresholds }: Assessment): Setting {
  return triggerChecks.find(({ trigger }) => trigger === "volume")?.limit ?? thresholds.minimumNewLabels;
}

/** Returns the thresholds that are not defaults, unless a reason shows them already. */
function settingRemarks(assessment: Assessment): string[] {
  const { thresholds, score, reasons } = assessment;
  const { minimumScore, maximumAgeDays } = thresholds;
  const minimum = minimumLabels(assessment);
  const remarks = [
    { trigger: "volume", text: `minimum of new labels: ${count(minimum.value)}`, limit: minimum },
    {
      trigger: "performance",
      text: `target of ${SCORE_WORDS[score.metric]}: ${setting(minimumScore)}`,
      limit: minimumScore,
    },
    { trigger: "age", text: `maximum age: ${setting(maximumAgeDays)} days`, limit: maximumAgeDays },
  ];
  return remarks
    .filter(({ trigger, limit }) => limit.origin !== "default" && !reasons.some((reason) => reason.trigger === trigger))
    .map(({ text, limit }) => `${text}${originOf(limit)}`);
}

/** Returns every trigger with its result, the state of the performance test, and what would change the decision. */
function explanation(model: ModelName, assessment: Assessment, tenant: number, page: Page): string[] {
  const { policy, champion, performance } = assessment;
  const counterfactual = counterfactualText(assessment);
  const attempts = attemptsText(assessment);
  const remarks = [
    ...(champion === undefined ? [] : [newLabelsText(assessment)]),
    ...(attempts === undefined ? [] : [attempts]),
    ...(performance === undefined ? [] : performanceLines(model, performance)),
    ...(counterfactual === undefined ? [] : [`retraining would start with ${counterfactual}`]),
  ];
  return [
    ...decisionLines(model, assessment, tenant, page),
    `  policy ${policy}:`,
    triggerTable(assessment, page),
    ...remarks.map((remark) => page.wrap(`  ${remark}`)),
  ];
}
