import { startPostgres, type PostgresServer } from "./postgresServer.js";

let started: Promise<PostgresServer> | undefined;

const given = (): string => process.env["MLTRAIN_TEST_POSTGRES_URL"] ?? "";

export function isServerGiven(): boolean {
  return given() !== "";
}

/** URL of the Postgres server to test against: a given one, else one that is started when it is first asked for. */
export async function testServerUrl(): Promise<string> {
  if (isServerGiven()) return given();
  started ??= startPostgres();
  return (await started).url;
}

/** Stops the server, if one was started. */
export async function stopTestServer(): Promise<void> {
  const server = await started?.catch(() => undefined);
  started = undefined;
  await server?.stop();
}
