import { BadDataError, UsageError } from "../../errors.js";
import { decodeCell, type CellProblem } from "./cells.js";
import {
  IMPORT_COLUMNS,
  KEY_COLUMNS,
  REQUIRED_COLUMNS,
  TENANT_COLUMN,
  type ColumnKind,
  type ImportRelation,
  type ImportRow,
  type ImportValue,
} from "./columns.js";
import { parseTenantId, type TenantId } from "../tenant.js";

/** Why a row of a file is refused. A closed union: messages and counts go by it. */
export type RowProblem = CellProblem | "cell-count" | "not-a-tenant" | "other-tenant";

/** A row that was not taken, and what was wrong with it first. */
export interface RefusedRow {
  /** Line of the file on which the row begins; the header is on line 1. */
  readonly line: number;
  readonly problem: RowProblem;
  readonly column?: string;
  /** The beginning of what the cell holds; of words only how long they are. */
  readonly seen?: string;
}

/** A row that can be written. */
export interface AcceptedRow {
  readonly tenant: TenantId;
  /** Identifies the row within its tenant. */
  readonly key: string;
  readonly values: ImportRow;
}

/** How the cells of a file become rows: made from its header. */
export interface RowPlan {
  readonly relation: ImportRelation;
  readonly width: number;
  readonly tenantIndex: number | undefined;
  readonly columns: readonly { readonly index: number; readonly name: string; readonly kind: ColumnKind }[];
  /** Columns of the file that are not written: not known, or not in the database's relation. */
  readonly ignoredColumns: readonly string[];
}

/**
 * Reads the header of a file.
 *
 * @param header - the names in the first line, in the file's order; blanks around them do not matter.
 * @param available - columns that the database's relation has.
 * @param needsTenant - whether each row must say whose it is.
 * @throws BadDataError if a required column is missing, or a name that is known appears twice.
 */
export function planRows(
  relation: ImportRelation,
  file: string,
  header: readonly string[],
  available: ReadonlySet<string>,
  needsTenant: boolean,
): RowPlan {
  if (header.some((name) => name.trim().includes("\r"))) {
    throw new BadDataError(`${file}: the header holds a carriage return within a name`, {
      hint: "Save the file with line ends of LF or CRLF.",
    });
  }
  const names = header.map((name) => name.trim());
  const known = IMPORT_COLUMNS[relation];
  const tenantColumn = TENANT_COLUMN[relation];
  for (const column of [...(needsTenant ? [tenantColumn] : []), ...REQUIRED_COLUMNS[relation]]) {
    if (!names.includes(column)) throw missingColumn(relation, file, column, names);
  }
  const columns = names.flatMap((name, index) => {
    const kind = Object.hasOwn(known, name) && available.has(name) ? known[name] : undefined;
    return kind === undefined ? [] : [{ index, name, kind }];
  });
  const twice = [...columns.map(({ name }) => name), tenantColumn].find(
    (name) => names.indexOf(name) !== names.lastIndexOf(name),
  );
  if (twice !== undefined) {
    throw new BadDataError(`${file}: the header names the column ${twice} twice`, {
      hint: "Remove or rename one of the two.",
    });
  }
  const tenantIndex = names.indexOf(tenantColumn);
  const written = new Set(columns.map(({ index }) => index));
  return {
    relation,
    width: names.length,
    tenantIndex: tenantIndex < 0 ? undefined : tenantIndex,
    columns,
    ignoredColumns: names.filter((_, index) => index !== tenantIndex && !written.has(index)),
  };
}

function missingColumn(relation: ImportRelation, file: string, column: string, names: readonly string[]): BadDataError {
  const seen = names.length > 1 ? namesSeen(relation, names) : "it has no comma";
  return new BadDataError(`${file}: the header has no column ${column}, which ${relation} needs; ${seen}`, {
    hint: "The first line must name the columns, separated by commas. For columns of other names, rename them in the header.",
  });
}

/** The names in a header; of a row that stands in its place nothing, since its cells may be about a person. */
function namesSeen(relation: ImportRelation, names: readonly string[]): string {
  const isKnown = (name: string): boolean => Object.hasOwn(IMPORT_COLUMNS[relation], name.toLowerCase());
  if (!names.some(isKnown)) return `none of its ${String(names.length)} names is one of a column: is it a row?`;
  const plain = names.filter((name) => /^[a-z_]\w{0,40}$/i.test(name));
  const others = names.length - plain.length;
  return `it has ${plain.slice(0, 30).join(", ")}${others === 0 ? "" : `, and ${String(others)} of other characters`}`;
}

/**
 * Decodes one row; the first problem refuses it.
 *
 * @param tenant - whose rows are wanted; `undefined`: everybody's, as the row says.
 */
export function decodeRow(
  plan: RowPlan,
  line: number,
  cells: readonly string[],
  tenant: TenantId | undefined,
): AcceptedRow | RefusedRow {
  if (cells.length !== plan.width) {
    return { line, problem: "cell-count", seen: `${String(cells.length)} cells, not ${String(plan.width)}` };
  }
  const owner = plan.tenantIndex === undefined ? tenant : tenantOf(cells[plan.tenantIndex] ?? "");
  const column = TENANT_COLUMN[plan.relation];
  if (owner === undefined) {
    return { line, problem: "not-a-tenant", column, seen: excerpt(cells[plan.tenantIndex ?? 0] ?? "") };
  }
  if (tenant !== undefined && owner !== tenant) return { line, problem: "other-tenant", column, seen: String(owner) };

  const values: Record<string, ImportValue> = {};
  for (const { index, name, kind } of plan.columns) {
    const text = cells[index] ?? "";
    const decoded = decodeCell(kind, text);
    if ("problem" in decoded) return { line, problem: decoded.problem, column: name, seen: excerpt(text, kind) };
    values[name] = decoded.value;
  }
  // A row whose file does not say so is active: the column's default, and what an export without inactive rows means.
  if (values.active === null) values.active = true;
  return { tenant: owner, key: KEY_COLUMNS[plan.relation].map((name) => String(values[name])).join("#"), values };
}

/** What a cell may be shown of: a number of few digits, and in place of a time a date. Longer ones may be a telephone's. */
const NUMBER = /^([-+]?\d{1,6}([.,]\d{0,6})?(e[-+]?\d+)?)?$/i;
const DATE = /^((19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](19|20)\d\d)/;
const TIME = /^([T ][\d:.,]*(Z|[-+]\d\d:?\d\d)?)?$/;

/** A cell, for a message; not what may be about a person in a row whose cells have shifted: words, other numbers. */
function excerpt(text: string, kind?: ColumnKind): string {
  const isTime = kind?.endsWith("time") === true && DATE.test(text) && TIME.test(text.replace(DATE, ""));
  if (isTime || (NUMBER.test(text) && text.replace(/\D/g, "").length <= 6)) return text;
  return text.length === 1 ? "a text of 1 character" : `a text of ${String(text.length)} characters`;
}

function tenantOf(text: string): TenantId | undefined {
  try {
    return parseTenantId(text.trim());
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}
