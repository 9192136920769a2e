import { JOB_NAME, JOB_STATUSES, type Job } from "../../domain/jobs/jobRing.js";
import type { RelationMapping } from "../../domain/settings.js";
import { ConfigurationError } from "../../errors.js";
import { codeOf } from "../database/common/driverErrors.js";
import type { NewRow, RawRow } from "../database/common/rows.js";
import type { TenantScope } from "../database/scope/tenantScope.js";
import { decodeTime } from "../decoding/decodeTime.js";
import { decodeBoolean, decodeNumber, decodeText } from "../decoding/decodeValues.js";

/** Columns that the job ring cannot do without, by the platform's own names. */
const REQUIRED = [
  "id",
  "tenant_id",
  "job_name",
  "execution_order",
  "status",
  "active",
  "last_run_started_at",
  "last_success_at",
  "error_message",
] as const;
type JobColumn = (typeof REQUIRED)[number];

/** Columns that a platform may keep the time of a row's last change, or of its making, in. */
const CHANGED_AT = ["updated_at", "last_updated_at"] as const;
const MADE_AT = ["created_at", ...CHANGED_AT] as const;

/** Values of the platform's columns, by the platform's own names. */
export type JobValues = { readonly [column in JobColumn]?: string | number | boolean | null };

/** A row with its status as the platform wrote it. */
export interface JobRow extends Job {
  readonly statusSeen: string;
}

/** The tenant's rows of `job_schedules`, under the names that the settings map them to. */
export interface JobTable {
  /** All of the tenant's jobs; within a transaction on Postgres their rows stay locked until it ends. */
  list(options?: { readonly locked: boolean }): Promise<JobRow[]>;
  insert(values: JobValues, now: number): Promise<void>;
  /** Changes one row, if its status is one of `from`. @returns whether it was. */
  update(id: string, values: JobValues, now: number, from?: readonly string[]): Promise<boolean>;
}

/** @throws ConfigurationError if there is no such relation, or it lacks a column that is needed. */
export async function openJobTable(scope: TenantScope, mapping: RelationMapping | undefined): Promise<JobTable> {
  const table = mapping?.table ?? "job_schedules";
  const columnOf = (column: string): string => mapping?.columns?.[column] ?? column;
  const present = new Set(await requireColumns(scope, table, columnOf));
  const row = (values: JobValues, now: number, times: readonly string[]): NewRow => ({
    ...Object.fromEntries(times.filter((column) => present.has(column)).map((column) => [column, jobTime(now)])),
    ...Object.fromEntries(Object.entries(values).map(([column, value]) => [columnOf(column), value])),
  });
  /** The end of a run must not fail for the length of what it says. */
  const withMessageThatFits = async (values: JobValues): Promise<JobValues> => {
    const { error_message: message } = values;
    if (typeof message !== "string") return values;
    const longest = await scope.longestText(table, columnOf("error_message"));
    return { ...values, error_message: Array.from(message).slice(0, longest).join("") };
  };
  return {
    async list({ locked } = { locked: true }) {
      const columns = REQUIRED.filter((column) => column !== "tenant_id").map(columnOf);
      // In order of the id, so that two transactions that lock the rows wait for each other instead of blocking.
      const query = scope
        .from(table)
        .select("tenant_id", ...columns)
        .orderBy(columnOf("id"));
      return (await scope.rows(locked ? query.forUpdate() : query)).map((found) => toJob(found, columnOf));
    },
    insert: (values, now) => orRefused(scope.insert(table, [row(values, now, MADE_AT)]), refusedRow),
    async update(id, values, now, from) {
      const query = scope.from(table).where(columnOf("id"), id);
      const limited = from === undefined ? query : query.whereIn(columnOf("status"), [...from]);
      const changed = row(await withMessageThatFits(values), now, CHANGED_AT);
      return (await orRefused(limited.update(changed), refusedChange)) > 0;
    },
  };
}

/** Constraints are the platform's own: what they refuse is told in the database's words, without the statement. */
async function orRefused<T>(
  write: PromiseLike<T>,
  refused: (why: string, cause: Error) => ConfigurationError,
): Promise<T> {
  try {
    return await write;
  } catch (cause) {
    if (!(cause instanceof Error) || !/^(23...$|SQLITE_CONSTRAINT)/.test(codeOf(cause))) throw cause;
    throw refused(cause.message.slice(cause.message.lastIndexOf(" - ") + 1).replace(/^- /, ""), cause);
  }
}

export function refusedRow(why: string, cause?: Error): ConfigurationError {
  return new ConfigurationError(`job_schedules does not take the "${JOB_NAME}" row: ${why}`, {
    hint: `Insert it as the platform does, with job_name "${JOB_NAME}" and status PENDING: mltrain will find it.`,
    cause,
  });
}

function refusedChange(why: string, cause: Error): ConfigurationError {
  return new ConfigurationError(`job_schedules does not take a change of a row: ${why}`, {
    hint: `Mltrain writes status, last_run_started_at, last_success_at and error_message, as the platform's jobs do.`,
    cause,
  });
}

async function requireColumns(
  scope: TenantScope,
  table: string,
  columnOf: (column: string) => string,
): Promise<readonly string[]> {
  const present = await scope.columnsOf(table);
  const missing = REQUIRED.map(columnOf).filter((column) => present?.includes(column) !== true);
  if (present !== undefined && missing.length === 0) return present;
  const what = present === undefined ? "there is no such relation" : `it has no column ${missing.join(", ")}`;
  throw new ConfigurationError(`${table} cannot serve as job_schedules: ${what}`, {
    hint: "Map the relation's name and columns in the config file (relations.job_schedules); on SQLite `mltrain migrate` makes it.",
  });
}

/**
 * A status that is not among the platform's own counts as PAUSED: what it means is not known, so such a job is neither
 * run nor woken.
 */
function toJob(row: RawRow, columnOf: (column: string) => string): JobRow {
  const cell = (column: JobColumn): unknown => row[columnOf(column)];
  const statusSeen = decodeText(cell("status")) ?? "";
  const order = decodeNumber(cell("execution_order")) ?? Infinity;
  return {
    id: decodeText(cell("id")) ?? "",
    name: decodeText(cell("job_name")) ?? "",
    executionOrder: Number.isNaN(order) ? Infinity : order,
    status: JOB_STATUSES.find((status) => status === statusSeen) ?? "PAUSED",
    statusSeen,
    active: decodeBoolean(cell("active")) ?? true,
    lastRunStartedAt: decodeTime(cell("last_run_started_at")) ?? undefined,
  };
}

/** A time as the platform's relation is given it. */
export function jobTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
