import { MODEL_NAMES } from "../../domain/models.js";
import type { TenantId } from "../../domain/tenant.js";
import { ConfigurationError, UsageError } from "../../errors.js";
import type { CommandInput, TenantSelection } from "../../usecases/running/inputs.js";
import { valueIn, type Environment } from "./environment.js";
import type { AsOfOptions, FleetOptions, ModelsOptions, TenantOptions, TenantsOptions } from "./options.js";
import { shardOf, type Shard } from "./parseValues.js";

/** Returns the tenant. @throws UsageError unless --tenant is given. */
export function requireTenant({ tenant }: TenantOptions): TenantId {
  if (tenant !== undefined) return tenant;
  throw new UsageError("--tenant is missing", { hint: "Add --tenant <id>." });
}

/** Returns one tenant or all. @throws UsageError unless exactly one of --tenant and --all-tenants is given. */
export function requireTenants({ tenant, allTenants = false }: TenantsOptions): { tenant: TenantId } | { all: true } {
  if (tenant !== undefined && allTenants) {
    throw new UsageError("--tenant and --all-tenants cannot be combined", { hint: "Use one of them." });
  }
  if (tenant !== undefined) return { tenant };
  if (allTenants) return { all: true };
  throw new UsageError("--tenant is missing", { hint: "Add --tenant <id> or --all-tenants." });
}

/** Reads the input of the commands that accept --all-tenants. */
export function readCommandInput(
  options: FleetOptions & ModelsOptions & AsOfOptions,
  environment: Environment,
): CommandInput {
  return { tenants: selectTenants(options, environment), ...readModels(options) };
}

/** Reads the models and the time. */
export function readModels({ model, asOf }: ModelsOptions & AsOfOptions): Pick<CommandInput, "models" | "asOf"> {
  return { models: model ?? MODEL_NAMES, ...(asOf === undefined ? {} : { asOf }) };
}

function selectTenants(options: FleetOptions, environment: Environment): TenantSelection {
  const tenants = requireTenants(options);
  if ("all" in tenants) {
    const shard = options.shard ?? shardFromJob(environment) ?? { index: 0, count: 1 };
    return { all: true, shard, concurrency: options.concurrency ?? 1 };
  }
  if (options.shard !== undefined) {
    throw new UsageError("--shard requires --all-tenants", { hint: "Leave out --shard, or use --all-tenants." });
  }
  return tenants;
}

/**
 * Returns the shard of a pod in an indexed Kubernetes job.
 * @throws ConfigurationError if only one of the two variables is set: otherwise every pod would process all tenants.
 */
function shardFromJob(environment: Environment): Shard | undefined {
  const index = valueIn(environment, "JOB_COMPLETION_INDEX");
  const count = valueIn(environment, "MLTRAIN_SHARDS");
  if (index === undefined && count === undefined) return undefined;
  const shard = shardOf(index ?? "", count ?? "");
  if (shard !== undefined) return shard;
  throw new ConfigurationError(
    `JOB_COMPLETION_INDEX is ${index ?? "not set"} and MLTRAIN_SHARDS is ${count ?? "not set"}`,
    {
      hint: "Set MLTRAIN_SHARDS to the job's number of completions, leave both unset, or give --shard i/n.",
    },
  );
}
