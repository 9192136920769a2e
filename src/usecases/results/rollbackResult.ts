import type { Deployment } from "../../domain/versions.js";
import type { Failure, CommandResult } from "./commandResult.js";

export type RollbackOutcome =
  | {
      readonly outcome: "pinned" | "unpinned" | "would-pin" | "would-unpin";
      readonly version: number;
      readonly deployment?: Deployment;
    }
  | {
      readonly outcome: "rolled-back" | "would-roll-back";
      readonly from: number;
      readonly to: number;
      /** `from`; null where its row is gone (somebody's hand, a backup), which quarantine would refer to. */
      readonly quarantined: number | null;
      /** Nothing may take its place until it is unpinned. */
      readonly pinned: boolean;
      readonly deployment?: Deployment;
    }
  | Failure;

export type RollbackResult = CommandResult<RollbackOutcome> & { readonly dryRun: boolean };
