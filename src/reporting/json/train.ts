import type * as z from "zod";
import type { TrainingReport, TrainOutcome, TrainResult } from "../../usecases/results/trainResult.js";
import { isoTime } from "../format/times.js";
import { drawComparison, drawFailure, drawFinding, drawReason, drawScores, drawTenant, finite } from "./parts/parts.js";
import type { report, trainDocument as documentSchema, trainOutcome } from "./schemas/training.js";

export function trainDocument({ asOf, dryRun, exitCode, tenants }: TrainResult): z.infer<typeof documentSchema> {
  return {
    schema: 2,
    command: "train",
    asOf: isoTime(asOf),
    dryRun,
    exitCode,
    tenants: tenants.map((tenant) => drawTenant(tenant, drawTrainOutcome)),
  };
}

export function drawTrainOutcome(outcome: TrainOutcome): z.infer<typeof trainOutcome> {
  switch (outcome.outcome) {
    case "failed":
      return drawFailure(outcome);
    case "not-started":
      return { outcome: "not-started" };
    case "kept":
      return { outcome: "kept", reasons: outcome.reasons.map(drawReason), hold: outcome.hold };
    case "unchanged":
      return { outcome: "unchanged", reasons: outcome.reasons.map(drawReason), reason: outcome.reason };
    case "too-little-data":
    case "data-refused":
      return { outcome: outcome.outcome, ...drawGrounds(outcome), rows: outcome.rows };
    case "refused":
      return drawRefused(outcome);
    case "promoted":
    case "would-promote": {
      const { version, name, replaces } = outcome;
      return {
        outcome: outcome.outcome,
        ...drawGrounds(outcome),
        version,
        name,
        replaces,
        report: drawReport(outcome.report),
        comparison: outcome.comparison === undefined ? undefined : drawComparison(outcome.comparison),
      };
    }
  }
}

type Refused = Extract<TrainOutcome, { outcome: "refused" }>;

function drawRefused(outcome: Refused): z.infer<typeof trainOutcome> {
  const common = { outcome: "refused" as const, ...drawGrounds(outcome), report: drawReport(outcome.report) };
  return outcome.reason === "quarantined"
    ? { ...common, reason: outcome.reason, equals: outcome.equals }
    : { ...common, reason: outcome.reason, comparison: drawComparison(outcome.comparison) };
}

function drawGrounds({ reasons, findings }: Pick<Refused, "reasons" | "findings">) {
  return { reasons: reasons.map(drawReason), findings: findings.map(drawFinding) };
}

function drawReport(training: TrainingReport): z.infer<typeof report> {
  const { learner, description, candidates, baselineReason, trainingRows, holdout, refusedHoldout } = training;
  return {
    learner,
    description,
    candidates: candidates.map((tried) => ({
      learner: tried.learner,
      description: tried.description,
      loss: finite(tried.loss),
    })),
    baselineReason,
    trainingRows,
    holdout: holdout === undefined ? undefined : drawScores(holdout),
    refusedHoldout: refusedHoldout === undefined ? undefined : drawScores(refusedHoldout),
    rows: training.rows,
    watermark: isoTime(training.watermark),
    artefactHash: training.artefactHash,
    seconds: training.seconds,
  };
}
