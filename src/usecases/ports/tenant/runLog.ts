import type { RunRecord } from "../../../domain/runs.js";

/** The tenant's rows of `ml_runs`. */
export interface RunLog {
  start(run: RunRecord): Promise<void>;
  finish(run: RunRecord): Promise<void>;
  /** Newest first. */
  list(asOf: number, limit: number): Promise<RunRecord[]>;
}
