import type { LoadGuard } from "../../../domain/settings.js";
import { ConfigurationError, TryLaterError } from "../../../errors.js";
import type { Database } from "../common/database.js";

/** What a Postgres server says of its load. */
interface Load {
  /** Whether this role is shown what the sessions of others do; without it they look idle. */
  readonly readable: boolean;
  readonly role: string;
  readonly active: number | string;
  /** Of a replica its own, of a primary that of the replica farthest behind; null where there is none. */
  readonly lag: number | null;
}

/*
 * No tenant's table is read. A replica that has replayed all that it received is not behind, however long ago the last
 * transaction was; but what it would have received, if it has lost its primary, nobody knows.
 */
const LOAD = `select
  pg_has_role(current_user, 'pg_read_all_stats', 'usage') as readable,
  current_user as role,
  (select count(*)::int from pg_catalog.pg_stat_activity
    where state = 'active' and backend_type = 'client backend' and application_name <> 'mltrain'
      and pid <> pg_backend_pid()) as active,
  case
    when not pg_is_in_recovery() then
      (select extract(epoch from max(replay_lag))::float8 from pg_catalog.pg_stat_replication)
    when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()
      and exists (select from pg_catalog.pg_stat_wal_receiver where status = 'streaming') then 0
    else extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp())::float8
  end as lag`;

/**
 * Looks whether a Postgres server is busier than the guard allows. An embedded database has no load but this program's.
 *
 * @throws TryLaterError if it is; ConfigurationError if the role may not know.
 */
export async function assertNotLoaded({ knex, dialect }: Database, guard: LoadGuard): Promise<void> {
  const { maximumActiveSessions = Infinity, maximumReplicationLagSeconds = Infinity } = guard;
  if (dialect.kind !== "postgres" || (maximumActiveSessions === Infinity && maximumReplicationLagSeconds === Infinity))
    return;
  const { rows } = await knex.raw<{ rows: [Load] }>(LOAD);
  const { readable, role, active, lag } = rows[0];
  if (!readable) {
    throw new ConfigurationError("the load guard cannot see what other sessions of the database do", {
      hint: `Run: grant pg_read_all_stats to "${role.replaceAll('"', '""')}"; or take loadGuard out of the config file.`,
    });
  }
  if (Number(active) > maximumActiveSessions) throw loaded(`${active} sessions are at work`, maximumActiveSessions);
  if (lag !== null && lag > maximumReplicationLagSeconds) {
    throw loaded(`a replica is ${lag.toFixed(1)} seconds behind`, maximumReplicationLagSeconds);
  }
}

function loaded(what: string, maximum: number): TryLaterError {
  return new TryLaterError(`the database is under load: ${what}, and loadGuard allows ${maximum}`, {
    hint: "Nothing more was begun. Try again when it has less to do.",
  });
}
