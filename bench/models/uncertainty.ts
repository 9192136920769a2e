import { MODELS, type ModelName } from "../../src/domain/models.js";
import { prepare } from "../../src/domain/learners/preparedExamples.js";
import { scoredRows, type ScoredRows } from "../../src/domain/scoring/scoredRows.js";
import { scorePredictions } from "../../src/domain/scoring/scoring.js";
import { trainedBefore } from "../../src/domain/training/training.js";
import { reliabilityTable } from "../../src/learning/calibration/reliability.js";
import type { Examples } from "../../src/learning/examples.js";
import { rowRange } from "../../src/learning/resampling/timeSplits.js";
import { realExamples } from "../support/realExamples.js";
import type { Target } from "../support/targets.js";

const CUTS = [0.6, 0.7, 0.8, 0.9];
/** With fewer test rows a tenant's coverage is too noisy. */
const ENOUGH_ROWS = 300;
const ENOUGH_POSITIVES = 15;
/** Shares of the most frequent labels, shown beside the coverage of story points. */
const COMMONEST = 3;

interface Scored {
  readonly tenant: number;
  readonly model: ModelName;
  readonly cut: number;
  readonly rows: ScoredRows;
  readonly brierRatio: number;
}

/** Measures the coverage of 80 % intervals after a cut, and the calibration of probabilities. */
export async function uncertainty(database: string, tenants: readonly number[]): Promise<Target[]> {
  const scored: Scored[] = [];
  for await (const { tenant, model, examples } of realExamples(database, tenants)) {
    scored.push(...afterCuts(tenant, model, examples));
  }
  const of = (model: ModelName): Scored[] => scored.filter((one) => one.model === model);
  return [
    ...coverageTargets("story_points", of("story_points"), 0.72),
    ...coverageTargets("lead_time", of("lead_time"), 0.7),
    ...probabilityTargets(of("rework_risk")),
  ];
}

function afterCuts(tenant: number, model: ModelName, own: Examples): Scored[] {
  const prepared = prepare(model, own);
  return CUTS.map((cut) => {
    const end = Math.floor(cut * own.count);
    const artefact = trainedBefore(prepared, end);
    const rows = scoredRows(artefact, prepared, rowRange(end, own.count));
    const { brierLoss } = scorePredictions(artefact, rows).values;
    const brierRatio = (brierLoss?.value ?? NaN) / (brierLoss?.baseline ?? NaN);
    const shown = rows.covered ? { coverage: sum(rows.covered) / rows.covered.length } : { brierRatio };
    const commonest = model === "story_points" ? { commonest: commonestShares(rows.labels) } : {};
    const isCalibrated = MODELS[model].task === "classification" && { calibrated: artefact.calibration !== null };
    console.log(
      JSON.stringify({
        table: "uncertainty",
        tenant,
        model,
        cut,
        rows: rows.labels.length,
        ...shown,
        ...commonest,
        ...isCalibrated,
      }),
    );
    return { tenant, model, cut, rows, brierRatio };
  });
}

function coverageTargets(model: ModelName, scored: readonly Scored[], minimum: number): Target[] {
  const held = scored.flatMap(({ rows }) => [...(rows.covered ?? [])]);
  const pooled = sum(held) / held.length;
  const enough = scored.filter(({ rows }) => rows.labels.length >= ENOUGH_ROWS);
  const ofTenants = [...new Set(enough.map(({ tenant }) => tenant))].map((tenant) => {
    const own = enough.filter((one) => one.tenant === tenant).flatMap(({ rows }) => [...(rows.covered ?? [])]);
    return sum(own) / own.length;
  });
  const [lowest, highest] = [Math.min(...ofTenants), Math.max(...ofTenants)];
  return [
    {
      name: `${model}: pooled coverage of 80 % intervals`,
      figure: pooled,
      target: "0.78 to 0.84",
      met: pooled >= 0.78 && pooled <= 0.84,
    },
    {
      name: `${model}: lowest and highest coverage of a tenant, of at least ${String(ENOUGH_ROWS)} rows after a cut`,
      figure: `${lowest.toFixed(3)}, ${highest.toFixed(3)}`,
      target: `${String(minimum)} to 0.92`,
      met: lowest >= minimum && highest <= 0.92,
    },
  ];
}

/** Measures the Brier loss over the base rate's, and the observed rate per predicted probability. */
function probabilityTargets(scored: readonly Scored[]): Target[] {
  const labels = scored.flatMap(({ rows }) => [...rows.labels]);
  const probabilities = scored.flatMap(({ rows }) => [...rows.predictions]);
  for (const bin of reliabilityTable(labels, probabilities, { bins: 10 })) {
    const mark = (share: number): number => Math.round(40 * share);
    const bar = "·".repeat(41).split("");
    bar.fill("─", mark(bin.lower), mark(bin.upper) + 1);
    bar[mark(bin.observedRate)] = "●";
    bar[mark(bin.meanPrediction)] = "│";
    console.log(JSON.stringify({ table: "reliability, all tenants and cuts", ...bin }));
    console.log(
      `  predicted ${bin.meanPrediction.toFixed(2)}  ${bar.join("")}  observed ${bin.observedRate.toFixed(2)}`,
    );
  }
  const enough = scored.filter(({ rows }) => sum(rows.labels) >= ENOUGH_POSITIVES);
  const worst = Math.max(...enough.map(({ brierRatio }) => brierRatio));
  return [
    {
      name: `rework_risk: largest Brier loss ÷ base rate after a cut, of at least ${String(ENOUGH_POSITIVES)} positives`,
      figure: worst,
      target: "< 1",
      met: worst < 1,
    },
  ];
}

function commonestShares(labels: Float64Array): Record<string, number> {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const commonest = [...counts].sort(([, a], [, b]) => b - a).slice(0, COMMONEST);
  return Object.fromEntries(commonest.map(([value, count]) => [value, Number((count / labels.length).toFixed(3))]));
}

function sum(values: ArrayLike<number>): number {
  return Array.from(values).reduce((total, value) => total + value, 0);
}
