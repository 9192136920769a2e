import type { A_Expr, Node } from "libpg-query";

/** The parts of a column's name, the column last; nothing for anything but a plain name. */
export function columnName(node: Node | undefined): readonly string[] {
  if (node === undefined || !("ColumnRef" in node)) return [];
  const parts = (node.ColumnRef.fields ?? []).map((field) => ("String" in field ? field.String.sval : undefined));
  return parts.every((part) => part !== undefined) ? parts : [];
}

/** Whether an output stands for several columns. */
export function isStar(node: Node | undefined): boolean {
  return node !== undefined && "ColumnRef" in node && columnName(node).length === 0;
}

/** The position of the bound value that an expression is, and nothing besides; else `undefined`. */
export function boundPosition(node: Node | undefined): number | undefined {
  if (node === undefined || !("ParamRef" in node)) return undefined;
  const { number } = node.ParamRef;
  return number === undefined || number < 1 ? undefined : number - 1;
}

/** The conditions that all hold where an expression does. */
export function conjuncts(node: Node | undefined): Node[] {
  if (node === undefined) return [];
  if ("BoolExpr" in node && node.BoolExpr.boolop === "AND_EXPR") return (node.BoolExpr.args ?? []).flatMap(conjuncts);
  return [node];
}

/** The two sides of an equality; nothing for any other expression. */
export function sidesOf(node: Node): readonly [Node, Node] | undefined {
  if (!("A_Expr" in node)) return undefined;
  const { kind, name, lexpr, rexpr }: A_Expr = node.A_Expr;
  const [operator, ...schema] = name ?? [];
  const isEquality = operator !== undefined && "String" in operator && operator.String.sval === "=";
  if (kind !== "AEXPR_OP" || schema.length > 0 || !isEquality) return undefined;
  return lexpr === undefined || rexpr === undefined ? undefined : [lexpr, rexpr];
}

const SETTING = {
  TypeCast: {
    arg: {
      A_Expr: {
        kind: "AEXPR_NULLIF",
        name: [{ String: { sval: "=" } }],
        lexpr: {
          FuncCall: {
            funcname: [{ String: { sval: "current_setting" } }],
            args: [{ A_Const: { sval: { sval: "mltrain.tenant_id" } } }, { A_Const: { boolval: { boolval: true } } }],
            funcformat: "COERCE_EXPLICIT_CALL",
          },
        },
        rexpr: { A_Const: { sval: { sval: "" } } },
      },
    },
    typeName: { names: [{ String: { sval: "pg_catalog" } }, { String: { sval: "int8" } }], typemod: -1 },
  },
};
const SETTING_TEXT = JSON.stringify(SETTING);

/** Whether an expression is `nullif(current_setting('mltrain.tenant_id', true), '')::bigint`, and nothing besides. */
export function isTenantSetting(node: Node): boolean {
  const withoutPlaces = (name: string, value: unknown): unknown => (name === "location" ? undefined : value);
  return JSON.stringify(node, withoutPlaces) === SETTING_TEXT;
}
