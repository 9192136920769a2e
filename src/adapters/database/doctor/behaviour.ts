import type { Knex } from "knex";
import type { ClientBase } from "pg";
import type { BehaviourFacts, RelationFacts } from "../../../domain/doctor/facts.js";
import { quoteRelation, quoteText } from "../../../domain/doctor/sql.js";
import { EXIT } from "../../../errors.js";
import { messageOf } from "../common/driverErrors.js";
import { explainPostgres } from "../postgres/errors.js";

/** A tenant that no platform has given away yet: a row of it would be in nobody's way. */
const NOBODY = 2_147_483_647;

export interface RelationsToTry {
  /** Tables that have policies. */
  readonly limited: readonly RelationFacts[];
  /** Of the others only whether they can be read is tried. */
  readonly others: readonly RelationFacts[];
}

/**
 * Tries the policies out: what does the database show, and take, if mltrain forgets everything else? No row leaves the
 * database, only whether there is one; what is written is rolled back.
 *
 * It speaks with the driver itself, since statements without a tenant are just what everything above refuses to send.
 */
export async function tryPolicies(knex: Knex, relations: RelationsToTry, tenant: number): Promise<BehaviourFacts> {
  const client = knex.client as Knex.Client;
  const connection = (await client.acquireConnection()) as ClientBase;
  try {
    await connection.query("begin");
    await connection.query("set local statement_timeout = '30s'");
    return await tryOut(connection, relations, tenant);
  } finally {
    // On a connection that was lost there is nothing to roll back.
    await connection.query("rollback").catch(() => undefined);
    await client.releaseConnection(connection);
  }
}

async function tryOut(
  connection: ClientBase,
  { limited, others }: RelationsToTry,
  tenant: number,
): Promise<BehaviourFacts> {
  await setTenant(connection, "");
  const without = await look(connection, limited, "true");
  const insertedWithoutTenant = await inserts(connection, limited);
  await setTenant(connection, String(tenant));
  const foreign = await look(connection, limited, `tenant_id::text is distinct from ${quoteText(String(tenant))}`);
  const { failed } = await look(connection, others, "false");
  return {
    tenant,
    withoutTenant: without.showing,
    insertedWithoutTenant,
    foreignRows: foreign.showing,
    failed: [...foreign.failed, ...failed],
  };
}

async function setTenant(connection: ClientBase, tenant: string): Promise<void> {
  await connection.query("select set_config('mltrain.tenant_id', $1, true)", [tenant]);
}

interface Seen {
  /** The relations that show a row of which the condition is true. */
  readonly showing: readonly string[];
  /** Those that cannot be read: a policy, or what a view reads through, may itself fail. */
  readonly failed: BehaviourFacts["failed"];
}

async function look(connection: ClientBase, relations: readonly RelationFacts[], condition: string): Promise<Seen> {
  const showing: string[] = [];
  const failed: BehaviourFacts["failed"][number][] = [];
  await connection.query("savepoint before_look");
  for (const relation of relations) {
    try {
      const { rowCount } = await connection.query(`select from ${quoteRelation(relation)} where ${condition} limit 1`);
      if (rowCount !== 0) showing.push(relation.wanted);
    } catch (error) {
      const explained = explainPostgres(error);
      if (explained?.exitCode === EXIT.databaseUnavailable) throw error;
      await connection.query("rollback to savepoint before_look");
      failed.push({ relation: relation.wanted, message: explained?.message ?? messageOf(error) });
    }
  }
  return { showing, failed };
}

async function inserts(connection: ClientBase, relations: readonly RelationFacts[]): Promise<boolean> {
  const leases = relations.find(({ wanted }) => wanted === "ml_leases");
  if (leases === undefined) return false;
  await connection.query("savepoint before_insert");
  try {
    const row = `(${String(NOBODY)}, 'doctor', 0, to_timestamp(0))`;
    await connection.query(`insert into ${quoteRelation(leases)} (tenant_id, holder, token, expires_at) values ${row}`);
    return true;
  } catch (error) {
    if (explainPostgres(error)?.exitCode === EXIT.databaseUnavailable) throw error;
    return false;
  } finally {
    await connection.query("rollback to savepoint before_insert");
  }
}
