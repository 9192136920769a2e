import type { RelationFacts } from "./facts.js";

/* How names and the policies' condition are written in SQL. */

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** `analytics.issues` → `"analytics"."issues"`. */
export function quoteDotted(name: string): string {
  return name.split(".").map(quoteName).join(".");
}

/** The relation as it was found, or, where it is not there, as it is wanted. */
export function quoteRelation({ schema, name, wanted }: RelationFacts): string {
  return schema === null || name === null ? quoteDotted(wanted) : `${quoteName(schema)}.${quoteName(name)}`;
}

/** Types that say what was written without loss, or that refuse it. */
const EXACT_TYPES = ["integer", "bigint", "smallint", "numeric", "uuid"];

/**
 * The condition of the policies: true of the rows of the tenant that the transaction has named, of none without.
 *
 * @param type - the column's, without a length: a text that were cut to one could be another tenant's.
 */
export function isOwnRow(column: string, type: string): string {
  const tenant = "nullif(current_setting('mltrain.tenant_id', true), '')";
  return EXACT_TYPES.includes(type)
    ? `${quoteName(column)} = ${tenant}::${type}`
    : `${quoteName(column)}::text = ${tenant}`;
}

/** Casts that change no value; of those with a length, or to types of the platform's own, nobody knows. */
const EXACT_CAST = new RegExp(`::(${[...EXACT_TYPES, "text", "character varying"].join("|")})(?![\\w ]*[\\w([.])`, "g");

/** Whether an expression, as the server writes it, is {@link isOwnRow}, whatever the type. */
export function saysOwnRow(expression: string | null, column: string): boolean {
  const bare = (text: string): string =>
    text
      .replaceAll('"', "")
      .replace(EXACT_CAST, "")
      .replace(/[()\s]/g, "");
  return (
    expression !== null && bare(expression) === bare(`${column}=NULLIF(current_setting('mltrain.tenant_id',true),'')`)
  );
}
