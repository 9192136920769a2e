import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareTemplates, removeTemplates } from "./databases/templates.js";
import { shareTestServer, stopTestServer } from "./databases/testServer.js";

/*
 * Mocha calls these once in the main process: the first before it starts its workers, the second after the last test.
 * The workers inherit the environment.
 */

let folder: string | undefined;

/** Gives the run a temporary folder of its own, so that nothing is left behind, a server and databases to copy. */
export async function mochaGlobalSetup(): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), "mltrain-tests-"));
  // The server runs as another user, who must reach its own folder in this one.
  chmodSync(folder, 0o711);
  process.env["TMPDIR"] = folder;
  if ((process.env["MLTRAIN_TEST_SQLITE_ONLY"] ?? "") === "") await shareTestServer();
  await prepareTemplates();
}

export async function mochaGlobalTeardown(): Promise<void> {
  await removeTemplates();
  await stopTestServer();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
