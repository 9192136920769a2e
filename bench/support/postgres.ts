import { openUnguarded } from "../../test/helpers/unguarded.js";
import { newPostgresDatabase } from "../../test/helpers/databases.js";
import { createPlatformTables } from "../../test/helpers/platformTables.js";

/** A database of its own on the tests' Postgres server, with the platform's tables, and the way to drop it. */
export async function postgresWithPlatform(): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const { url, drop } = await newPostgresDatabase();
  const database = await openUnguarded(url);
  await createPlatformTables(database.knex);
  await database.close();
  return { url, drop };
}
