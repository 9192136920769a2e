import type { FuncCall, Node, RangeVar, TypeName } from "libpg-query";
import type { DatabaseKind } from "../statement/parse.js";

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/*
 * Relations that hold nothing of a tenant. Every other one counts as a tenant's: the platform's, mltrain's, whatever the
 * settings map to, and views. Of the catalogue, what holds values of rows (pg_stats and the like) is left out.
 */
const RELATIONS: Readonly<Record<DatabaseKind, ReadonlySet<string>>> = {
  sqlite: words("sqlite_master sqlite_schema mltrain_migrations mltrain_migrations_lock"),
  postgres: words(`
    mltrain_migrations mltrain_migrations_lock
    pg_attrdef pg_attribute pg_auth_members pg_class pg_constraint pg_database pg_db_role_setting pg_description
    pg_extension pg_index pg_indexes pg_inherits pg_locks pg_matviews pg_namespace pg_partitioned_table pg_policies
    pg_policy pg_proc pg_roles pg_settings pg_stat_activity pg_stat_replication pg_stat_wal_receiver pg_tables
    pg_timezone_names pg_trigger pg_type pg_views`),
};
const INFORMATION_SCHEMA = words("columns role_table_grants schemata table_constraints table_privileges tables views");

/** Functions in the place of a relation. */
const TABLE_FUNCTIONS: Readonly<Record<DatabaseKind, ReadonlySet<string>>> = {
  sqlite: words(
    "pragma_table_xinfo pragma_table_info pragma_table_list pragma_index_list pragma_index_info pragma_database_list json_each",
  ),
  postgres: words("unnest generate_series json_array_elements_text jsonb_array_elements_text"),
};

/** Functions that read nothing but what they are given, the catalogue, the server's state and the clock. */
const FUNCTIONS = words(`
  count sum min max avg total array_agg string_agg group_concat bool_and bool_or every row_number rank dense_rank lag lead
  first_value last_value ntile abs round floor ceil ceiling power sqrt exp ln sign mod greatest least length char_length
  octet_length lower upper substr substring trim ltrim rtrim btrim replace left right position strpos instr concat
  concat_ws format repeat md5 encode decode hex to_char to_number to_date to_timestamp date_trunc date_part extract age now
  clock_timestamp statement_timestamp transaction_timestamp make_interval timezone strftime unixepoch julianday date time
  datetime typeof pg_typeof nullif ifnull iif quote_ident quote_literal array_length array_position cardinality hashtext
  hashtextextended isfinite like_escape json_extract json_array_length
  json_agg json_build_object string_to_array array_to_string pg_get_serial_sequence
  to_regclass to_regnamespace to_regrole to_regtype format_type obj_description col_description pg_get_expr
  pg_get_constraintdef pg_get_indexdef pg_get_viewdef pg_get_userbyid pg_table_is_visible pg_has_role
  has_table_privilege has_column_privilege has_any_column_privilege has_schema_privilege has_database_privilege
  has_function_privilege has_sequence_privilege row_security_active pg_relation_is_updatable pg_index_column_has_property
  current_setting set_config current_schema current_schemas current_database version sqlite_version pg_backend_pid
  pg_is_in_recovery pg_last_xact_replay_timestamp pg_last_wal_receive_lsn pg_last_wal_replay_lsn pg_current_wal_lsn
  pg_wal_lsn_diff pg_postmaster_start_time pg_sleep pg_advisory_xact_lock pg_try_advisory_xact_lock
  inet_server_addr inet_server_port txid_current pg_current_xact_id pg_blocking_pids`);

const OPERATORS = new Set([..."= <> < > <= >= + - * / % || ~~ !~~ ~~* !~~* ~ ~*".split(" "), "BETWEEN", "NOT BETWEEN"]);

const TYPES = words(`
  text varchar bpchar char name bool int2 int4 int8 integer bigint smallint int float4 float8 real double numeric decimal
  date time timetz timestamp timestamptz interval json jsonb bytea uuid oid xid regclass regtype regrole regnamespace blob`);

/** A name that may be written with the schema that all of PostgreSQL's own things are in. */
function plainName(parts: readonly Node[] | undefined): string | undefined {
  const names = (parts ?? []).map((part) => ("String" in part ? part.String.sval : undefined));
  if (names.length === 2 && names[0] === "pg_catalog") return names[1];
  return names.length === 1 ? names[0] : undefined;
}

/** What a function is called, if it is one that the guard knows to be harmless. */
export function knownFunction({ funcname }: FuncCall): string | undefined {
  const name = plainName(funcname);
  return name !== undefined && FUNCTIONS.has(name) ? name : undefined;
}

export function isTableFunction({ funcname }: FuncCall, kind: DatabaseKind): boolean {
  return TABLE_FUNCTIONS[kind].has(plainName(funcname) ?? "");
}

export function isKnownOperator(name: readonly Node[] | undefined): boolean {
  const [operator, ...schema] = name ?? [];
  if (schema.length > 0 || operator === undefined || !("String" in operator)) return false;
  return OPERATORS.has(operator.String.sval ?? "");
}

export function isKnownType({ names }: TypeName): boolean {
  return TYPES.has(plainName(names) ?? "");
}

/** Whether a relation holds nothing of any tenant. */
export function isHarmless({ schemaname, relname = "" }: RangeVar, kind: DatabaseKind): boolean {
  if (kind === "postgres" && schemaname === "information_schema") return INFORMATION_SCHEMA.has(relname);
  if (schemaname !== undefined && !(kind === "postgres" && schemaname === "pg_catalog")) return false;
  return RELATIONS[kind].has(relname);
}
