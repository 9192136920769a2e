import { stopTestServer } from "./databases/testServer.js";

/** Mocha calls this once, after the last test. */
export async function mochaGlobalTeardown(): Promise<void> {
  await stopTestServer();
}
