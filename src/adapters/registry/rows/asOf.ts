import type { TenantScope } from "../../database/scope/tenantScope.js";
import { timeCell } from "../../decoding/cells.js";

type Query = ReturnType<TenantScope["from"]>;

/** The last millisecond that the databases' times can hold alike, 9999-12-31. */
const END_OF_TIME = Date.UTC(10_000, 0, 1) - 1;

/** Limits a query to the rows whose time is not later than `asOf`; it may be Infinity. */
export function notLaterThan(query: Query, column: string, asOf: number): Query {
  return asOf > END_OF_TIME ? query : query.where(column, "<=", timeCell(asOf));
}
