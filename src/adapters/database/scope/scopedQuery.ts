import type { Knex } from "knex";
import type { TenantId } from "../../../domain/tenant.js";
import { IsolationError } from "../../../errors.js";

/**
 * Methods of Knex's builder that would let other tenants' rows in or out: `or` ends the scope, the others drop its
 * `where`, pay no heed to it, or add rows of a relation that no `where` limits.
 */
const ESCAPES =
  /^(or[A-Z]\w*|clear|clearWhere|clearHaving|truncate|table|from|fromJS|fromRaw|into|join|joinRaw|\w+Join|union|unionAll|intersect|except|with[A-Z]\w*|with|using|insert|upsert|increment|decrement)$/;

function refuse(method: string): () => never {
  return () => {
    throw new IsolationError(`${method} was called on a query that is limited to one tenant`, {
      hint: "This is a bug: it could let another tenant's rows in. Use whereIn, a grouped where, or two queries.",
    });
  };
}

let refusals: Readonly<Record<string, () => never>> | undefined;

/** Every escape of the builder, as a method that throws; found once, on the first builder. */
function refusalsFor(query: Knex.QueryBuilder): Readonly<Record<string, () => never>> {
  if (refusals !== undefined) return refusals;
  const names = new Set<string>();
  for (let at: unknown = query; at !== null; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) if (ESCAPES.test(name)) names.add(name);
  }
  refusals = Object.fromEntries([...names].map((name) => [name, refuse(name)]));
  return refusals;
}

/** Whether an update would give rows to another tenant: `update({ tenant_id: 2 })`, `update("tenant_id", 2)`. */
function movesRows(change: unknown): boolean {
  const columns = typeof change === "object" && change !== null ? Object.keys(change) : [String(change)];
  return columns.some((column) => /(^|\.)tenant_id$/i.test(column));
}

/**
 * A query of one table limited to one tenant, on which the methods that would end the limit throw.
 *
 * Raw conditions are put in parentheses, so that an `or` within one stays within.
 */
export function scopedQuery(knex: Knex, table: string, tenant: TenantId): Knex.QueryBuilder {
  const query = knex(table).where("tenant_id", tenant) as Knex.QueryBuilder;
  const group = query.andWhere.bind(query);
  const change = query.update.bind(query) as (...values: unknown[]) => Knex.QueryBuilder;
  const whereRaw = (sql: string | Knex.Raw, bindings: readonly Knex.RawBinding[] = []): Knex.QueryBuilder =>
    group((nested: Knex.QueryBuilder) => void nested.whereRaw(sql as string, bindings));
  const update = (...values: unknown[]): Knex.QueryBuilder =>
    movesRows(values[0]) ? refuse("update of tenant_id")() : change(...values);
  Object.assign(query, refusalsFor(query), { whereRaw, andWhereRaw: whereRaw, update });
  Object.defineProperty(query, "or", { get: refuse("or") });
  return query;
}
