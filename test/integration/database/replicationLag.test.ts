import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import type { Database } from "../../../src/adapters/database/common/database.js";
import { assertNotLoaded } from "../../../src/adapters/database/postgres/loadGuard.js";
import { TryLaterError } from "../../../src/errors.js";
import { describeServers } from "../../helpers/databases/databases.js";
import { startPostgres, type PostgresServer } from "../../helpers/databases/postgresServer.js";
import { refusal } from "../../helpers/program/refusal.js";
import { openUnguarded } from "../../helpers/databases/unguarded.js";

interface Servers {
  readonly primary: PostgresServer;
  readonly replica: PostgresServer;
}

const GUARD = { maximumReplicationLagSeconds: 1 };
/** Longer than the guard allows. */
const LATE_MS = 1300;
const BEHIND = /^the database is under load: a replica is \d+\.\d seconds behind, and loadGuard allows 1$/;

describeServers("the load guard, with a primary and its replica,", () => {
  let servers: Servers;
  let primary: Database;
  let replica: Database;

  before(async () => {
    servers = await replicated();
    primary = await openUnguarded(servers.primary.url);
    replica = await openUnguarded(servers.replica.url);
    await primary.knex.schema.createTable("things", (table) => table.integer("tenant_id"));
    await untilReplayed();
  });
  after(async () => {
    await Promise.all([primary.close(), replica.close()]);
    await Promise.all([servers.primary.stop(), servers.replica.stop()]);
  });
  afterEach(() => replica.knex.raw("select pg_wal_replay_resume()"));

  /** Waits until the replica knows all that the primary does, and a little longer than the guard allows. */
  async function untilReplayed(): Promise<void> {
    const { rows } = await primary.knex.raw<{ rows: [{ at: string }] }>("select pg_current_wal_lsn() as at");
    for (;;) {
      const replayed = await replica.knex.raw<{ rows: [{ done: boolean }] }>(
        "select pg_last_wal_replay_lsn() >= ?::pg_lsn as done",
        [rows[0].at],
      );
      if (replayed.rows[0].done) return wait(LATE_MS);
      await wait(20);
    }
  }

  it("lets a run begin where the replica is not behind, however long ago the last write was", async () => {
    await primary.knex("things").insert({ tenant_id: 1 });
    await untilReplayed();
    await assertNotLoaded(primary, GUARD);
    await assertNotLoaded(replica, GUARD);
  });

  it("refuses it on either where the replica does not get on: 75", async () => {
    await replica.knex.raw("select pg_wal_replay_pause()");
    await primary.knex("things").insert({ tenant_id: 1 });
    await wait(LATE_MS);
    await primary.knex("things").insert({ tenant_id: 1 });
    await wait(LATE_MS);
    for (const database of [primary, replica]) {
      expect((await refusal(TryLaterError, assertNotLoaded(database, GUARD))).message).to.match(BEHIND);
      await assertNotLoaded(database, { maximumReplicationLagSeconds: 60 });
    }
  });

  it("refuses it on a replica that has lost its primary: nobody knows how far behind it is", async () => {
    await servers.primary.goDown("fast");
    try {
      await wait(LATE_MS);
      expect((await refusal(TryLaterError, assertNotLoaded(replica, GUARD))).message).to.match(BEHIND);
    } finally {
      await servers.primary.comeUp();
    }
  });
});

async function replicated(): Promise<Servers> {
  const primary = await startPostgres();
  await primary.goDown("fast");
  const { hostname, port, username, password } = new URL(primary.url);
  const replica = startPostgres(
    {
      primary_conninfo: `host=${hostname} port=${port} user=${username} password=${password}`,
      wal_retrieve_retry_interval: "50ms",
      wal_receiver_status_interval: "1s",
    },
    primary.data,
  );
  await primary.comeUp();
  return { primary, replica: await replica };
}
