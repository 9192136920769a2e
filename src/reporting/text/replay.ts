import { MODELS, type ModelName } from "../../domain/models.js";
import type { PolicyReplay } from "../../domain/replay/record.js";
import type { ReplayOutcome, ReplayResult } from "../../usecases/results/replayResult.js";
import { count, counted, measured, NONE } from "../format/numbers.js";
import type { Page } from "../format/page.js";
import { referenceName, seriesOf } from "../format/replaySeries.js";
import { dayOf } from "../format/times.js";
import { printable } from "../format/words.js";
import { plotText } from "./parts/plot.js";
import { failureLines, modelsOf } from "./parts/tenants.js";

const HEADINGS = ["policy", "trainings", "promotions", "rows", "loss", "common loss", "regret", "seconds"];

export function replayText(result: ReplayResult, page: Page): string {
  const { tenant, from, to, everyDays, models } = result;
  const dates = from === undefined ? "there is no label to replay" : `${dayOf(from)} to ${dayOf(to)}`;
  const lines = [
    page.colour.bold(`Tenant ${tenant}, ${dates}, checked ${everyDays === 1 ? "daily" : `every ${everyDays} days`}`),
    ...modelsOf(models).flatMap(([model, outcome]) => ["", ...modelLines(model, outcome, everyDays, page)]),
  ];
  return `${lines.join("\n")}\n`;
}

function modelLines(model: ModelName, outcome: ReplayOutcome, everyDays: number, page: Page): string[] {
  if (outcome.outcome === "failed") return failureLines(model, outcome, page);
  const { labels, steps, policies, daily, commonRows } = outcome;
  const heading = page.colour.bold(`${model}: ${counted(labels, "label")}, ${counted(steps, "date")}`);
  if (labels === 0) return [heading];
  const reference = referenceName(everyDays);
  const { trainings, loss, commonLoss, seconds } = daily;
  const series = seriesOf(outcome, everyDays);
  return [
    heading,
    page.table(HEADINGS, [
      ...policies.map(policyRow),
      [
        reference,
        count(trainings),
        count(trainings),
        NONE,
        measured(loss),
        measured(commonLoss),
        NONE,
        measured(seconds),
      ],
    ]),
    page.wrap(
      `loss: ${MODELS[model].task === "regression" ? "mean absolute error" : "Brier loss"} of the deployed versions; ` +
        `common loss: over the ${counted(commonRows, "row")} for which every policy had a version; regret: common loss ` +
        `minus that of retraining ${reference}`,
      0,
    ),
    ...(series.length === 0 ? [] : ["", "running mean loss over the common rows", plotText(series, page)]),
  ];
}

function policyRow(replayed: PolicyReplay): string[] {
  const { policy, trainings, promotions, rows, loss, commonLoss, regret, seconds } = replayed;
  return [
    printable(policy),
    count(trainings.length),
    count(promotions),
    count(rows),
    measured(loss),
    measured(commonLoss),
    measured(regret),
    measured(seconds),
  ];
}
