import type { Knex } from "knex";
import type { PolicyFacts, ProtectionFacts, RelationFacts, RoleFacts } from "../../../domain/doctor/facts.js";
import { quoteDotted } from "../../../domain/doctor/sql.js";

/** Mltrain's own tables that hold rows of tenants. */
export const OWN_TABLES = [
  "ml_models",
  "ml_deployments",
  "ml_quarantine",
  "ml_evaluations",
  "ml_attempts",
  "ml_runs",
  "ml_leases",
];

/** Where the migrations that were applied are written down, of no tenant. */
export const MIGRATIONS_TABLE = "mltrain_migrations";

/** One row for each name, the role beside it; without names one row with the role alone. */
const PROTECTION = `
  select role.rolname as role, role.rolsuper as superuser, role.rolbypassrls as bypasses,
      array(select other.rolname::text from pg_catalog.pg_roles as other
          where (other.rolsuper or other.rolbypassrls) and other.oid <> role.oid and pg_has_role(other.oid, 'MEMBER')
          order by 1) as "mayBecome",
      nullif(current_setting('mltrain.tenant_id', true), '') as preset,
      (select coalesce(json_agg(json_build_object('role', whose.rolname, 'database', datname)), '[]')
        from pg_catalog.pg_db_role_setting
        left join pg_catalog.pg_roles as whose on whose.oid = setrole
        left join pg_catalog.pg_database on pg_database.oid = setdatabase
       where setrole in (0, role.oid) and (setdatabase = 0 or datname = current_database())
         and array_to_string(setconfig, ' ') like '%mltrain.tenant_id=%') as "presetFor",
      wanted, namespace.nspname as schema, relation.relname as name, relation.relkind as kind,
      relation.relrowsecurity as enabled, relation.relforcerowsecurity as forced,
      pg_has_role(relation.relowner, 'USAGE') as owned,
      array(select kind from unnest(string_to_array('SELECT,INSERT,UPDATE', ',')) as kind
          where has_any_column_privilege(relation.oid, kind)) as privileges,
      (select coalesce(json_agg(json_build_object(
            'name', polname, 'permissive', polpermissive, 'forAll', polcmd = '*',
            'applies', exists (select from unnest(polroles) as to_role where to_role = 0 or pg_has_role(to_role, 'USAGE')),
            'using', pg_get_expr(polqual, polrelid), 'check', pg_get_expr(polwithcheck, polrelid)
          ) order by polname), '[]')
        from pg_catalog.pg_policy where polrelid = relation.oid) as policies,
      (select hidden.nspname
        from pg_catalog.pg_class as same join pg_catalog.pg_namespace as hidden on hidden.oid = same.relnamespace
       where relation.oid is null and not has_schema_privilege(hidden.oid, 'USAGE')
         and same.relkind in ('r', 'p', 'v', 'm', 'f')
         and wanted in ('"' || same.relname || '"', '"' || hidden.nspname || '"."' || same.relname || '"')
       order by 1 limit 1) as "hiddenIn"
    from pg_catalog.pg_roles as role
    left join unnest(?::text[]) as wanted on true
    left join pg_catalog.pg_class as relation on relation.oid = case
        -- To ask for a relation in a schema that the role may not use is an error.
        when strpos(wanted, '"."') = 0 or exists (select from pg_catalog.pg_namespace as usable
            where left(wanted, length(usable.nspname) + 3) = '"' || usable.nspname || '".'
              and has_schema_privilege(usable.oid, 'USAGE')) then to_regclass(wanted)
      end
    left join pg_catalog.pg_namespace as namespace on namespace.oid = relation.relnamespace
   where role.rolname = current_user`;

interface ProtectionRow {
  readonly role: string;
  readonly superuser: boolean;
  readonly bypasses: boolean;
  readonly mayBecome: readonly string[];
  readonly preset: string | null;
  readonly presetFor: RoleFacts["presetFor"];
  readonly wanted: string | null;
  readonly schema: string | null;
  readonly name: string | null;
  readonly kind: string | null;
  readonly enabled: boolean | null;
  readonly forced: boolean | null;
  readonly owned: boolean | null;
  readonly privileges: readonly string[];
  readonly policies: readonly PolicyFacts[];
  readonly hiddenIn: string | null;
}

/** Role and policies, in the order of the names, as one query tells them; catalogues only, which hold no tenant's rows. */
export async function readProtection(knex: Knex, names: readonly string[]): Promise<ProtectionFacts> {
  const quoted = names.map(quoteDotted);
  const { rows } = await knex.raw<{ rows: ProtectionRow[] }>(PROTECTION, [quoted]);
  const rowOf = new Map(rows.map((row) => [row.wanted, row]));
  return {
    role: toRole(rows[0]),
    tables: names.flatMap((name, i) => toTable(rowOf.get(quoted[i] ?? ""), name)),
  };
}

function toRole(row: ProtectionRow | undefined): RoleFacts {
  if (row === undefined) throw new Error("pg_roles has no row for the current role");
  const { role: name, superuser, bypasses, mayBecome, preset, presetFor } = row;
  return { name, superuser, bypassesRowSecurity: bypasses, mayBecome, presetTenant: preset, presetFor };
}

function toTable(row: ProtectionRow | undefined, wanted: string): RelationFacts[] {
  if (row === undefined) return [];
  return [
    {
      wanted,
      schema: row.schema,
      name: row.name,
      kind: row.kind === null || ["r", "p"].includes(row.kind) ? "table" : row.kind === "v" ? "view" : "other",
      partitioned: row.kind === "p",
      enabled: row.enabled === true,
      forced: row.forced === true,
      owned: row.owned === true,
      privileges: row.privileges,
      policies: row.policies,
      hiddenIn: row.hiddenIn,
    },
  ];
}
