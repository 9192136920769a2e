import { Option } from "commander";
import { MODEL_NAMES, type ModelName } from "../../domain/models.js";
import { LEARNER_SETS, POLICIES, type LearnerSet, type Policy } from "../../domain/settings.js";
import { type TenantId } from "../../domain/tenant.js";
import { LOG_LEVELS, type LogLevel } from "../dependencies/dependencies.js";
import { parsePast } from "./parseTime.js";
import type { WorkWindow } from "../../domain/workWindow.js";
import {
  parseModels,
  parseOneOf,
  parseOneTenant,
  parseShard,
  parseWhole,
  parseWorkWindow,
  type Shard,
} from "./parseValues.js";

/*
 * Every option, declared once. Flag, then environment, then config file, then default: in this order, everywhere.
 * What a command shall do to the data (--force, --yes, --to …) is said on the command line alone.
 */

/** An option that `MLTRAIN_<NAME>` sets as well. */
function alsoFromEnvironment(option: Option, others = ""): Option {
  const name = environmentName(option);
  option.description += ` (env: ${name}${others})`;
  FROM_ENVIRONMENT.add(option);
  return option;
}
const FROM_ENVIRONMENT = new WeakSet<Option>();

/** The variable that sets the option, where one does. */
export function environmentVariable(option: Option): string | undefined {
  return FROM_ENVIRONMENT.has(option) ? environmentName(option) : undefined;
}

function environmentName(option: Option): string {
  return `MLTRAIN_${option.name().toUpperCase().replaceAll("-", "_")}`;
}

export interface TenantOptions {
  readonly tenant?: TenantId;
}
export const tenantOption = (): Option =>
  alsoFromEnvironment(new Option("--tenant <id>", "work for this tenant").argParser(parseOneTenant));

export interface TenantsOptions extends TenantOptions {
  readonly allTenants?: boolean;
}
export const tenantsOptions = (): Option[] => [
  tenantOption(),
  alsoFromEnvironment(new Option("--all-tenants", "work for every active tenant")),
];

export interface FleetOptions extends TenantsOptions {
  readonly shard?: Shard;
  readonly concurrency?: number;
}
export const fleetOptions = (): Option[] => [
  ...tenantsOptions(),
  alsoFromEnvironment(
    new Option("--shard <i/n>", "of all tenants only the i-th of n shares, from 0").argParser(parseShard),
    ", or JOB_COMPLETION_INDEX and MLTRAIN_SHARDS",
  ),
  alsoFromEnvironment(
    new Option("--concurrency <n>", "tenants worked on at the same time, 1 unless given").argParser(
      parseWhole("--concurrency", 1, 64),
    ),
  ),
];

export interface ModelsOptions {
  readonly model?: readonly ModelName[];
}
export const modelOption = (): Option =>
  alsoFromEnvironment(
    new Option("--model <name>", `only this model: ${MODEL_NAMES.join(", ")}; may be repeated`).argParser(parseModels),
  );

export interface AsOfOptions {
  readonly asOf?: number;
}
export const asOfOption = (now: () => number): Option =>
  alsoFromEnvironment(
    new Option("--as-of <time>", "work as if it were then: nothing known later is seen").argParser(
      parsePast("--as-of", now),
    ),
  );

export interface DatabaseOptions {
  readonly db?: string;
  readonly sourceDb?: string;
  readonly config?: string;
  readonly logLevel?: LogLevel;
}
export interface OutputOptions {
  readonly json?: boolean;
  readonly color: boolean;
}
export type DatabaseOnlyOptions = DatabaseOptions & OutputOptions;
export const databaseOptions = (): Option[] => [
  alsoFromEnvironment(
    new Option("--db <url>", "database URL or SQLite file, ./mltrain.sqlite unless given"),
    " or DATABASE_URL",
  ),
  alsoFromEnvironment(new Option("--source-db <url>", "a replica to read the platform's relations from")),
  alsoFromEnvironment(new Option("--config <file>", "configuration, JSON")),
  alsoFromEnvironment(new Option("--json", "print one JSON document")),
  alsoFromEnvironment(
    new Option("--log-level <level>", `${LOG_LEVELS.join(", ")}; info unless given`).argParser(
      parseOneOf("--log-level", LOG_LEVELS),
    ),
  ),
  new Option("--no-color", "print without colours (env: NO_COLOR)"),
];

export interface ProtectionOptions {
  readonly allowUnprotected?: boolean;
}
/** What every command takes that works with tenants' rows. */
export type CommonOptions = DatabaseOnlyOptions & ProtectionOptions;
export const commonOptions = (): Option[] => [
  alsoFromEnvironment(
    new Option("--allow-unprotected", "work on Postgres even if its row-level security does not keep tenants apart"),
  ),
  ...databaseOptions(),
];

export interface PolicyOptions {
  readonly policy?: Policy;
}
export const policyOption = (): Option =>
  alsoFromEnvironment(
    new Option("--policy <name>", `how to decide: ${POLICIES.join(" or ")}; guarded unless given`).argParser(
      parseOneOf("--policy", POLICIES),
    ),
  );

export interface TimeLimitOptions {
  readonly maxSeconds?: number;
  readonly window?: WorkWindow;
}
export const timeLimitOptions = (): Option[] => [
  alsoFromEnvironment(
    new Option("--max-seconds <n>", "begin no further model or tenant after so many seconds: exit code 75").argParser(
      parseWhole("--max-seconds", 1, 604_800),
    ),
  ),
  alsoFromEnvironment(
    new Option(
      "--window <hours>",
      'begin nothing outside of these hours: exit code 75; "01:00-05:00 Europe/Berlin", UTC without a zone',
    ).argParser(parseWorkWindow),
  ),
];

export interface LearnersOptions {
  readonly learners?: LearnerSet;
}
export const learnersOption = (): Option =>
  alsoFromEnvironment(
    new Option(
      "--learners <set>",
      "what a training chooses between: all, or linear, which leaves out boosted trees; all unless given",
    ).argParser(parseOneOf("--learners", LEARNER_SETS)),
  );

export interface DetailedOptions {
  readonly detailedExitcode?: boolean;
}
export const detailedExitcodeOption = (when: string): Option =>
  alsoFromEnvironment(new Option("--detailed-exitcode", `exit with 2 when ${when}`));

export interface LimitOptions {
  readonly limit?: number;
}
export const limitOption = (usual: number): Option =>
  alsoFromEnvironment(
    new Option("--limit <n>", `show so many runs and scores, ${usual} unless given`).argParser(
      parseWhole("--limit", 1, 10_000),
    ),
  );
