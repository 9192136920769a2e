import type { Knex } from "knex";
import type { CostMeter } from "./database.js";

/** Adds one statement to what was spent. */
export function charge(meter: CostMeter, seconds: number, rows: number): void {
  meter.queries += 1;
  meter.rows += rows;
  meter.seconds += seconds;
  meter.slowestSeconds = Math.max(meter.slowestSeconds, seconds);
}

/** Seconds since an unspecified moment; only differences mean something. */
export function stopwatch(): () => number {
  const start = performance.now();
  return () => (performance.now() - start) / 1000;
}

/**
 * Has every run of the query counted, whoever awaits it, and whether it succeeds or not.
 *
 * @param rows - how many rows a success stands for; absent: as many as the response says.
 */
export function metered(query: Knex.QueryBuilder, meter: CostMeter, rows?: number): Knex.QueryBuilder {
  let elapsed = stopwatch();
  query.on("query", () => {
    elapsed = stopwatch();
  });
  query.on("query-response", (response: unknown) => {
    charge(meter, elapsed(), rows ?? rowsOf(response));
  });
  query.on("query-error", () => {
    charge(meter, elapsed(), 0);
  });
  return query;
}

/** Rows that a statement returned, or, where it returns none, changed. */
function rowsOf(response: unknown): number {
  if (Array.isArray(response)) return response.length;
  return typeof response === "number" ? response : 0;
}
