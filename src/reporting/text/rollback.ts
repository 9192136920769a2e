import type { ModelName } from "../../domain/models.js";
import type { RollbackOutcome, RollbackResult } from "../../usecases/results/rollbackResult.js";
import type { TenantResult } from "../../usecases/results/commandResult.js";
import type { Page } from "../format/page.js";
import { failureLines, modelsOf, tenantsText, type Wording } from "./parts/tenants.js";

export function rollbackText(result: RollbackResult, page: Page): string {
  const ending = result.dryRun ? "This is a preview: nothing was changed.\n" : "";
  return tenantsText(result, false, WORDING, page) + ending;
}

const WORDING: Wording<RollbackOutcome, TenantResult<RollbackOutcome>> = {
  details: ({ models }, page) => modelsOf(models).flatMap(([model, outcome]) => lines(model, outcome, page)),
  brief: ({ outcome }) => outcome,
  counted: ({ outcome }) => outcome,
};

function lines(model: ModelName, outcome: RollbackOutcome, page: Page): string[] {
  switch (outcome.outcome) {
    case "failed":
      return failureLines(model, outcome, page);
    case "pinned":
      return [page.wrap(`${model}: ${page.colour.green(`version ${outcome.version} is pinned`)}; ${UNTIL_UNPINNED}`)];
    case "would-pin":
      return [page.wrap(`${model}: version ${outcome.version} would be pinned`)];
    case "unpinned":
      return [
        `${model}: ${page.colour.green(`version ${outcome.version} is no longer pinned`)}; it stays the champion`,
      ];
    case "would-unpin":
      return [`${model}: version ${outcome.version} would no longer be pinned`];
    case "rolled-back":
    case "would-roll-back":
      return [page.wrap(`${model}: ${switchText(outcome, page)}`)];
  }
}

/** The effect of a pin. */
export const UNTIL_UNPINNED = "no promotion until --unpin";

function switchText(outcome: Extract<RollbackOutcome, { quarantined: number | null }>, { colour }: Page): string {
  const { from, to, quarantined, pinned } = outcome;
  const isDone = outcome.outcome === "rolled-back";
  const replaced = isDone
    ? colour.green(`version ${to} replaces version ${from}`)
    : `version ${to} would replace version ${from}`;
  const quarantine = isDone ? "is quarantined" : "would be quarantined";
  const pin = !pinned ? "" : `; version ${to} ${isDone ? "is" : "would be"} pinned: ${UNTIL_UNPINNED}`;
  const fate = quarantined === null ? "no longer exists" : quarantine;
  return `${replaced}; version ${from} ${fate}${pin}`;
}
