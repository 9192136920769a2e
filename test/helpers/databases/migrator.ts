import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { openDatabase } from "../../../src/adapters/database/open.js";
import { migrations } from "../../../src/adapters/migrations/runner.js";

/**
 * Migrates a database as another program would; SQLite's driver stops the whole process while it waits for a lock.
 *
 * @returns the names of the migrations that were applied.
 */
export function migrateInAnotherProcess(url: string): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const migrator = fork(fileURLToPath(import.meta.url), [url]);
    migrator.once("message", (applied) => {
      resolve(applied as readonly string[]);
    });
    migrator.once("exit", (code) => {
      reject(new Error(`the migrating process ended with ${String(code)}`));
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const database = await openDatabase(process.argv[2] ?? "", { create: true });
  const applied = await migrations(database).up();
  await database.close();
  process.send?.(applied);
  process.disconnect();
}
