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

/** The reasons to refuse a row of a file. Messages and counts use these names. */
export type RowProblem = CellProblem | "cell-count" | "not-a-tenant" | "other-tenant";

/** A refused row, with its first problem. */
export interface RefusedRow {
  /** The line of the file on which the row begins. The header is on line 1. */
  readonly line: number;
  readonly problem: RowProblem;
  readonly column?: string;
  /** The cell if it is a short number or a time, else only its length. */
  readonly seen?: string;
}

/** An accepted row. */
export interface AcceptedRow {
  readonly tenant: TenantId;
  /** Identifies the row within its tenant. */
  readonly key: string;
  readonly values: ImportRow;
}

/** The mapping from the cells of a file to columns, read from its header. */
export interface RowPlan {
  readonly relation: ImportRelation;
  readonly width: number;
  readonly tenantIndex: number | undefined;
  readonly columns: readonly { readonly index: number; readonly name: string; readonly kind: ColumnKind }[];
  /** The columns of the file that are not imported: unknown ones, and ones that the database's relation lacks. */
  readonly ignoredColumns: readonly string[];
}

/**
 * Reads the header of a file.
 *
 * @param header - the names in the first line, in the order of the file. Whitespace around them is ignored.
 * @param available - the columns that the database's relation has.
 * @param needsTenant - whether each row must name its tenant.
 * @throws BadDataError if a required column is missing, or if a known column appears twice.
 */
export function planRows(
  relation: ImportRelation,
  file: string,
  header: readonly string[],
  available: ReadonlySet<string>,
  needsTenant: boolean,
): RowPlan {
  if (header.some((name) => name.trim().includes("\r"))) {
    throw new BadDataError(`${file}: a column name in the header contains a carriage return`, {
      hint: "Save the file with LF or CRLF line ends.",
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
    throw new BadDataError(`${file}: the header has the column ${twice} twice`, {
      hint: "Remove or rename one of the two columns.",
    });
  }
  const tenantIndex = names.indexOf(tenantColumn);
  const imported = new Set(columns.map(({ index }) => index));
  return {
    relation,
    width: names.length,
    tenantIndex: tenantIndex < 0 ? undefined : tenantIndex,
    columns,
    ignoredColumns: names.filter((_, index) => index !== tenantIndex && !imported.has(index)),
  };
}

function missingColumn(relation: ImportRelation, file: string, column: string, names: readonly string[]): BadDataError {
  const seen = names.length > 1 ? describeNames(relation, names) : "it has no comma";
  return new BadDataError(`${file}: the header has no column ${column}, which ${relation} requires; ${seen}`, {
    hint: "The first line must name the columns, separated by commas. If columns have other names, rename them in the header.",
  });
}

/** Lists the names of a header. Shows nothing of a row in its place, because its cells can contain personal data. */
function describeNames(relation: ImportRelation, names: readonly string[]): string {
  const isKnown = (name: string): boolean => Object.hasOwn(IMPORT_COLUMNS[relation], name.toLowerCase());
  if (!names.some(isKnown)) return `none of its ${String(names.length)} names is a known column: is it a row?`;
  const plain = names.filter((name) => /^[a-z_]\w{0,40}$/i.test(name));
  const others = names.length - plain.length;
  return `it has ${plain.slice(0, 30).join(", ")}${others === 0 ? "" : `, and ${String(others)} with other characters`}`;
}

/**
 * Decodes one row. The first problem refuses the row.
 *
 * @param tenant - the only tenant to import; undefined: the tenant that the row names.
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
  const rowTenant = plan.tenantIndex === undefined ? tenant : tenantOf(cells[plan.tenantIndex] ?? "");
  const column = TENANT_COLUMN[plan.relation];
  if (rowTenant === undefined) {
    return { line, problem: "not-a-tenant", column, seen: excerpt(cells[plan.tenantIndex ?? 0] ?? "") };
  }
  if (tenant !== undefined && rowTenant !== tenant) {
    return { line, problem: "other-tenant", column, seen: String(rowTenant) };
  }

  const values: Record<string, ImportValue> = {};
  for (const { index, name, kind } of plan.columns) {
    const text = cells[index] ?? "";
    const decoded = decodeCell(kind, text);
    if ("problem" in decoded) return { line, problem: decoded.problem, column: name, seen: excerpt(text, kind) };
    values[name] = decoded.value;
  }
  // A row is active by default, as in the database: exports often contain only active rows.
  if (values.active === null) values.active = true;
  return { tenant: rowTenant, key: KEY_COLUMNS[plan.relation].map((name) => String(values[name])).join("#"), values };
}

/** The cells that a message may show: numbers of few digits, and times. A longer number can be a telephone number. */
const NUMBER = /^([-+]?\d{1,6}([.,]\d{0,6})?(e[-+]?\d+)?)?$/i;
const DATE = /^((19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](19|20)\d\d)/;
const TIME = /^([T ][\d:.,]*(Z|[-+]\d\d:?\d\d)?)?$/;

/**
 * Returns what a message shows of a cell. It shows the length of words and long numbers only: in a row whose cells are in
 * the wrong columns, they can be personal data.
 */
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
