import type * as z from "zod";
import type { RollbackOutcome, RollbackResult } from "../../usecases/results/rollbackResult.js";
import { isoTime } from "../format/times.js";
import { drawDeployment, drawFailure, drawTenant } from "./parts/parts.js";
import type { rollbackDocument as documentSchema, rollbackOutcome } from "./schemas/commands.js";

export function rollbackDocument({ asOf, dryRun, exitCode, tenants }: RollbackResult): z.infer<typeof documentSchema> {
  return {
    schema: 2,
    command: "rollback",
    asOf: isoTime(asOf),
    dryRun,
    exitCode,
    tenants: tenants.map((tenant) => drawTenant(tenant, drawOutcome)),
  };
}

function drawOutcome(outcome: RollbackOutcome): z.infer<typeof rollbackOutcome> {
  if (outcome.outcome === "failed") return drawFailure(outcome);
  const deployment = outcome.deployment === undefined ? undefined : drawDeployment(outcome.deployment);
  if ("version" in outcome) return { outcome: outcome.outcome, version: outcome.version, deployment };
  const { from, to, quarantined, pinned } = outcome;
  return { outcome: outcome.outcome, from, to, quarantined, pinned, deployment };
}
