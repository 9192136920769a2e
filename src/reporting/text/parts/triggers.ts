import type { Assessment, Counterfactual, TriggerCheck } from "../../../domain/retraining/assessment.js";
import { MODELS, type ModelName } from "../../../domain/models.js";
import type { Policy } from "../../../domain/settings.js";
import { count, counted, days, intervalText, measured, NONE, originWord, setting } from "../../format/numbers.js";
import type { Page } from "../../format/page.js";
import { dayOf } from "../../format/times.js";
import { headlineWord } from "../../format/words.js";

const DAY = 86_400_000;
const HEADINGS = ["question", "seen", "interval", "held against", "set by", "back-off", "asks"];

/** What a model's examples are called once their label is known. */
function examplesText(number: number, model: ModelName): string {
  return counted(number, MODELS[model].relation === "prs" ? "more merged pull request" : "more completed item");
}

/** Every question of the policy with its answer. */
export function triggerTable(assessment: Assessment, page: Page): string {
  return page.table(
    HEADINGS,
    assessment.triggerChecks.map((question) => [
      question.trigger === "never_trained" ? "never trained" : question.trigger,
      seenText(question, assessment),
      intervalOf(question, assessment),
      limitText(question),
      question.limit === undefined ? NONE : originWord(question.limit),
      question.factor === undefined ? NONE : `${question.factor} times`,
      question.fires ? page.colour.yellow("yes") : "no",
    ]),
  );
}

function seenText({ trigger, seen }: TriggerCheck, { model }: Assessment): string {
  if (trigger === "never_trained") return "no version";
  if (seen === undefined) return NONE;
  switch (trigger) {
    case "volume":
      return counted(seen, "new example");
    case "performance":
      return `${headlineWord(model)} ${measured(seen)}`;
    case "age":
      return `${days(seen)} days`;
  }
}

/** Of the score that was asked about, or, where it was not asked, of the score as it is. */
function intervalOf({ trigger }: TriggerCheck, { performance, score }: Assessment): string {
  if (trigger !== "performance") return NONE;
  const asked = performance?.sequentialTest?.score;
  if (asked !== undefined) return intervalText([asked.lower, asked.upper]);
  return score.interval === undefined ? NONE : intervalText(score.interval);
}

function limitText({ limit, factor = 1 }: TriggerCheck): string {
  if (limit === undefined) return NONE;
  return factor === 1 ? setting(limit) : `${factor} × ${setting(limit)}`;
}

/** `12 more completed items, or 9.0 more days`: what would make a question ask; nothing where one asks already. */
export function counterfactualText({ model, policy, triggerChecks, hold: held }: Assessment): string | undefined {
  if (held !== undefined || triggerChecks.some(({ fires }) => fires)) return undefined;
  const ways = triggerChecks.flatMap(({ missing, nextTestIn }) => [
    ...(missing === undefined ? [] : [wayText(model, missing)]),
    ...(nextTestIn === undefined ? [] : [`${moreText(nextTestIn, model)} if ${WORSE[policy]}`]),
  ]);
  return ways.length === 0 ? undefined : [...new Set(ways)].join(", or ");
}

function wayText(model: ModelName, { examples, days: wait }: Counterfactual): string {
  return [
    ...(examples === undefined ? [] : [examplesText(examples, model)]),
    ...(wait === undefined ? [] : [`${days(wait)} more days`]),
  ].join(" and ");
}

/** What the performance question has to find, beside enough examples, before it asks. */
const WORSE: Readonly<Record<Policy, string>> = {
  guarded: "it is then shown to have got worse",
  classic: "its score is then below the least",
};

/** The examples with which a question looks again; none: those that are there only have to mature. */
function moreText(examples: number, model: ModelName): string {
  return examples === 0 ? "enough mature ones of the new examples" : examplesText(examples, model);
}

/** When a model that is kept may ask for retraining at the earliest: so many examples, or a day, whichever is first. */
export function earliestText({ model, triggerChecks, asOf, hold: held }: Assessment): string | undefined {
  if (held !== undefined || triggerChecks.some(({ fires }) => fires)) return undefined;
  const ways = triggerChecks.flatMap(({ missing }) => missing ?? []);
  const certain = ways.filter((way) => way.days === undefined).flatMap((way) => way.examples ?? []);
  const examples = [...certain, ...triggerChecks.flatMap(({ nextTestIn }) => nextTestIn ?? [])];
  const waits = ways.flatMap((way) => way.days ?? []);
  const parts = [
    ...(examples.length === 0 ? [] : [`with ${moreText(Math.min(...examples), model)}`]),
    ...(waits.length === 0 ? [] : [`on ${dayOf(asOf + Math.min(...waits) * DAY)}`]),
  ];
  return parts.length === 0 ? undefined : `asks again at the earliest ${parts.join(", or ")}`;
}

/** Why what serves is kept whatever the questions say, and until when. */
export function holdText(assessment: Assessment, tenant: number): string | undefined {
  const { hold: held, model, newLabelsToReplaceRollback, newLabelsSinceAttempt } = assessment;
  switch (held) {
    case undefined:
      return undefined;
    case "pinned":
      return `it is pinned, until: mltrain rollback --tenant ${tenant} --model ${model} --unpin`;
    case "rolled-back":
      return `it was rolled back to, and nothing takes its place on the same data: kept until there are ${examplesText(newLabelsToReplaceRollback - newLabelsSinceAttempt, model)}`;
  }
}

/** The attempts that the questions count from. */
export function attemptsText({ attempts: { last, withoutPromotion } }: Assessment): string | undefined {
  if (last === undefined) return undefined;
  const lately = withoutPromotion === 0 ? "" : `; ${counted(withoutPromotion, "attempt")} in a row changed nothing`;
  return `last attempt: ${dayOf(last.attemptedAt)}, ${last.outcome}${lately}`;
}

/** The examples that are new, and how many of them the last attempt knew. */
export function newLabelsText({ newLabels, newLabelsSinceAttempt }: Assessment): string {
  const known = newLabels - newLabelsSinceAttempt;
  const beside = known === 0 ? "" : `, ${count(known)} of which the last attempt knew`;
  return `${counted(newLabels, "example")} new to what serves${beside}`;
}
