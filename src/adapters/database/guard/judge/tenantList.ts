import type { Node, SelectStmt } from "libpg-query";
import type { TenantList } from "../statement/purpose.js";
import { boundPosition, columnName } from "./columns.js";
import type { Judgement } from "./judgement.js";
import { refuse } from "./refuse.js";

/**
 * The one statement that may see every tenant: `select id, active from tenants`, or of it those `where id in (?, ?)`.
 *
 * @throws Refused if it is any other.
 */
export function requireTenantList(judgement: Judgement, select: SelectStmt, list: TenantList): void {
  const { targetList, fromClause, whereClause, limitOption, op, ...others } = select;
  const [item, ...further] = fromClause ?? [];
  const isPlain = op === "SETOP_NONE" && limitOption === "LIMIT_OPTION_DEFAULT" && Object.keys(others).length === 0;
  if (!isPlain || item === undefined || !("RangeVar" in item) || further.length > 0) {
    return refuse("the list of tenants is read by a plain select alone");
  }
  judgement.meet(select);
  const { title } = judgement.sourceOf(item.RangeVar, new Set());
  if (title !== list.table || item.RangeVar.alias !== undefined) refuse(`${title} is not the list of tenants`);
  for (const target of targetList ?? []) if (!isColumn(target, list)) refuse(`it reads more of ${title} than ids`);
  if (whereClause !== undefined && !isAmong(whereClause, list.id)) refuse(`${title} is searched by ${list.id} alone`);
}

function isColumn(target: Node, { id, active }: TenantList): boolean {
  if (!("ResTarget" in target) || target.ResTarget.name !== undefined) return false;
  const [column, ...more] = columnName(target.ResTarget.val);
  return more.length === 0 && (column === id || column === active);
}

/** `column in ($1, $2)` */
function isAmong(condition: Node, column: string): boolean {
  if (!("A_Expr" in condition) || condition.A_Expr.kind !== "AEXPR_IN") return false;
  const { lexpr, rexpr } = condition.A_Expr;
  const [name, ...more] = columnName(lexpr);
  if (name !== column || more.length > 0 || rexpr === undefined || !("List" in rexpr)) return false;
  return (rexpr.List.items ?? []).every((item) => boundPosition(item) !== undefined);
}
