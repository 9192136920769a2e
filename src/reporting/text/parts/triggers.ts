import type { Assessment, Counterfactual, TriggerCheck } from "../../../domain/retraining/assessment.js";
import { MODELS, type ModelName } from "../../../domain/models.js";
import type { Policy } from "../../../domain/settings.js";
import { count, counted, days, intervalText, measured, NONE, originWord, setting } from "../../format/numbers.js";
import type { Page } from "../../format/page.js";
import { dayOf } from "../../format/times.js";
import { headlineWord } from "../../format/words.js";

const DAY = 86_400_000;
const HEADINGS = ["trigger", "value", "interval", "threshold", "source", "back-off", "fires"];

/** Names the rows whose labels become new labels. */
function labelsText(number: number, model: ModelName): string {
  return counted(number, MODELS[model].relation === "prs" ? "more merged pull request" : "more completed item");
}

/** Returns every trigger of the policy with its result. */
export function triggerTable(assessment: Assessment, page: Page): string {
  return page.table(
    HEADINGS,
    assessment.triggerChecks.map((check) => [
      check.trigger === "never_trained" ? "never trained" : check.trigger,
      seenText(check, assessment),
      intervalOf(check, assessment),
      thresholdText(check),
      check.limit === undefined ? NONE : originWord(check.limit),
      check.factor === undefined ? NONE : `×${check.factor}`,
      check.fires ? page.colour.yellow("yes") : "no",
    ]),
  );
}

function seenText({ trigger, seen }: TriggerCheck, { model }: Assessment): string {
  if (trigger === "never_trained") return "no version";
  if (seen === undefined) return NONE;
  switch (trigger) {
    case "volume":
      return counted(seen, "new label");
    case "performance":
      return `${headlineWord(model)} ${measured(seen)}`;
    case "age":
      return `${days(seen)} days`;
  }
}

/** Returns the interval of the tested score, or, without a test, of the current score. */
function intervalOf({ trigger }: TriggerCheck, { performance, score }: Assessment): string {
  if (trigger !== "performance") return NONE;
  const tested = performance?.sequentialTest?.score;
  if (tested !== undefined) return intervalText([tested.lower, tested.upper]);
  return score.interval === undefined ? NONE : intervalText(score.interval);
}

function thresholdText({ limit, factor = 1 }: TriggerCheck): string {
  if (limit === undefined) return NONE;
  return factor === 1 ? setting(limit) : `${factor} × ${setting(limit)}`;
}

/** Returns what would make a trigger fire: `12 more completed items, or 9 more days`. Undefined if one fires already. */
export function counterfactualText({ model, policy, triggerChecks, hold }: Assessment): string | undefined {
  if (hold !== undefined || triggerChecks.some(({ fires }) => fires)) return undefined;
  const ways = triggerChecks.flatMap(({ missing, nextTestIn }) => [
    ...(missing === undefined ? [] : [wayText(model, missing)]),
    ...(nextTestIn === undefined ? [] : [`${moreText(nextTestIn, model)} and ${DROP[policy]}`]),
  ]);
  return ways.length === 0 ? undefined : [...new Set(ways)].join(", or ");
}

function wayText(model: ModelName, { examples, days: wait }: Counterfactual): string {
  return [
    ...(examples === undefined ? [] : [labelsText(examples, model)]),
    ...(wait === undefined ? [] : [`${days(wait)} more days`]),
  ].join(" and ");
}

/** What fires the performance trigger, beside enough new labels. */
const DROP: Readonly<Record<Policy, string>> = {
  guarded: "a significant drop",
  classic: "a score below target",
};

/** Names the new labels that the next test needs. With 0, the existing ones only have to mature. */
function moreText(examples: number, model: ModelName): string {
  return examples === 0 ? "mature new labels" : labelsText(examples, model);
}

/** Returns when a kept model can need retraining at the earliest: a number of new labels or a day. */
export function nextCheckText({ model, triggerChecks, asOf, hold }: Assessment): string | undefined {
  if (hold !== undefined || triggerChecks.some(({ fires }) => fires)) return undefined;
  const ways = triggerChecks.flatMap(({ missing }) => missing ?? []);
  const certain = ways.filter((way) => way.days === undefined).flatMap((way) => way.examples ?? []);
  const examples = [...certain, ...triggerChecks.flatMap(({ nextTestIn }) => nextTestIn ?? [])];
  const waits = ways.flatMap((way) => way.days ?? []);
  const parts = [
    ...(examples.length === 0 ? [] : [`with ${moreText(Math.min(...examples), model)}`]),
    ...(waits.length === 0 ? [] : [`on ${dayOf(asOf + Math.min(...waits) * DAY)}`]),
  ];
  return parts.length === 0 ? undefined : `next check: ${parts.join(", or ")}`;
}

/** Returns why the champion is kept even if a trigger fires, and until when. */
export function holdText(assessment: Assessment, tenant: number): string | undefined {
  const { hold, model, newLabelsToReplaceRollback, newLabelsSinceAttempt } = assessment;
  switch (hold) {
    case undefined:
      return undefined;
    case "pinned":
      return `pinned; to unpin: mltrain rollback --tenant ${tenant} --model ${model} --unpin`;
    case "rolled-back":
      return `restored by a rollback, and the same data cannot replace it; a replacement needs ${labelsText(newLabelsToReplaceRollback - newLabelsSinceAttempt, model)}`;
  }
}

/** Returns the last attempt, and how many in a row did not end in a promotion. */
export function attemptsText({ attempts: { last, withoutPromotion } }: Assessment): string | undefined {
  if (last === undefined) return undefined;
  const lately = withoutPromotion === 0 ? "" : `; ${counted(withoutPromotion, "attempt")} in a row without promotion`;
  return `last attempt: ${dayOf(last.attemptedAt)}, ${last.outcome}${lately}`;
}

/** Returns the number of new labels, and how many of them the last attempt used. */
export function newLabelsText({ newLabels, newLabelsSinceAttempt }: Assessment): string {
  const used = newLabels - newLabelsSinceAttempt;
  const note = used === 0 ? "" : `, ${count(used)} of them used in the last attempt`;
  return `${counted(newLabels, "new label")} since the champion was trained${note}`;
}
