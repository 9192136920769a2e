import { startPostgres, type PostgresServer } from "./postgresServer.js";

/**
 * The Postgres server that suites make their databases on: one for all worker processes of a run. The main process
 * starts it (see ../hooks.ts) and names it in the environment, which the workers inherit. A benchmark, which has no
 * hooks, starts one of its own when it first asks.
 */
const SHARED = "MLTRAIN_TEST_SHARED_POSTGRES_URL";

let started: Promise<PostgresServer> | undefined;

const given = (): string => process.env["MLTRAIN_TEST_POSTGRES_URL"] ?? "";

/** Returns whether the tests run against a server of the user's, where no other server can be started beside it. */
export function isServerGiven(): boolean {
  return given() !== "";
}

/** Returns the URL of the server's `postgres` database, as a superuser. */
export async function testServerUrl(): Promise<string> {
  if (isServerGiven()) return given();
  const shared = process.env[SHARED] ?? "";
  if (shared !== "") return shared;
  started ??= startPostgres();
  return (await started).url;
}

/** Starts the server for this process and for the workers that it will start. */
export async function shareTestServer(): Promise<void> {
  process.env[SHARED] = await testServerUrl();
}

/** Stops the server, if this process started one. */
export async function stopTestServer(): Promise<void> {
  const server = await started?.catch(() => undefined);
  started = undefined;
  await server?.stop();
}
