import type Driver from "libsql";
import { codeOf } from "../common/driverErrors.js";
import { sleep } from "../common/retry.js";

/*
 * A prepared statement that fails because the file is locked stays open until the garbage collector finds it, and until
 * then the connection ends no transaction: the next write would lock the file for good. So only exec(), which leaves
 * nothing open, ever waits for the lock, and a statement runs after it.
 */

/** How long a transaction waits in all for another process's write to end; and from a signal to stop on. */
const PATIENCE_MS = 5000;
const PATIENCE_STOPPING_MS = 1000;
/** About how long others have their turn between two tries. */
const PAUSE_MS = 20;

/**
 * Waits while another process writes. In between, timers fire and signals are seen.
 *
 * @param work - leaves nothing open where it fails.
 * @param signal - once it is given, the wait is cut short.
 * @throws as the driver does, once that has taken too long.
 */
export async function whenFree<T>(work: () => T, signal: AbortSignal | undefined): Promise<T> {
  let deadline = performance.now() + PATIENCE_MS;
  let isHurried = false;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!codeOf(error).startsWith("SQLITE_BUSY") || performance.now() > deadline) throw error;
    }
    if (signal?.aborted === true && !isHurried) {
      isHurried = true;
      deadline = Math.min(deadline, performance.now() + PATIENCE_STOPPING_MS);
    }
    await sleep(PAUSE_MS);
  }
}

/** Takes the lock for reading at once, which a deferred transaction leaves to its first statement. */
export function beginReading(connection: Driver.Database): void {
  connection.exec("BEGIN DEFERRED");
  try {
    connection.exec("select 1 from sqlite_schema limit 1");
  } catch (error) {
    rollBack(connection);
    throw error;
  }
}

/** SQLite ends the transaction itself after some errors: a full disk, for one. */
export function rollBack(connection: Driver.Database): void {
  if (connection.inTransaction) connection.exec("ROLLBACK");
}
