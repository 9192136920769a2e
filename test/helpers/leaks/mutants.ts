import { decodeAdmission } from "../../../src/adapters/database/guard/statement/verdict.js";
import type { Bound } from "./twins.js";

type Kind = "sqlite" | "postgres";

/** The tie of a statement as Knex writes it: the column, quoted, and its place. */
const TIE = { sqlite: /`tenant_id` = (\?)/, postgres: /"tenant_id" = (\$\d+)/ };

/** What becomes of the tie, given the column and the place. */
const REPLACEMENTS: readonly ((column: string, place: string) => string)[] = [
  (column) => `${column} = 1`,
  (column) => `${column} = '1'`,
  (column) => `${column} = ${column}`,
  (column) => `${column} is not null`,
  (column, place) => `${column} <> ${place}`,
  (column, place) => `${column} >= ${place}`,
  (column, place) => `not ${column} = ${place}`,
  (column, place) => `not (not (${column} = ${place}) and false)`,
  (column, place) => `(${column} = ${place} or 1 = 1)`,
  (column, place) => `(1 = 1 or ${column} = ${place})`,
  (column, place) => `(${column} = ${place}) is not null`,
  (column, place) => `coalesce(${column} = ${place}, true)`,
  (column, place) => `coalesce(${column}, ${place}) = ${place}`,
  (column, place) => `case when ${column} = ${place} then true else true end`,
  (column, place) => `${column} in (${place}, 2)`,
  (column, place) => `${column} + 0 * ${place} = ${column}`,
  (_, place) => `${place} = ${place}`,
  (_, place) => `'tenant_id' <> cast(${place} as text)`,
  (column, place) => `exists (select 1 where ${column} = ${place} or true)`,
  (column, place) => `${column} = (select ${place} + 1)`,
  () => "1 = 1",
];

/** A statement with what ties it to its tenant undone, in each way that applies to it. */
export function mutants({ sql, admission }: { sql: string; admission: string }, kind: Kind): Bound[] {
  const { parameters, ties } = decodeAdmission(admission);
  const values = Array.from({ length: parameters }, (_, position) => `value ${String(position)}`);
  const places = ties.map((group) => group.at(-1) ?? 0);
  const own: unknown[] = values.map((value, position) => (places.includes(position) ? 1 : value));
  const found: Bound[] = [];
  // Another tenant's value in each place; the values one further on or back; one too few.
  for (const group of ties) found.push({ sql, bindings: own.map((value, at) => (group.includes(at) ? 2 : value)) });
  found.push({ sql, bindings: [...own.slice(1), own[0]] }, { sql, bindings: [own.at(-1), ...own.slice(0, -1)] });
  found.push({ sql, bindings: own.slice(0, -1) }, { sql: `${sql} -- x\n; select 1`, bindings: own });
  const tie = TIE[kind].exec(sql);
  if (tie === null || !/^(select|update|delete)/.test(sql)) return found.filter((each) => !sameValues(each, own));
  const column = kind === "sqlite" ? "`tenant_id`" : '"tenant_id"';
  for (const replace of REPLACEMENTS) {
    const mutant = sql.replace(TIE[kind], (_, place: string) => replace(column, place));
    found.push(kind === "sqlite" ? withCount(mutant, own, tie.index) : { sql: mutant, bindings: own });
  }
  const [before, after] = [sql.slice(0, tie.index), sql.slice(tie.index + tie[0].length)];
  found.push(
    { sql: `${before}${tie[0]} or 1 = 1${after}`, bindings: own },
    {
      sql:
        before + (tie[0] + after).replace(/(?= order by | group by | limit | returning | for update|$)/, " or 1 = 1"),
      bindings: own,
    },
    { sql: sql.replace(/ where .*/, ""), bindings: own.slice(0, (before.match(/\?|\$\d/g) ?? []).length) },
    { sql: `${sql} union all select 1 from prs`, bindings: own },
  );
  return found.filter((each) => each.sql !== sql || !sameValues(each, own));
}

const sameValues = (mutant: Bound, own: readonly unknown[]): boolean =>
  mutant.bindings.length === own.length && mutant.bindings.every((value, at) => value === own[at]);

/** SQLite's places are counted: a mutant that has more or fewer of them than its twin is given as many values. */
function withCount(sql: string, own: readonly unknown[], tieAt: number): Bound {
  const places = (text: string): number => text.split("?").length - 1;
  const extra = places(sql) - own.length;
  const before = places(sql.slice(0, tieAt));
  const tenants = Array.from({ length: 1 + extra }, () => 1);
  return { sql, bindings: [...own.slice(0, before), ...tenants, ...own.slice(before + 1)] };
}
