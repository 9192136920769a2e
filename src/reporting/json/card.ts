import type * as z from "zod";
import type { CalibrationFound } from "../../domain/modelCard/figures.js";
import type { ModelCard } from "../../domain/modelCard/modelCard.js";
import type { TrainingSummary } from "../../domain/explaining/trainingSummary.js";
import type { ReliabilityBin } from "../../learning/calibration/reliability.js";
import type { CardResult } from "../../usecases/modelCard.js";
import { limitText } from "../format/limitations.js";
import { isoTime } from "../format/times.js";
import { drawDeployment, drawEvaluation, drawInterval, drawScore, finite } from "./parts/parts.js";
import type { cardDocument as documentSchema } from "./schemas/card.js";
import { drawQuarantine, drawVersion } from "./status.js";

type Document = z.infer<typeof documentSchema>;

export function cardDocument({ asOf, tenant, name, card }: CardResult): Document {
  const { version, summary, thresholds, deploymentPeriods, quarantine, evaluations } = card;
  return {
    schema: 2,
    command: "status",
    asOf: isoTime(asOf),
    tenant,
    model: version.model,
    version: drawVersion(version, name),
    target: { ...thresholds.minimumScore },
    data: summary === undefined ? undefined : drawData(summary),
    weights: summary === undefined ? undefined : drawWeights(summary),
    calibration: drawCalibration(card),
    intervals: drawIntervals(card),
    deploymentPeriods: deploymentPeriods.map(({ until, ...deployment }) => ({
      ...drawDeployment(deployment),
      until: until === undefined ? undefined : isoTime(until),
    })),
    quarantine: quarantine === undefined ? undefined : drawQuarantine(quarantine),
    evaluations: evaluations.map(drawEvaluation),
    limitations: drawLimitations(card),
    exitCode: 0,
  };
}

function drawData({ labelsKnown, predictedFrom, labelQuantiles, baseRate, read, baselineReason }: TrainingSummary) {
  const [low, median, high] = labelQuantiles ?? [];
  return {
    labelsKnown: { from: isoTime(labelsKnown.from), to: isoTime(labelsKnown.to) },
    predictedFrom: isoTime(predictedFrom),
    labelQuantiles: low === undefined || median === undefined || high === undefined ? undefined : { low, median, high },
    baseRate,
    rowsRead: read.rows,
    dropped: { ...read.dropped },
    missingColumns: [...read.missingColumns],
    truncated: read.truncated,
    baselineReason,
  };
}

function drawWeights({ weights: { rows, scale, features } }: TrainingSummary) {
  return {
    rows,
    scale: scale ?? undefined,
    features: features.map(({ kind, name, weight }) => ({ kind, name, weight })),
  };
}

function drawCalibration({ calibration, decisionThreshold, scaled }: ModelCard) {
  if (decisionThreshold === null) return undefined;
  return { scaled, decisionThreshold, ...(calibration && drawReliability(calibration)) };
}

function drawReliability({ table, expectedError, overall }: CalibrationFound) {
  return { expectedError, overall: drawBin(overall), table: table.map(drawBin) };
}

function drawBin({ count, meanPrediction, observedRate, lower, upper }: ReliabilityBin) {
  return { rows: count, predictedRate: meanPrediction, observedRate, interval: { low: lower, high: upper } };
}

function drawIntervals({ intervals }: ModelCard) {
  if (intervals === undefined) return undefined;
  const { target, coverage, medianWidth } = intervals;
  return { target, coverage: coverage && drawScore(coverage), medianWidth: finite(medianWidth) };
}

function drawLimitations({ limitations, version: { model } }: ModelCard): Document["limitations"] {
  return limitations.map((each) => ({
    limitation: each.limitation,
    message: limitText(each, model),
    seen: finite(each.seen),
    threshold: finite(each.threshold),
    interval: each.interval && drawInterval(each.interval),
    rows: each.rows,
    reason: each.reason,
  }));
}
