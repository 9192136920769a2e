import { newPostgresDatabase, prepare } from "../../test/helpers/databases/databases.js";
import { asRole, createRole } from "../../test/helpers/databases/postgresRole.js";
import { openUnguarded } from "../../test/helpers/databases/unguarded.js";

/**
 * A database of its own on the tests' Postgres server, with mltrain's tables and the platform's, and the way to drop it.
 * Its URL is that of a role which owns nothing.
 */
export async function postgresWithPlatform(): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const { url, drop } = await newPostgresDatabase();
  return { url: await prepareForRole(url), drop };
}

/** Makes the tables as their owner, and the role that mltrain has. @returns the role's URL. */
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
