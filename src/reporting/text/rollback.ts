import type { ModelName } from "../../domain/models.js";
import type { RollbackOutcome, RollbackResult } from "../../usecases/results/rollbackResult.js";
import type { TenantResult } from "../../usecases/results/commandResult.js";
import type { Page } from "../format/page.js";
import { failureLines, modelsOf, tenantsText, type Wording } from "./parts/tenants.js";

export function rollbackText(result: RollbackResult, page: Page): string {
  const ending = result.dryRun ? "Nothing has been changed: this is what would happen.\n" : "";
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
      return [`${model}: ${page.colour.green(`version ${outcome.version} is no longer pinned`)}; it goes on serving`];
    case "would-unpin":
      return [`${model}: version ${outcome.version} would no longer be pinned`];
    case "rolled-back":
    case "would-roll-back":
      return [page.wrap(`${model}: ${switchText(outcome, page)}`)];
  }
}

/** What a pin means. */
export const UNTIL_UNPINNED = "nothing takes its place until --unpin";

function switchText(outcome: Extract<RollbackOutcome, { quarantined: number | null }>, { colour }: Page): string {
  const { from, to, quarantined, pinned } = outcome;
  const isDone = outcome.outcome === "rolled-back";
  const serves = isDone ? colour.green(`version ${to} serves again`) : `version ${to} would serve again`;
  const quarantine = isDone ? "is in quarantine and never serves again" : "would go into quarantine";
  const pin = !pinned ? "" : `; version ${to} ${isDone ? "is" : "would be"} pinned: ${UNTIL_UNPINNED}`;
  const fate = quarantined === null ? "is not there any more" : quarantine;
  return `${serves}, in place of version ${from}; version ${from} ${fate}${pin}`;
}
