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

/** The condition of the policies: true of the rows of the tenant that the transaction has named, of none without. */
export function isOwnRow(column: string, type: string): string {
  return `${quoteName(column)} = nullif(current_setting('mltrain.tenant_id', true), '')::${type}`;
}

/** Whether an expression, as the server writes it, is {@link isOwnRow}, whatever the type. */
export function saysOwnRow(expression: string | null, column: string): boolean {
  const bare = (text: string): string => text.replace(/::[a-z ]+(\(\d+\))?/g, "").replace(/[()"\s]/g, "");
  return (
    expression !== null && bare(expression) === bare(`${column}=NULLIF(current_setting('mltrain.tenant_id',true),'')`)
  );
}
