import type { ModelName } from "../../domain/models.js";
import type { Deployment, Quarantine, Version } from "../../domain/versions.js";
import type { Evaluation } from "../../domain/evaluation.js";
import type { ExitCode } from "../../errors.js";
import type { RunRecord } from "../../domain/runs.js";
import type { Failure } from "./commandResult.js";

/** Everything that `status` shows of one model. */
export interface ModelStatus {
  readonly champion: Deployment | undefined;
  /** What served at the time asked for; absent if that was not asked. */
  readonly at?: { readonly time: number; readonly deployed: Deployment | undefined };
  readonly versions: readonly Version[];
  readonly deployments: readonly Deployment[];
  readonly quarantine: readonly Quarantine[];
  /** Oldest first. */
  readonly evaluations: readonly Evaluation[];
}

export interface StatusResult {
  readonly asOf: number;
  readonly tenant: number;
  readonly models: { readonly [model in ModelName]?: ModelStatus };
  /** Models whose rows could not be read; the others are shown all the same. */
  readonly failures: { readonly [model in ModelName]?: Failure };
  /** Newest first. */
  readonly runs: readonly RunRecord[];
  readonly exitCode: ExitCode;
}
