import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import type { LearnerSet, Policy, Settings } from "../domain/settings.js";
import type { WorkWindow } from "../domain/workWindow.js";
import type { TenantId } from "../domain/tenant.js";
import type { Log } from "../usecases/ports/log.js";
import type { Platform, Protection } from "../usecases/ports/platform.js";
import type { TenantWorkspace } from "../usecases/ports/tenant/tenantWorkspace.js";
import type { ImportDependencies } from "../usecases/importFiles.js";
import { loadSettings } from "./config/loadSettings.js";
import type { Database } from "./database/common/database.js";
import { databaseInspector } from "./database/doctor/inspector.js";
import { requireProtection } from "./database/doctor/requireProtection.js";
import { importTarget } from "./database/importing/importTarget.js";
import { assertNotLoaded } from "./database/postgres/loadGuard.js";
import { openDatabase } from "./database/open.js";
import { tenantDirectory } from "./database/scope/tenantDirectory.js";
import { tenantScope, type ScopeOptions } from "./database/scope/tenantScope.js";
import { jobSchedule } from "./jobs/jobSchedule.js";
import { leaseStore } from "./jobs/leaseStore.js";
import { migrations, requireMigrated } from "./migrations/runner.js";
import { tenantFingerprints } from "./tenantHashes/fingerprints.js";
import { modelRegistry } from "./registry/registry.js";
import { runLog } from "./registry/runLog.js";
import { exampleSource, type SourceWorld } from "./sources/exampleSource.js";

/** The embedded database, where nothing says otherwise. */
export const DEFAULT_DATABASE = "./mltrain.sqlite";

/** What opening takes; what is absent comes from the config file, or is the default. */
export interface OpenPlatformOptions {
  readonly database?: string;
  readonly sourceDatabase?: string;
  readonly config?: string;
  readonly policy?: Policy;
  readonly learners?: LearnerSet;
  readonly maxSeconds?: number;
  readonly window?: WorkWindow;
  /** False: the config file's window and load guard do not bind. */
  readonly limitsOfFile?: boolean;
  /** Make the file of an embedded database that is not there yet; absent: that is an error. */
  readonly create?: boolean;
  /** Open a database as it is: migrations may be pending, and nothing keep the tenants apart; absent: an error. */
  readonly unchecked?: boolean;
  /** Work although the database does not keep tenants apart by itself. */
  readonly allowUnprotected?: boolean;
}

/** What the program knows of the world beside its databases; a test can fix all of it. */
export interface Surroundings {
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly codeVersion: string;
  readonly now?: () => number;
  readonly newRunId?: () => string;
  readonly freeMemory?: () => void;
}

/**
 * Opens the databases and puts the adapters together.
 *
 * @throws ConfigurationError or DatabaseUnavailableError if a database cannot be opened or is not migrated.
 */
export async function openPlatform(options: OpenPlatformOptions, surroundings: Surroundings): Promise<Platform> {
  const { settings, database, scopeOptions, protection, close } = await openDatabases(options, surroundings);
  const clock = { now: surroundings.now ?? Date.now };
  const { signal } = surroundings;
  return {
    settings,
    clock,
    log: surroundings.log,
    tenants: tenantDirectory(database, settings.relations.tenants),
    migrations: migrations(database),
    protection,
    inspector: databaseInspector(database, scopeOptions.source, settings.relations, clock.now),
    async assertNotLoaded() {
      for (const one of [database, scopeOptions.source]) {
        if (one !== undefined) await assertNotLoaded(one, settings.loadGuard);
      }
    },
    workspace: (tenant) => workspaceOf(database, tenant, settings, scopeOptions, { ...clock, signal }),
    loadSettings: (file) => loadSettings(file, signal),
    newRunId: surroundings.newRunId ?? randomUUID,
    actor: userName(),
    host: hostname(),
    codeVersion: surroundings.codeVersion,
    signal,
    freeMemory: surroundings.freeMemory ?? (() => undefined),
    close,
  };
}

/** Opens what `mltrain import` works with. */
export async function openImport(
  options: OpenPlatformOptions,
  { log, signal, now = Date.now }: Pick<Surroundings, "log" | "signal" | "now">,
): Promise<ImportDependencies & { close(): Promise<void> }> {
  const { settings, database, scopeOptions, close } = await openDatabases(options, { log, signal });
  const { csvReader } = await import("./files/csvReader.js");
  return {
    reader: csvReader(signal),
    target: importTarget(database, settings.relations, scopeOptions),
    clock: { now },
    signal,
    close,
  };
}

interface OpenDatabases {
  readonly settings: Settings;
  readonly database: Database;
  readonly scopeOptions: ScopeOptions;
  readonly protection: Protection;
  readonly close: () => Promise<void>;
}

async function openDatabases(
  options: OpenPlatformOptions,
  { log, signal }: Pick<Surroundings, "log" | "signal">,
): Promise<OpenDatabases> {
  const settings = settingsOf(await loadSettings(options.config, signal), options);
  const url = options.database ?? settings.database ?? DEFAULT_DATABASE;
  const sourceUrl = options.sourceDatabase ?? settings.sourceDatabase;
  const { statementTimeoutSeconds } = settings;
  const database = await openDatabase(url, { create: options.create ?? false, statementTimeoutSeconds, signal });
  const opened = [database];
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((one) => one.close()));
  };
  try {
    if (options.unchecked !== true) await requireMigrated(database);
    const source =
      sourceUrl === undefined ? undefined : await openDatabase(sourceUrl, { statementTimeoutSeconds, signal });
    if (source !== undefined) opened.push(source);
    const allowUnprotected = options.allowUnprotected ?? settings.allowUnprotected;
    const protection =
      options.unchecked === true ? "unchecked" : await requireProtection(database, source, { allowUnprotected, log });
    const scopeOptions = { statementTimeoutSeconds, ...(source === undefined ? {} : { source }) };
    return { settings, database, scopeOptions, protection, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What the options say wins over the file. */
function settingsOf(file: Settings, options: OpenPlatformOptions): Settings {
  const { policy, learners, maxSeconds, window, limitsOfFile = true } = options;
  return {
    ...file,
    policy: policy ?? file.policy,
    learners: learners ?? file.learners,
    maxSeconds: maxSeconds ?? file.maxSeconds,
    window: window ?? (limitsOfFile ? file.window : undefined),
    loadGuard: limitsOfFile ? file.loadGuard : {},
  };
}

function workspaceOf(
  database: Database,
  tenant: TenantId,
  settings: Settings,
  scopeOptions: ScopeOptions,
  world: SourceWorld,
): TenantWorkspace {
  const scope = tenantScope(database, tenant, scopeOptions);
  return {
    tenant,
    examples: exampleSource(scope, settings, world),
    fingerprints: tenantFingerprints(tenant),
    registry: modelRegistry(scope),
    leases: leaseStore(scope),
    jobs: jobSchedule(scope, settings.relations.job_schedules, () => world.now()),
    runs: runLog(scope),
    cost: () => ({ ...database.costOf(tenant) }),
  };
}

/** The operating system's name of whoever runs the program; containers may have none. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${String(process.getuid?.() ?? "unknown")}`;
  }
}
