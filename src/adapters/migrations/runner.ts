import { ConfigurationError } from "../../errors.js";
import type { Migrations } from "../../usecases/ports/migrations.js";
import type { Database } from "../database/common/database.js";
import { letThrough } from "../database/guard/unjudged.js";
import { MIGRATIONS, migrationSource } from "./index.js";

const TABLE = "mltrain_migrations";

/** The state of mltrain's tables in a database, and the way to bring them up to date. */
export function migrations(database: Database): Migrations {
  return {
    async status() {
      const applied = await appliedMigrations(database);
      return { applied, pending: pendingOf(applied) };
    },
    up: () => migrate(database),
  };
}

/**
 * Asks with one query whether every migration was applied, as each command does at its start.
 *
 * A database that a newer program has migrated further passes: migrations only add.
 *
 * @throws ConfigurationError naming the pending migrations.
 */
export async function requireMigrated(database: Database): Promise<void> {
  const pending = pendingOf(await appliedMigrations(database));
  if (pending.length === 0) return;
  throw new ConfigurationError(`the database is not up to date: ${pending.join(", ")} to be applied`, {
    hint: "Run `mltrain migrate`.",
  });
}

function pendingOf(applied: readonly string[]): string[] {
  return MIGRATIONS.map(({ name }) => name).filter((name) => !applied.includes(name));
}

/** In the order in which they were applied; none where there is no table of them, which reading does not make. */
async function appliedMigrations({ knex, dialect }: Database): Promise<string[]> {
  try {
    const rows = await knex(TABLE).orderBy("id").select<{ name: string }[]>("name");
    return rows.map((row) => row.name);
  } catch (error) {
    if (dialect.isMissingRelation(error)) return [];
    throw error;
  }
}

/**
 * Applies what is pending, all or nothing.
 *
 * One transaction holds a lock of the database's own, so that of two programs the second waits and then finds nothing
 * to do; unlike the row that Knex locks with, it ends with the program, however that ends.
 */
async function migrate({ knex, dialect }: Database): Promise<string[]> {
  return knex.transaction(async (trx) => {
    await dialect.lockMigrations(trx);
    letThrough(trx);
    const [, applied] = (await trx.migrate.latest({
      migrationSource,
      tableName: TABLE,
      disableMigrationsListValidation: true,
    })) as [number, string[]];
    return applied;
  });
}
