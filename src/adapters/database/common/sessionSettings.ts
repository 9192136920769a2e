import type { TenantId } from "../../../domain/tenant.js";

/** What the server is told before a statement: whose rows it may touch, and how long it may take. */
export interface StatementSettings {
  /** Absent: nobody's. The policies of the tables then show no row, and let none be written. */
  readonly tenant?: TenantId | undefined;
  readonly statementTimeoutSeconds: number;
}

/** A lock that is not had within this time is somebody's who matters more. */
const LOCK_TIMEOUT_SECONDS = 10;

/** What a role or a database may have set otherwise, and texts that the server writes depend on. */
const FORMATS = {
  TimeZone: "UTC",
  DateStyle: "ISO, YMD",
  IntervalStyle: "postgres",
  extra_float_digits: "1",
  bytea_output: "hex",
};

/** Settings of one transaction; the limits are bound values. */
export const LIMITS_SQL = [
  "select set_config('statement_timeout', ?, true), set_config('lock_timeout', ?, true)",
  ...Object.entries(FORMATS).map(([name, value]) => `set_config('${name}', '${value}', true)`),
].join(", ");

/** They end with the transaction, so that neither a pooler nor the next statement on the connection inherits a tenant. */
export const SETTINGS_SQL = LIMITS_SQL.replace("select ", "select set_config('mltrain.tenant_id', ?, true), ");

/** The values for {@link LIMITS_SQL}. */
export function limitValues({ statementTimeoutSeconds }: StatementSettings): string[] {
  return [`${Math.ceil(statementTimeoutSeconds * 1000)}ms`, `${LOCK_TIMEOUT_SECONDS}s`];
}

/** The values for {@link SETTINGS_SQL}. */
export function settingValues(settings: StatementSettings): string[] {
  const { tenant } = settings;
  return [tenant === undefined ? "" : String(tenant), ...limitValues(settings)];
}
