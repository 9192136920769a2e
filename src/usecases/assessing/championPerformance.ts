import type { PerformanceStatus } from "../../domain/retraining/assessment.js";
import {
  testPerformance,
  mixOf,
  rowsForNextTest,
  type PerformanceResult,
} from "../../domain/retraining/performance.js";
import { statusAfter } from "../../domain/retraining/performanceStatus.js";
import { MODELS, type HeadlineScore } from "../../domain/models.js";
import { scorePredictions } from "../../domain/scoring/scoring.js";
import { isMature, type ScoredRows, type VersionEvidence } from "../../domain/scoring/scoredRows.js";
import type { Scores } from "../../domain/scores.js";
import { maturityFor } from "../../domain/settings.js";
import type { Evaluation } from "../../domain/evaluation.js";
import type { Version } from "../../domain/versions.js";
import type { NewLabelRows } from "./newLabelRows.js";
import type { RunContext } from "../running/tenantRuns.js";

const NO_ROWS: ScoredRows = {
  labels: new Float64Array(0),
  predictions: new Float64Array(0),
  delays: new Float64Array(0),
};

/** How a champion does on what it does not know. */
export interface ChampionPerformance {
  readonly scores: Scores;
  /** Label times of the oldest and the newest row scored. */
  readonly window: Evaluation["window"];
  /** Headline score that is aimed at. */
  readonly threshold: number;
  /** Absent under the classic policy, which knows nothing but the score. */
  readonly performance: PerformanceStatus | undefined;
}

/**
 * Scores a champion on its fresh rows and, under the guarded policy, asks whether it has got worse if there are enough
 * of them since it was last asked.
 *
 * @param threshold - headline score that is aimed at.
 */
export async function performanceOf(
  context: RunContext,
  version: Version,
  newRows: NewLabelRows | undefined,
  threshold: number,
): Promise<ChampionPerformance> {
  const { platform, workspace } = context;
  const { seed, policy } = platform.settings;
  const { rows, window } = scoredOf(context, version, newRows);
  if (policy === "classic") {
    const scores = newRows === undefined ? { rows: 0, values: {} } : scorePredictions(newRows.artefact, rows, { seed });
    return { scores, window, threshold, performance: undefined };
  }
  const { model } = version;
  const before = await workspace.registry.findSequentialTest(model, version.version, context.visibleUntil);
  const kept: VersionEvidence =
    newRows === undefined
      ? { holdout: undefined, mix: undefined }
      : await workspace.registry.loadEvidence(model, version.version);
  // Cohorts that are mature need no weighting: the slow items are in them.
  const evidence = maturityOf(context, version) === undefined ? kept : { ...kept, mix: undefined };
  const mix = mixOf(evidence, rows);
  const scores =
    newRows === undefined
      ? { rows: 0, values: {} }
      : scorePredictions(newRows.artefact, rows, { seed, weights: mix.weights });
  const isDue = rows.labels.length >= rowsForNextTest(before?.sequentialTest);
  const answer: PerformanceResult | undefined =
    isDue || before === undefined
      ? testPerformance({
          model,
          newRows: rows,
          evidence,
          threshold,
          decisionThreshold: newRows?.artefact.decisionThreshold ?? null,
          before: before?.sequentialTest,
          seed,
        })
      : undefined;
  const metric = MODELS[model].headline;
  const status = statusAfter(
    answer,
    before?.sequentialTest && { sequentialTest: before.sequentialTest, at: before.evaluatedAt },
    {
      value: scores.values[metric]?.value,
      threshold,
      asOf: context.asOf,
      mix,
    },
  );
  return { scores, window, threshold, performance: status };
}

/** The fresh rows that are scored: all, or, where a maturity is set, the cohorts that are old enough. */
function scoredOf(
  context: RunContext,
  version: Version,
  newRows: NewLabelRows | undefined,
): { rows: ScoredRows; window: Evaluation["window"] } {
  if (newRows === undefined) return { rows: NO_ROWS, window: undefined };
  const maturityDays = maturityOf(context, version);
  const { rows, predictedAt, labelKnownAt } = newRows;
  const { watermark } = version;
  const isScored = (time: number): boolean =>
    maturityDays === undefined || isMature(time, { watermark, asOf: context.asOf, maturityDays });
  const take = (column: Float64Array): Float64Array => column.filter((_, row) => isScored(predictedAt[row] ?? NaN));
  const known = take(labelKnownAt);
  const from = known[0];
  const to = known.at(-1);
  return {
    rows: {
      labels: take(rows.labels),
      predictions: take(rows.predictions),
      delays: take(rows.delays),
      ...(rows.covered && { covered: take(rows.covered) }),
    },
    window: from === undefined || to === undefined ? undefined : { from, to },
  };
}

function maturityOf({ platform, tenant }: RunContext, { model }: Version): number | undefined {
  return maturityFor(platform.settings, tenant, model);
}

/** The headline score of a model, as an assessment shows it. */
export function headlineOf(metric: HeadlineScore, { rows, values }: Scores) {
  const score = values[metric];
  const { value, baseline, interval } = score ?? { value: undefined, baseline: undefined };
  return { metric, rows, value, baseline, ...(interval === undefined ? {} : { interval }) };
}

/** An evaluation to keep, with the asking if it was asked now. */
export function evaluationOf(
  { asOf, run }: RunContext,
  { model, version }: Version,
  { scores, window, threshold, performance }: ChampionPerformance,
  verdict: Evaluation["verdict"],
): Evaluation {
  const { sequentialTest, askedAt } = performance ?? {};
  // Asked twice as of one time there is one entry: the later must not forget that the question was asked.
  const isAsked = sequentialTest !== undefined && askedAt === asOf;
  return {
    model,
    version,
    evaluatedAt: asOf,
    run,
    window,
    scores,
    threshold,
    verdict,
    ...(isAsked ? { sequentialTest } : {}),
  };
}
