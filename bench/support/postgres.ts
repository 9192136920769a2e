import { newPostgresDatabase, prepare } from "../../test/helpers/databases/databases.js";
import { asRole, createRole } from "../../test/helpers/databases/postgresRole.js";
import { openUnguarded } from "../../test/helpers/databases/unguarded.js";

/**
 * Creates a database on the tests' Postgres server, with mltrain's tables and the platform's. Its URL is that of a role
 * which owns nothing.
 */
export async function postgresWithPlatform(): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const { url, drop } = await newPostgresDatabase();
  return { url: await prepareForRole(url), drop };
}

/** Creates the tables as their owner, and mltrain's role. @returns the role's URL. */
export async function prepareForRole(ownerUrl: string): Promise<string> {
  const owner = await openUnguarded(ownerUrl);
  try {
    await createRole(owner);
    await prepare(owner);
  } finally {
    await owner.close();
  }
  return asRole(ownerUrl);
}
