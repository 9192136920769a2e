import type { ModelName } from "../../domain/models.js";
import type { ModelReplay } from "../../domain/replay/record.js";
import type { ExitCode } from "../../errors.js";
import type { Failure } from "./commandResult.js";

export type ReplayOutcome = ({ readonly outcome: "replayed" } & ModelReplay) | Failure;

export interface ReplayResult {
  readonly tenant: number;
  /** First and last replayed date, in milliseconds since 1970, UTC; absent where there is no label to replay. */
  readonly from: number | undefined;
  readonly to: number;
  readonly everyDays: number;
  /** Names of the policies, in the order asked for. */
  readonly policies: readonly string[];
  readonly models: { readonly [model in ModelName]?: ReplayOutcome };
  readonly exitCode: ExitCode;
}
