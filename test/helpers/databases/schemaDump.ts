import type { Database } from "../../../src/adapters/database/common/database.js";

/** Every table of the database, as text that changes when a migration's effect does. */
export async function dumpSchema(database: Database): Promise<string> {
  const lines = database.dialect.kind === "sqlite" ? await dumpSqlite(database) : await dumpPostgres(database);
  return `${lines.join("\n")}\n`;
}

/** The statements that would make the tables and indexes, one column or constraint to a line. */
async function dumpSqlite({ knex }: Database): Promise<string[]> {
  const rows = await knex("sqlite_master")
    .whereNotNull("sql")
    .whereNot("name", "like", "sqlite_%")
    .orderBy(["tbl_name", { column: "type", order: "desc" }, "name"])
    .select<{ sql: string }[]>("sql");
  return rows.map(({ sql }) =>
    sql.replace(/(?<=^CREATE TABLE `\w+` \(|,) ?(?=`\w+` [a-z]|constraint|primary|check)/g, "\n  "),
  );
}

const COLUMNS = `
  select format('%I.%I %s%s%s', relname, attname, format_type(atttypid, atttypmod),
      case when attnotnull then ' not null' else '' end,
      coalesce(' default ' || pg_get_expr(adbin, adrelid), '')) as line
    from pg_class
    join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
    left join pg_attrdef on adrelid = pg_class.oid and adnum = attnum
   where relkind = 'r' and relnamespace = 'public'::regnamespace
   order by relname, attnum`;

/** PostgreSQL 18 names "not null" among the constraints; earlier ones do not. */
const CONSTRAINTS = `
  select format('%s: %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as line
    from pg_constraint
   where connamespace = 'public'::regnamespace and contype <> 'n'
   order by conrelid::regclass::text collate "C", conname collate "C"`;

const INDEXES = `
  select indexdef as line from pg_indexes where schemaname = 'public' order by tablename, indexname`;

const POLICIES = `
  select format('%I: row security%s%s; %s %I%s using %s with check %s', relname,
      case when relrowsecurity then ' on' else ' off' end, case when relforcerowsecurity then ', forced' else '' end,
      case when polpermissive then 'permissive' else 'restrictive' end, polname,
      case when polcmd = '*' then '' else format(' for %s', polcmd) end,
      pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) as line
    from pg_policy join pg_class on pg_class.oid = polrelid
   order by relname, polname`;

async function dumpPostgres({ knex }: Database): Promise<string[]> {
  const lines: string[] = [];
  for (const sql of [COLUMNS, CONSTRAINTS, INDEXES, POLICIES]) {
    const { rows } = await knex.raw<{ rows: { line: string }[] }>(sql);
    lines.push(...rows.map(({ line }) => line), "");
  }
  return lines.slice(0, -1);
}
