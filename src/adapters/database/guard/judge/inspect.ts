import type { A_Expr, FuncCall, Node, ParamRef, RangeVar, SelectStmt } from "libpg-query";
import { isKnownOperator, isKnownType, isTableFunction, knownFunction } from "./names.js";
import { childrenOf, unwrapped, type Visited } from "./nodes.js";
import { refuse } from "./refuse.js";
import type { DatabaseKind } from "../statement/parse.js";

/** What a statement holds, wherever it stands in it. */
export interface Inspected {
  readonly relations: readonly RangeVar[];
  readonly selects: readonly SelectStmt[];
  /** Calls of set_config. */
  readonly settings: readonly FuncCall[];
  /** The highest number of a bound value. */
  readonly parameters: number;
}

const EXPRESSION_KINDS = new Set<string | undefined>([
  ...["AEXPR_OP", "AEXPR_IN", "AEXPR_LIKE", "AEXPR_ILIKE", "AEXPR_BETWEEN", "AEXPR_NOT_BETWEEN", "AEXPR_NULLIF"],
  ...["AEXPR_DISTINCT", "AEXPR_NOT_DISTINCT", "AEXPR_OP_ANY", "AEXPR_OP_ALL"],
]);

/** Looks at every node of a statement. @throws Refused if one is not known to be harmless by itself. */
export function inspect(statement: Node, kind: DatabaseKind): Inspected {
  const relations: RangeVar[] = [];
  const selects: SelectStmt[] = [];
  const settings: FuncCall[] = [];
  let parameters = 0;
  const top = unwrapped(statement);
  const pending: Visited[] = top === undefined ? [] : [top];
  for (let visited = pending.pop(); visited !== undefined; visited = pending.pop()) {
    const { node } = visited;
    const children = knownChildren(visited);
    switch (visited.kind) {
      case "RangeVar":
        relations.push(node);
        break;
      case "SelectStmt":
        selects.push(node);
        break;
      case "ParamRef":
        parameters = Math.max(parameters, (node as ParamRef).number ?? 0);
        break;
      case "FuncCall":
        if (requireFunction(node) === "set_config") settings.push(node);
        break;
      case "RangeFunction":
        pending.push(...argumentsOf(children, kind));
        continue;
      case "A_Expr":
        requireOperator(node);
        break;
      case "TypeName":
        if (!isKnownType(node)) refuse("it names a type that is not known");
        break;
    }
    pending.push(...children);
  }
  return { relations, selects, settings, parameters };
}

function knownChildren(visited: Visited): Visited[] {
  try {
    return childrenOf(visited);
  } catch (error) {
    return refuse(`it holds ${error instanceof Error ? error.message : "something"}, which the guard does not know`);
  }
}

function requireFunction(call: FuncCall): string {
  return knownFunction(call) ?? refuse("it calls a function that is not known to be harmless");
}

function requireOperator({ kind, name }: A_Expr): void {
  if (!EXPRESSION_KINDS.has(kind) || !isKnownOperator(name)) refuse("it holds an operator that is not known");
}

/** What a function in the place of a relation is called with; each must be known. */
function argumentsOf(functions: readonly Visited[], kind: DatabaseKind): Visited[] {
  return functions.flatMap((visited) => {
    // Names of columns could pass for the tenant's: they are not known, and so refused.
    if (visited.kind === "Alias") return knownChildren(visited);
    const calls = knownChildren(visited); // of a list: the call, and nothing
    return calls.flatMap((call) => {
      const isKnown = call.kind === "FuncCall" && isTableFunction(call.node, kind);
      return isKnown ? knownChildren(call) : refuse("a function that is not known stands in the place of a relation");
    });
  });
}
