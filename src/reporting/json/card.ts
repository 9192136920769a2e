import type * as z from "zod";
import type { CalibrationFound } from "../../domain/modelCard/figures.js";
import type { ModelCard } from "../../domain/modelCard/modelCard.js";
import type { TrainingSummary } from "../../domain/explaining/trainingSummary.js";
import type { ReliabilityBin } from "../../learning/calibration/reliability.js";
import type { CardResult } from "../../usecases/modelCard.js";
import { limitText } from "../format/limits.js";
import { isoTime } from "../format/times.js";
import { drawDeployment, drawEvaluation, drawInterval, drawScore, finite } from "./parts/parts.js";
import type { cardDocument as documentSchema } from "./schemas/card.js";
import { drawQuarantine, drawVersion } from "./status.js";

type Document = z.infer<typeof documentSchema>;

export function cardDocument({ asOf, tenant, name, card }: CardResult): Document {
  const { version, summary, thresholds, services, quarantine, evaluations } = card;
  return {
    schema: 1,
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
    services: services.map(({ until, ...deployment }) => ({
      ...drawDeployment(deployment),
      until: until === undefined ? undefined : isoTime(until),
    })),
    quarantine: quarantine === undefined ? undefined : drawQuarantine(quarantine),
    evaluations: evaluations.map(drawEvaluation),
    limits: drawLimits(card),
    exitCode: 0,
  };
}

function drawData({ labelsKnown, predictedFrom, labelQuantiles, baseRate, read, naiveBecause }: TrainingSummary) {
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
    naiveBecause,
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
  return { rows: count, said: meanPrediction, cameTrue: observedRate, interval: { low: lower, high: upper } };
}

function drawIntervals({ intervals }: ModelCard) {
  if (intervals === undefined) return undefined;
  const { wanted, held, medianWidth } = intervals;
  return { wanted, held: held === undefined ? undefined : drawScore(held), medianWidth: finite(medianWidth) };
}

function drawLimits({ limits, version: { model } }: ModelCard): Document["limits"] {
  return limits.map((limit) => ({
    limit: limit.limit,
    message: limitText(limit, model),
    seen: finite(limit.seen),
    against: finite(limit.against),
    interval: limit.interval === undefined ? undefined : drawInterval(limit.interval),
    rows: limit.rows,
    because: limit.because,
  }));
}
