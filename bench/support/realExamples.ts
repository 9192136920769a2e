import { MODEL_NAMES, type ModelName } from "../../src/domain/models.js";
import { parseTenantId } from "../../src/domain/tenant.js";
import type { Examples } from "../../src/learning/examples.js";
import { openQuietly } from "./platform.js";

/** Fewer are not measured; the scikit-learn job skips them as well. */
const MINIMUM_ROWS = 60;

export interface TenantExamples {
  readonly tenant: number;
  readonly model: ModelName;
  readonly examples: Examples;
}

/** The examples of each model of each tenant, as a training reads them. */
export async function* realExamples(database: string, tenants: readonly number[]): AsyncGenerator<TenantExamples> {
  const platform = await openQuietly({ database }, Date.now);
  try {
    for (const tenant of tenants) {
      const { examples: source } = platform.workspace(parseTenantId(String(tenant)));
      for (const model of MODEL_NAMES) {
        const { examples } = await source.read(model, { until: Date.now(), withText: true });
        if (examples.count >= MINIMUM_ROWS) yield { tenant, model, examples };
      }
    }
  } finally {
    await platform.close();
  }
}
