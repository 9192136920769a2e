import type { MonthCoverage } from "../../domain/dataChecks/labelCoverage.js";
import type { TenantScope } from "../database/scope/tenantScope.js";
import { keyColumns, type SourceRelation } from "./sourceRelation.js";

type Query = ReturnType<TenantScope["from"]>;
type Fragment = ReturnType<TenantScope["raw"]>;

/** Label times to read, in milliseconds since 1970; `after` is left out, `until` is not. */
export interface LabelTimes {
  readonly after: number | undefined;
  readonly until: number;
}

/** How many of a tenant's labels there are. */
export interface LabelCounts {
  /** With a label, and a label time in the window. */
  readonly known: number;
  /** Rows with such a time, and no label. */
  readonly unlabelled: number;
  /** With a label time later than `now`. */
  readonly later: number;
  /** With a label time that the database cannot read as one. */
  readonly unreadable: number;
}

/**
 * A database may hold microseconds and round them to milliseconds, where decoding cuts them off: queries take a little
 * more than the window, and the decoded time decides.
 */
const ROUNDING = 1;

/** Counts the labels in the window, those that claim to be known only after `now`, and those of no readable time. */
export async function countLabels(
  scope: TenantScope,
  relation: SourceRelation,
  window: LabelTimes,
  now: number,
): Promise<LabelCounts> {
  const labelTime = scope.comparableTime(relation.labelTime.name);
  const within =
    window.after === undefined
      ? isUntil(scope, relation, window.until)
      : scope.raw("? and ?", [isAfter(scope, relation, window.after), isUntil(scope, relation, window.until)]);
  const labelled = isLabelled(scope, relation);
  const query = scope
    .from(relation.table)
    .select(
      "tenant_id",
      scope.raw("count(case when ? and ? then 1 end) as known", [within, labelled]),
      scope.raw("count(case when ? and not ? then 1 end) as unlabelled", [within, labelled]),
      scope.raw("count(case when ? then 1 end) as later", [isAfter(scope, relation, now)]),
      scope.raw("count(??) - count(?) as unreadable", [relation.labelTime.name, labelTime]),
    )
    .groupBy("tenant_id");
  const [counts] = await scope.rows(query);
  const numberOf = (name: keyof LabelCounts): number => Number(counts?.[name] ?? 0);
  return {
    known: numberOf("known"),
    unlabelled: numberOf("unlabelled"),
    later: numberOf("later"),
    unreadable: numberOf("unreadable"),
  };
}

/**
 * Of each month of creation, how many rows there are, and how many have a label time by `until`.
 *
 * @param starts - first milliseconds of the months, and of the one after them.
 * @returns nothing where the relation has no time of creation.
 */
export async function countByMonth(
  scope: TenantScope,
  relation: SourceRelation,
  starts: readonly number[],
  until: number,
): Promise<MonthCoverage[]> {
  const name = relation.columns.get("created") ?? relation.columns.get("pr_created_at");
  if (name === undefined) return [];
  const created = scope.comparableTime(name);
  const known = isUntil(scope, relation, until);
  const months = starts.slice(0, -1).map((start, i) => {
    const bounds = [start, Math.min(starts[i + 1] ?? start, until + 1)].map((time) => scope.dialect.time(time));
    return scope.raw("? >= ? and ? < ?", [created, bounds[0] ?? null, created, bounds[1] ?? null]);
  });
  const query = scope
    .from(relation.table)
    .select(
      "tenant_id",
      ...months.flatMap((within, i) => [
        scope.raw("count(case when ? then 1 end) as ??", [within, `created_${String(i)}`]),
        scope.raw("count(case when ? and ? then 1 end) as ??", [within, known, `labelled_${String(i)}`]),
      ]),
    );
  const [counts] = await scope.rows(query.groupBy("tenant_id"));
  return months.map((_, i) => ({
    month: starts[i] ?? NaN,
    created: Number(counts?.[`created_${String(i)}`] ?? 0),
    labelled: Number(counts?.[`labelled_${String(i)}`] ?? 0),
  }));
}

/** The labelled rows whose label time lies in the window, in no order: only the columns that the model reads. */
export function selectRows(scope: TenantScope, relation: SourceRelation, window: LabelTimes): Query {
  const columns = [...relation.columns].map(([column, name]) => `${name} as ${column}`);
  const query = scope.from(relation.table).select(columns).where(isLabelled(scope, relation));
  query.where(isUntil(scope, relation, window.until + ROUNDING));
  return window.after === undefined ? query : query.where(isAfter(scope, relation, window.after));
}

/** {@link selectRows}, at most `limit`: the newest by label time, ties broken by the bytes of the key. */
export function selectNewestRows(
  scope: TenantScope,
  relation: SourceRelation,
  window: LabelTimes,
  limit: number,
): Query {
  const query = selectRows(scope, relation, window);
  query.where(isUntil(scope, relation, window.until)); // a row beyond the window must not take another's place
  query.orderByRaw(scope.raw("? desc", [scope.comparableTime(relation.labelTime.name)]));
  for (const column of keyColumns(relation)) query.orderByRaw(scope.raw("? desc", [scope.byteOrder(column)]));
  return query.limit(limit);
}

function isLabelled(scope: TenantScope, { labelNames }: SourceRelation): Fragment {
  return scope.raw(`(${labelNames.map(() => "?? is not null").join(" or ")})`, labelNames);
}

function isUntil(scope: TenantScope, relation: SourceRelation, time: number): Fragment {
  return scope.raw("? < ?", [scope.comparableTime(relation.labelTime.name), scope.dialect.time(time + 1)]);
}

function isAfter(scope: TenantScope, relation: SourceRelation, time: number): Fragment {
  return scope.raw("? >= ?", [scope.comparableTime(relation.labelTime.name), scope.dialect.time(time + 1)]);
}
