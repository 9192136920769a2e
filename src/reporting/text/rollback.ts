import type { ModelName } from "../../domain/models.js";
import type { RollbackOutcome, RollbackResult, TenantResult } from "../../usecases/results.js";
import type { Page } from "../page.js";
import { failureLines, modelsOf, tenantsText, type Wording } from "./tenants.js";

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
  if (outcome.outcome === "failed") return failureLines(model, outcome, page);
  const { from, to, quarantined } = outcome;
  const isDone = outcome.outcome === "rolled-back";
  const serves = isDone ? page.colour.green(`version ${to} serves again`) : `version ${to} would serve again`;
  const quarantine = isDone ? "is in quarantine and never serves again" : "would go into quarantine";
  return [page.wrap(`${model}: ${serves}, in place of version ${from}; version ${quarantined} ${quarantine}`)];
}
