import type { TenantScope } from "../database/scope/tenantScope.js";
import type { SourceRelation } from "./sourceRelation.js";
import { keyColumns } from "./sourceRelation.js";

type Query = ReturnType<TenantScope["from"]>;

/** Both databases bind more values than this to a statement. */
const MAXIMUM_KEYS = 10_000;

/** Rows that may have no label as of a time, and are not closed by then; the decoded times decide. */
export function selectOpenRows(scope: TenantScope, relation: SourceRelation, until: number): Query {
  const query = select(scope, relation);
  // Where the label time is that of creation, a row is open because it has no label.
  const isCreation = relation.labelTime.name === relation.columns.get("created");
  if (!isCreation) query.where(isLaterOrNever(scope, relation.labelTime.name, until));
  return relation.closedAt === undefined ? query : query.where(isLaterOrNever(scope, relation.closedAt, until));
}

/** Rows that may have one of the keys; the decoded keys decide. */
export function selectRowsWithKeys(scope: TenantScope, relation: SourceRelation, keys: readonly string[]): Query[] {
  const column = relation.columns.get("number") ?? relation.columns.get("key") ?? "key";
  const isNumber = relation.columns.has("number");
  const values = [...new Set(isNumber ? keys.map((key) => key.slice(key.lastIndexOf("#") + 1)) : keys)];
  const queries: Query[] = [];
  for (let start = 0; start < values.length; start += MAXIMUM_KEYS) {
    const some = values.slice(start, start + MAXIMUM_KEYS);
    const places = some.map(() => "?").join(", ");
    queries.push(
      select(scope, relation).where(scope.raw(`? in (${places})`, [scope.raw("cast(?? as text)", [column]), ...some])),
    );
  }
  return queries;
}

/** {@link selectOpenRows}, at most `limit`: the newest by creation, ties broken by the bytes of the key. */
export function selectNewestOpenRows(
  scope: TenantScope,
  relation: SourceRelation,
  until: number,
  limit: number,
): Query {
  const query = selectOpenRows(scope, relation, until);
  const created = relation.columns.get("created") ?? relation.columns.get("pr_created_at") ?? "created";
  query.where(scope.raw("? < ?", [scope.comparableTime(created), scope.dialect.time(until + 1)]));
  query.orderByRaw(scope.raw("? desc", [scope.comparableTime(created)]));
  for (const column of keyColumns(relation)) query.orderByRaw(scope.raw("? desc", [scope.byteOrder(column)]));
  return query.limit(limit);
}

function select(scope: TenantScope, relation: SourceRelation): Query {
  const columns = [...relation.columns].map(([column, name]) => `${name} as ${column}`);
  return scope.from(relation.table).select(columns);
}

/** True of a time later than `until`, and of none; not of one that the database cannot read. */
function isLaterOrNever(scope: TenantScope, column: string, until: number) {
  return scope.raw("coalesce(? >= ?, ?? is null)", [scope.comparableTime(column), scope.dialect.time(until), column]);
}
