import { startPostgres, type PostgresServer } from "./postgresServer.js";

let started: Promise<PostgresServer> | undefined;

/** URL of the Postgres server to test against: a given one, else one that is started when it is first asked for. */
export async function testServerUrl(): Promise<string> {
  const given = process.env["MLTRAIN_TEST_POSTGRES_URL"] ?? "";
  if (given !== "") return given;
  started ??= startPostgres();
  return (await started).url;
}

/** Stops the server, if one was started. */
export async function stopTestServer(): Promise<void> {
  const server = await started?.catch(() => undefined);
  started = undefined;
  await server?.stop();
}
