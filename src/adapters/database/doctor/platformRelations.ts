import type { Knex } from "knex";
import type { PlatformFacts, PlatformRelation, RelationFacts } from "../../../domain/doctor/facts.js";
import { PLATFORM_PRIVILEGES } from "../../../domain/doctor/grants.js";
import { quoteRelation } from "../../../domain/doctor/sql.js";
import type { Settings } from "../../../domain/settings.js";

const RELATIONS: readonly PlatformRelation[] = ["tenants", "work_items", "prs", "job_schedules"];

/** The column that each relation's queries look for a range of, beside the tenant. */
const RANGES = { work_items: "work_last_completed_at", prs: "merged_at", job_schedules: "execution_order" } as const;

/** Names in the database of the platform's relations. */
export function platformNames(relations: Settings["relations"]): string[] {
  return RELATIONS.map((relation) => relations[relation]?.table ?? relation);
}

const DETAILS = `
  select format_type(coalesce((select nullif(typbasetype, 0) from pg_catalog.pg_type where oid = tenant.atttypid),
        tenant.atttypid), null) as "tenantType",
      exists (select from pg_catalog.pg_index
          where indrelid = relation.oid and indisvalid and indpred is null
            and indkey::text || ' ' like tenant.attnum::text || ' %') as indexed,
      array(select attname::text from pg_catalog.pg_attribute
          where attrelid = relation.oid and attnum > 0 and not attisdropped) as columns,
      array(select attname::text from pg_catalog.pg_attribute
          where attrelid = relation.oid and attnum > 0 and not attisdropped and atttypid = 'timestamp'::regtype
          order by attnum) as "zonelessTimes",
      array(select kind from unnest(string_to_array(:privileges, ',')) as kind
          where not has_any_column_privilege(relation.oid, kind) or kind = 'SELECT' and exists (
            select from pg_catalog.pg_attribute
             where attrelid = relation.oid and attname = any(:needed) and not attisdropped
               and not has_column_privilege(relation.oid, attnum, kind))) as "missingPrivileges",
      case when current_setting('server_version_num')::int >= 150000
        then coalesce(relation.reloptions::text ~* 'security_invoker=(true|on|1)', false) end as "securityInvoker",
      case when exists (select from pg_catalog.pg_attribute
          where attrelid = relation.oid and attname = :id and attidentity = '' and not attisdropped)
        then pg_get_serial_sequence(:quoted, :id) end as sequence
    from pg_catalog.pg_class as relation
    left join pg_catalog.pg_attribute as tenant
      on tenant.attrelid = relation.oid and tenant.attname = :tenant and tenant.attnum > 0 and not tenant.attisdropped
   where relation.oid = to_regclass(:quoted)`;

interface DetailsRow extends Pick<
  PlatformFacts,
  "tenantType" | "indexed" | "zonelessTimes" | "missingPrivileges" | "securityInvoker" | "sequence"
> {
  readonly columns: readonly string[];
}

const NOT_THERE: DetailsRow = {
  tenantType: null,
  indexed: false,
  columns: [],
  zonelessTimes: [],
  missingPrivileges: [],
  securityInvoker: false,
  sequence: null,
};

/** What the catalogues say of the platform's relations, under the names that the config file gives them. */
export async function readPlatform(
  knex: Knex,
  relations: Settings["relations"],
  found: readonly RelationFacts[],
): Promise<PlatformFacts[]> {
  const platform: PlatformFacts[] = [];
  for (const [position, relation] of RELATIONS.entries()) {
    const facts = found[position];
    if (facts !== undefined) platform.push(await readRelation(knex, relation, relations, facts));
  }
  return platform;
}

async function readRelation(
  knex: Knex,
  relation: PlatformRelation,
  relations: Settings["relations"],
  facts: RelationFacts,
): Promise<PlatformFacts> {
  const columnOf = (column: string): string => relations[relation]?.columns?.[column] ?? column;
  const tenantColumn = relation === "tenants" ? columnOf("id") : "tenant_id";
  const needed = [tenantColumn, ...(relation === "tenants" ? [columnOf("active")] : [])];
  const read = async (): Promise<DetailsRow | undefined> => {
    const { rows } = await knex.raw<{ rows: DetailsRow[] }>(DETAILS, {
      quoted: quoteRelation(facts),
      tenant: tenantColumn,
      id: columnOf("id"),
      needed,
      privileges: PLATFORM_PRIVILEGES[relation].join(","),
    });
    return rows[0];
  };
  const { columns, ...details } = (facts.name === null ? undefined : await read()) ?? NOT_THERE;
  const range = relation === "tenants" ? undefined : columnOf(RANGES[relation]);
  return {
    relation,
    facts,
    tenantColumn,
    ...details,
    rangeColumn: range !== undefined && columns.includes(range) ? range : null,
    columns: [tenantColumn, columnOf("active")].filter((column) => columns.includes(column)),
  };
}
