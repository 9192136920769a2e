import type { ModelName } from "./models.js";

export const COMMANDS = ["assess", "train", "evaluate", "rollback", "job run"] as const;
export type RunCommand = (typeof COMMANDS)[number];

/** One execution of one command for one tenant, as `ml_runs` keeps it. Times are milliseconds since 1970, UTC. */
export interface RunRecord {
  readonly run: string;
  readonly command: RunCommand;
  readonly startedAt: number;
  /** Absent while the run goes on, and for ever if it was killed. */
  readonly endedAt?: number;
  /** Result per model, as the use case returned it; times in it are milliseconds. */
  readonly outcomes: { readonly [model in ModelName]?: object };
  readonly exitCode?: number;
  readonly error?: string;
  readonly cost?: {
    readonly queries: number;
    readonly rows: number;
    readonly seconds: number;
    readonly slowestSeconds: number;
  };
  readonly host: string;
  readonly codeVersion: string;
}
