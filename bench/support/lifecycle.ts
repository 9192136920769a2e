import type * as z from "zod";
import type { ModelName } from "../../src/domain/models.js";
import { parseTenantId } from "../../src/domain/tenant.js";
import type { assessOutcome, evaluateOutcome } from "../../src/reporting/json/schemas/commands.js";
import type { trainOutcome } from "../../src/reporting/json/schemas/training.js";
import { openQuietly } from "./platform.js";
import { runMltrain, type Finished } from "./process.js";

export type Assessed = z.infer<typeof assessOutcome>;
export type Trained = z.infer<typeof trainOutcome>;
export type Evaluated = z.infer<typeof evaluateOutcome>;

/** One tenant's model from its first training, at 80 % of the labels, to the end of its labels. */
export interface Lifecycle {
  readonly tenant: number;
  readonly model: ModelName;
  readonly rows: number;
  readonly assessedBefore: Assessed;
  readonly first: Trained;
  readonly assessedAfter: Assessed;
  readonly assessedAtEnd: Assessed;
  /** Scores of the first version on the newest 20 % of the labels. */
  readonly later: Evaluated;
  readonly second: Trained;
  /** Of the first training, as a whole process. */
  readonly seconds: number;
  readonly peakMegabytes: number;
}

/** Label times of the tenant's examples, ascending. */
export async function labelTimes(database: string, tenant: number, model: ModelName): Promise<Float64Array> {
  const platform = await openQuietly({ database }, Date.now);
  try {
    const { examples } = platform.workspace(parseTenantId(String(tenant)));
    return (await examples.read(model, { until: Date.now(), withText: false })).examples.labelKnownAt;
  } finally {
    await platform.close();
  }
}

/** Runs the program: assess, train, assess at the cut; assess, evaluate, train at the end. */
export async function live(
  database: string,
  tenant: number,
  model: ModelName,
  times: Float64Array,
): Promise<Lifecycle> {
  const cut = times[Math.floor(times.length * 0.8) - 1] ?? 0;
  const end = (times.at(-1) ?? 0) + 1;
  const call = async (command: string, asOf: number): Promise<{ outcome: object; finished: Finished }> => {
    const finished = await runMltrain([
      ...[command, "--db", database, "--tenant", String(tenant), "--model", model],
      ...["--as-of", new Date(asOf).toISOString(), "--json"],
    ]);
    if (finished.exitCode !== 0)
      throw new Error(`${command} ended with ${String(finished.exitCode)}: ${finished.stdout}`);
    const document = JSON.parse(finished.stdout) as { tenants: { models: Record<string, object> }[] };
    return { outcome: document.tenants[0]?.models[model] ?? {}, finished };
  };
  const assessedBefore = await call("assess", cut);
  const first = await call("train", cut);
  const assessedAfter = await call("assess", cut);
  const assessedAtEnd = await call("assess", end);
  const later = await call("evaluate", end);
  const second = await call("train", end);
  return {
    tenant,
    model,
    rows: times.length,
    assessedBefore: assessedBefore.outcome as Assessed,
    first: first.outcome as Trained,
    assessedAfter: assessedAfter.outcome as Assessed,
    assessedAtEnd: assessedAtEnd.outcome as Assessed,
    later: later.outcome as Evaluated,
    second: second.outcome as Trained,
    seconds: first.finished.seconds,
    peakMegabytes: first.finished.peakMegabytes,
  };
}
