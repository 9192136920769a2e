import type { Settings } from "../../domain/settings.js";
import type { TenantId } from "../../domain/tenant.js";
import type { DatabaseInspector } from "./databaseInspector.js";
import type { Clock } from "./clock.js";
import type { Log } from "./log.js";
import type { TenantWorkspace } from "./tenant/tenantWorkspace.js";
import type { TenantDirectory } from "./tenantDirectory.js";
import type { Migrations } from "./migrations.js";

/**
 * Whether the database keeps tenants apart by itself: it does; it would not, and whoever runs the program accepts that;
 * it is the embedded one, which has no roles; or nobody asked, since the command touches no tenant's rows.
 */
export type Protection = "enforced" | "accepted" | "embedded" | "unchecked";

/** What a command works with: opened once per process, closed by whoever opened it. */
export interface Platform {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
  readonly tenants: TenantDirectory;
  readonly migrations: Migrations;
  readonly protection: Protection;
  readonly inspector: DatabaseInspector;
  workspace(tenant: TenantId): TenantWorkspace;
  /** @throws TryLaterError if a database is busier than the settings allow. */
  assertNotLoaded(): Promise<void>;
  newRunId(): string;
  /** The settings of another config file. @throws ConfigurationError if it cannot be read. */
  loadSettings(file: string): Promise<Settings>;
  /** Who asked: the operating system's user. */
  readonly actor: string;
  readonly host: string;
  readonly codeVersion: string;
  /** Set once the process was asked to stop. */
  readonly signal: AbortSignal;
  /** Gives back what is not used any more; without effect on results. */
  freeMemory(): void;
  close(): Promise<void>;
}
