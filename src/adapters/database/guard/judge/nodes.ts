/**
 * The nodes of PostgreSQL's syntax tree that the guard knows, each with the members that it knows: those that hold no
 * node, those that hold nodes with their kind around them (one, or a list), and those that hold a node whose kind the
 * member's place tells. A statement with any other node or member is refused, so that what is new to the parser, or was
 * not thought of, is never let through: recursion, lateral and sampled relations, aliases of columns, cursors, JSON and
 * XML tables, `select into`, `merge` and more.
 */
interface NodeShape {
  readonly plain?: readonly string[];
  readonly nodes?: readonly string[];
  readonly of?: Readonly<Record<string, string>>;
}

/** Where in the text a node stands. */
const PLACES = ["location", "stmt_location", "stmt_len"];

const STATEMENTS: Readonly<Record<string, NodeShape>> = {
  SelectStmt: {
    plain: ["limitOption", "op", "all"],
    nodes: [
      ...["distinctClause", "targetList", "fromClause", "whereClause", "groupClause", "havingClause", "windowClause"],
      ...["valuesLists", "sortClause", "limitOffset", "limitCount", "lockingClause"],
    ],
    of: { withClause: "WithClause", larg: "SelectStmt", rarg: "SelectStmt" },
  },
  InsertStmt: {
    plain: ["override"],
    nodes: ["cols", "selectStmt", "returningList"],
    of: { relation: "RangeVar", onConflictClause: "OnConflictClause", withClause: "WithClause" },
  },
  UpdateStmt: {
    nodes: ["targetList", "whereClause", "fromClause", "returningList"],
    of: { relation: "RangeVar", withClause: "WithClause" },
  },
  DeleteStmt: {
    nodes: ["usingClause", "whereClause", "returningList"],
    of: { relation: "RangeVar", withClause: "WithClause" },
  },
  CopyStmt: { nodes: ["query", "options"] },
  TransactionStmt: { plain: ["kind", "savepoint_name"], nodes: ["options"] },
};

const CLAUSES: Readonly<Record<string, NodeShape>> = {
  WithClause: { nodes: ["ctes"] },
  CommonTableExpr: { plain: ["ctename", "ctematerialized"], nodes: ["ctequery"] },
  OnConflictClause: { plain: ["action"], nodes: ["targetList", "whereClause"], of: { infer: "InferClause" } },
  InferClause: { nodes: ["indexElems"] },
  IndexElem: { plain: ["name", "ordering", "nulls_ordering"] },
  DefElem: { plain: ["defname", "defaction"], nodes: ["arg"] },
  RangeVar: { plain: ["schemaname", "relname", "inh", "relpersistence"], of: { alias: "Alias" } },
  RangeSubselect: { nodes: ["subquery"], of: { alias: "Alias" } },
  RangeFunction: { nodes: ["functions"], of: { alias: "Alias" } },
  Alias: { plain: ["aliasname"] },
  JoinExpr: { plain: ["jointype"], nodes: ["larg", "rarg", "quals"] },
  ResTarget: { plain: ["name"], nodes: ["val"] },
  SortBy: { plain: ["sortby_dir", "sortby_nulls"], nodes: ["node"] },
  WindowDef: { plain: ["name", "refname", "frameOptions"], nodes: ["partitionClause", "orderClause"] },
  LockingClause: { plain: ["strength", "waitPolicy"] },
};

const EXPRESSIONS: Readonly<Record<string, NodeShape>> = {
  A_Const: { plain: ["isnull", "ival", "fval", "boolval", "sval"] },
  A_Expr: { plain: ["kind"], nodes: ["name", "lexpr", "rexpr"] },
  A_Star: {},
  Boolean: { plain: ["boolval"] },
  BoolExpr: { plain: ["boolop"], nodes: ["args"] },
  BooleanTest: { plain: ["booltesttype"], nodes: ["arg"] },
  CaseExpr: { nodes: ["arg", "args", "defresult"] },
  CaseWhen: { nodes: ["expr", "result"] },
  CoalesceExpr: { nodes: ["args"] },
  CollateClause: { nodes: ["arg", "collname"] },
  ColumnRef: { nodes: ["fields"] },
  FuncCall: {
    plain: ["agg_star", "agg_distinct", "funcformat"],
    nodes: ["funcname", "args", "agg_order", "agg_filter"],
    of: { over: "WindowDef" },
  },
  Integer: { plain: ["ival"] },
  List: { nodes: ["items"] },
  MinMaxExpr: { plain: ["op"], nodes: ["args"] },
  NullTest: { plain: ["nulltesttype"], nodes: ["arg"] },
  ParamRef: { plain: ["number"] },
  SetToDefault: {},
  SQLValueFunction: { plain: ["op", "typmod"] },
  String: { plain: ["sval"] },
  SubLink: { plain: ["subLinkType"], nodes: ["testexpr", "operName", "subselect"] },
  TypeCast: { nodes: ["arg"], of: { typeName: "TypeName" } },
  TypeName: { plain: ["typemod"], nodes: ["names", "typmods", "arrayBounds"] },
};

const SHAPES: Readonly<Record<string, NodeShape>> = { ...STATEMENTS, ...CLAUSES, ...EXPRESSIONS };

/** A node with its kind. */
export interface Visited {
  readonly kind: string;
  readonly node: object;
}

/** A node in the form that holds its kind, `{ RangeVar: { … } }`; `undefined` for the empty one. */
export function unwrapped(wrapped: object): Visited | undefined {
  const [entry, ...others] = Object.entries(wrapped) as [string, object][];
  if (others.length > 0) throw new TypeError(`a node with ${String(others.length + 1)} kinds`);
  return entry === undefined ? undefined : { kind: entry[0], node: entry[1] };
}

/**
 * The nodes directly within a node.
 *
 * @throws TypeError naming a kind or a member that is not known.
 */
export function childrenOf({ kind, node }: Visited): Visited[] {
  const shape = Object.hasOwn(SHAPES, kind) ? SHAPES[kind] : undefined;
  if (shape === undefined) throw new TypeError(kind);
  const children: Visited[] = [];
  for (const [member, value] of Object.entries(node) as [string, object][]) {
    if (PLACES.includes(member) || shape.plain?.includes(member) === true) continue;
    const of = shape.of?.[member];
    if (of !== undefined) children.push({ kind: of, node: value });
    else if (shape.nodes?.includes(member) !== true) throw new TypeError(`${kind}.${member}`);
    else {
      const within = (Array.isArray(value) ? value : [value]).map((each: object) => unwrapped(each));
      children.push(...within.filter((child) => child !== undefined));
    }
  }
  return children;
}

/** Members that are judged by themselves, each in its own way. */
const APART = new Set([
  ...["withClause", "relation", "fromClause", "usingClause", "larg", "rarg"],
  ...["cols", "selectStmt", "onConflictClause"],
]);

/** A statement with nothing but its expressions. */
export function expressionsOf(kind: string, statement: object): Visited {
  return { kind, node: Object.fromEntries(Object.entries(statement).filter(([member]) => !APART.has(member))) };
}
