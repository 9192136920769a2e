import type { ModelName } from "../../domain/models.js";
import type { ExitCode } from "../../errors.js";
import type { DatabaseCost } from "../ports/tenant/tenantWorkspace.js";

/*
 * What the use cases return. Closed types: the table, the JSON document and the exit code all come from them, and the
 * compiler checks that no outcome is forgotten.
 */

/** A model, or a whole tenant, for which the work broke off; the rest went on. */
export interface Failure {
  readonly outcome: "failed";
  readonly exitCode: ExitCode;
  readonly error: string;
  readonly hint?: string;
}

/** Results of one command for one tenant, per model. */
export interface TenantResult<Outcome> {
  readonly tenant: number;
  readonly run: string;
  readonly models: { readonly [model in ModelName]?: Outcome };
  readonly exitCode: ExitCode;
  /** Why nothing could be done for the tenant at all. */
  readonly error?: string;
  readonly hint?: string;
  readonly cost?: DatabaseCost;
}

export interface CommandResult<Outcome> {
  /** The time the command worked as of: milliseconds since 1970, UTC. */
  readonly asOf: number;
  readonly tenants: readonly TenantResult<Outcome>[];
  readonly exitCode: ExitCode;
}
