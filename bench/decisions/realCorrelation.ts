import { MODEL_NAMES, type ModelName } from "../../src/domain/models.js";
import { prepare, type Prepared } from "../../src/domain/learners/preparedExamples.js";
import { historyOf } from "../../src/domain/replay/history.js";
import { scoredRows } from "../../src/domain/scoring/scoredRows.js";
import { parseTenantId } from "../../src/domain/tenant.js";
import { trainModel } from "../../src/domain/training/training.js";
import { pearsonCorrelation } from "../../src/learning/metrics/pearsonCorrelation.js";
import { rowRange } from "../../src/learning/resampling/timeSplits.js";
import { openQuietly } from "../support/platform.js";

/** Fewer labels give no useful champion. */
const MINIMUM_ROWS = 200;

/**
 * Returns the correlation of errors on a real tenant's newest 10 % of labels: of a champion that was trained on the
 * older 80 %, and a challenger that was trained on 90 %. It is the median over tenants and models.
 */
export async function realCorrelation(database: string, tenants: readonly number[]): Promise<number> {
  const platform = await openQuietly({ database }, Date.now);
  const correlations: number[] = [];
  try {
    for (const tenant of tenants) {
      const { examples } = platform.workspace(parseTenantId(String(tenant)));
      for (const model of MODEL_NAMES) {
        const read = await examples.read(model, { until: Date.now(), withText: true });
        if (read.examples.count < MINIMUM_ROWS) continue;
        const correlation = correlationOf(model, prepare(model, read.examples));
        console.log(JSON.stringify({ table: "correlation of errors", tenant, model, correlation }));
        if (correlation !== undefined) correlations.push(correlation);
      }
    }
  } finally {
    await platform.close();
  }
  correlations.sort((a, b) => a - b);
  return correlations[correlations.length >> 1] ?? NaN;
}

function correlationOf(model: ModelName, whole: Prepared): number | undefined {
  const { count } = whole.examples;
  const history = historyOf(whole, Infinity);
  const errorsOf = (share: number): Float64Array => {
    const { artefact } = trainModel(history.knownAt(Math.floor(share * count)).prepared);
    const { labels, predictions } = scoredRows(artefact, whole, rowRange(Math.floor(0.9 * count), count));
    return labels.map((label, row) => label - (predictions[row] ?? NaN));
  };
  return pearsonCorrelation(errorsOf(0.8), errorsOf(0.9));
}
