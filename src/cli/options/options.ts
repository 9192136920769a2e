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
 * Declares every option once. A flag wins over the environment, the environment over the config file, and the config
 * file over the default. Options that change data (--force, --yes, --to …) have no environment variable.
 */

/** Lets the variable `MLTRAIN_<NAME>` set the option too. */
function alsoFromEnvironment(option: Option, others = ""): Option {
  const name = environmentName(option);
  option.description += ` (env: ${name}${others})`;
  FROM_ENVIRONMENT.add(option);
  return option;
}
const FROM_ENVIRONMENT = new WeakSet<Option>();

/** Returns the variable that sets the option; undefined if there is none. */
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
  alsoFromEnvironment(new Option("--tenant <id>", "Work on this tenant.").argParser(parseOneTenant));

export interface TenantsOptions extends TenantOptions {
  readonly allTenants?: boolean;
}
export const tenantsOptions = (): Option[] => [
  tenantOption(),
  alsoFromEnvironment(new Option("--all-tenants", "Work on every active tenant.")),
];

export interface FleetOptions extends TenantsOptions {
  readonly shard?: Shard;
  readonly concurrency?: number;
}
export const fleetOptions = (): Option[] => [
  ...tenantsOptions(),
  alsoFromEnvironment(
    new Option("--shard <i/n>", "Process shard i of n, counted from 0 (example: 0/4).").argParser(parseShard),
    ", or JOB_COMPLETION_INDEX and MLTRAIN_SHARDS",
  ),
  alsoFromEnvironment(
    new Option("--concurrency <n>", "Number of tenants to process in parallel. (default: 1)").argParser(
      parseWhole("--concurrency", 1, 64),
    ),
  ),
];

export interface ModelsOptions {
  readonly model?: readonly ModelName[];
}
export const modelOption = (
  description = `Only this model: ${MODEL_NAMES.join(", ")}; repeatable. (default: all)`,
): Option => alsoFromEnvironment(new Option("--model <name>", description).argParser(parseModels));

export interface AsOfOptions {
  readonly asOf?: number;
}
export const asOfOption = (now: () => number): Option =>
  alsoFromEnvironment(
    new Option("--as-of <time>", "Run as of this time; later data are ignored.").argParser(parsePast("--as-of", now)),
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
    new Option("--db <url>", "Database URL or SQLite file. (default: ./mltrain.sqlite)"),
    " or DATABASE_URL",
  ),
  alsoFromEnvironment(
    new Option("--source-db <url>", "Database URL of a replica, used to read the platform's tables."),
  ),
  alsoFromEnvironment(new Option("--config <file>", "Configuration file in JSON.")),
  alsoFromEnvironment(new Option("--json", "Print one JSON document.")),
  alsoFromEnvironment(
    new Option("--log-level <level>", `Log level: ${LOG_LEVELS.join(", ")}. (default: info)`).argParser(
      parseOneOf("--log-level", LOG_LEVELS),
    ),
  ),
  new Option("--no-color", "Print without colours. (env: NO_COLOR)"),
];

export interface ProtectionOptions {
  readonly allowUnprotected?: boolean;
}
/** The options of every command that reads rows of tenants. */
export type CommonOptions = DatabaseOnlyOptions & ProtectionOptions;
export const commonOptions = (): Option[] => [
  alsoFromEnvironment(
    new Option("--allow-unprotected", "Run on PostgreSQL even if row-level security does not apply to this role."),
  ),
  ...databaseOptions(),
];

export interface PolicyOptions {
  readonly policy?: Policy;
}
export const policyOption = (): Option =>
  alsoFromEnvironment(
    new Option("--policy <name>", `Retraining policy: ${POLICIES.join(" or ")}. (default: guarded)`).argParser(
      parseOneOf("--policy", POLICIES),
    ),
  );

export interface TimeLimitOptions {
  readonly maxSeconds?: number;
  readonly window?: WorkWindow;
}
export const timeLimitOptions = (): Option[] => [
  alsoFromEnvironment(
    new Option(
      "--max-seconds <n>",
      "Start no further model or tenant after this many seconds; exit with code 75.",
    ).argParser(parseWhole("--max-seconds", 1, 604_800)),
  ),
  alsoFromEnvironment(
    new Option(
      "--window <hours>",
      'Start work only in this time window; otherwise exit with code 75. Example: "01:00-05:00 Europe/Berlin"; the default time zone is UTC.',
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
      "Learners to choose from: all, or linear (without boosted trees). (default: all)",
    ).argParser(parseOneOf("--learners", LEARNER_SETS)),
  );

export interface DetailedOptions {
  readonly detailedExitcode?: boolean;
}
export const detailedExitcodeOption = (condition: string): Option =>
  alsoFromEnvironment(new Option("--detailed-exitcode", `Exit with code 2 if ${condition}.`));

export interface LimitOptions {
  readonly limit?: number;
}
export const limitOption = (defaultLimit: number): Option =>
  alsoFromEnvironment(
    new Option("--limit <n>", `Number of runs and scores to show. (default: ${defaultLimit})`).argParser(
      parseWhole("--limit", 1, 10_000),
    ),
  );
