import type { Database } from "../../../src/adapters/database/common/database.js";
import { letThrough } from "../../../src/adapters/database/guard/unjudged.js";
import { openDatabase, type OpenOptions } from "../../../src/adapters/database/open.js";
import { asOwner } from "./postgresRole.js";

/**
 * Opens a database as the program does, with the guard let through what is sent for nobody: that is what a test puts in
 * and looks at. What the program's own code sends for a tenant is judged as ever.
 */
export async function openUnguarded(url: string, options: OpenOptions = {}): Promise<Database> {
  const database = await openDatabase(url, options);
  letThrough(database.knex);
  return database;
}

/** The same as the owner of the tables, where the URL is that of the role which mltrain has in the tests. */
export async function openAsOwner(url: string, options: OpenOptions = {}): Promise<Database> {
  return openUnguarded(await asOwner(url), options);
}
