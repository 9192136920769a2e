import type { ModelName, RelationName } from "../../domain/models.js";
import type { RelationMapping, Settings } from "../../domain/settings.js";
import {
  checkColumns,
  isOptionalText,
  SOURCE_COLUMNS,
  type SourceColumn,
} from "../../domain/examples/sourceColumns.js";
import { ConfigurationError } from "../../errors.js";
import type { TenantScope } from "../database/scope/tenantScope.js";

/** A relation of the platform as it is in the database, for one model. */
export interface SourceRelation {
  /** The table or view. */
  readonly table: string;
  /** The columns that the model reads and the relation has, with their names there. */
  readonly columns: ReadonlyMap<SourceColumn, string>;
  /** The columns, by their names in the relation, of which one has to be there for a label. */
  readonly labelNames: readonly string[];
  /** The column that says when the label became known, by its name in the relation. */
  readonly labelTime: { readonly column: SourceColumn; readonly name: string };
  /** The column that says when a row was closed without a label, by its name in the relation, if it has one. */
  readonly closedAt: string | undefined;
  /** Optional columns that the relation does not have. */
  readonly missing: readonly SourceColumn[];
}

/**
 * Finds the relation that a model reads, under the names that the config file gives it. Letter case does not matter.
 *
 * @throws ConfigurationError if the relation, or a column that the model cannot do without, is missing.
 */
export async function findSourceRelation(
  scope: TenantScope,
  relations: Settings["relations"],
  model: ModelName,
  relation: RelationName,
): Promise<SourceRelation> {
  const mapping = relations[relation] ?? {};
  const table = mapping.table ?? relation;
  const existing = await scope.columnsOf(table);
  if (existing === undefined) {
    throw new ConfigurationError(`${model} cannot work: there is no table or view ${table}`, {
      hint: `Map it in the config file: relations.${relation}.table. On SQLite, "mltrain migrate" creates it.`,
    });
  }
  const nameOf = (column: SourceColumn): string | undefined => findName(existing, mapping, column);
  const check = checkColumns(SOURCE_COLUMNS[model], (column) => nameOf(column) !== undefined);
  // A column that the config file names is asked for by it: leaving it out would hide a slip.
  const named = check.missingOptional.filter((column) => mapping.columns?.[column] !== undefined);
  const lacking = [...check.missingRequired, ...named];
  if (lacking.length > 0) throw missingColumns(model, relation, table, mapping, lacking);
  const columns = new Map(check.present.map((column) => [column, nameOf(column) ?? column]));
  const [first, ...others] = SOURCE_COLUMNS[model].labelTime;
  const labelTime = [first, ...others].find((column) => columns.has(column)) ?? first;
  const { closedAt, label } = SOURCE_COLUMNS[model];
  return {
    table,
    columns,
    labelNames: label.map((column) => columns.get(column)).filter((name) => name !== undefined),
    labelTime: { column: labelTime, name: columns.get(labelTime) ?? labelTime },
    closedAt: closedAt === undefined ? undefined : nameOf(closedAt),
    missing: check.missingOptional,
  };
}

/** The relation as if it had no texts but those that the model cannot do without, so that they are not selected. */
export function withoutTexts(relation: SourceRelation, model: ModelName): SourceRelation {
  return { ...relation, columns: new Map([...relation.columns].filter(([column]) => !isOptionalText(model, column))) };
}

/** The columns, by their names in the relation, that identify a row within its tenant. */
export function keyColumns(relation: SourceRelation): string[] {
  const candidates = ["key", "repository_id", "number"] as const;
  return candidates.map((column) => relation.columns.get(column)).filter((name) => name !== undefined);
}

/** The name as the relation spells it; the same letter case wins over another. */
function findName(existing: readonly string[], mapping: RelationMapping, column: string): string | undefined {
  const wanted = mapping.columns?.[column] ?? column;
  return (
    existing.find((name) => name === wanted) ?? existing.find((name) => name.toLowerCase() === wanted.toLowerCase())
  );
}

function missingColumns(
  model: ModelName,
  relation: RelationName,
  table: string,
  mapping: RelationMapping,
  columns: readonly SourceColumn[],
): ConfigurationError {
  const names = columns.map((column) => {
    const mapped = mapping.columns?.[column];
    return mapped === undefined || mapped === column ? column : `${mapped} (for ${column})`;
  });
  return new ConfigurationError(`${model} cannot work: ${table} lacks ${names.join(", ")}`, {
    hint: `Map other column names in the config file: relations.${relation}.columns, or read from a view that has them.`,
  });
}
