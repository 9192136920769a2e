import { expect } from "chai";
import type { ExitCode } from "../../../src/errors.js";
import type { DocumentName } from "../../../src/reporting/json/schemas/published.js";
import { prepare, type TestDatabase } from "../databases/databases.js";
import { documentIn } from "./documents.js";
import { runProgram } from "./program.js";
import { UNTIL } from "./seededFiles.js";
import { insertTenant } from "../tenants/tenants.js";

/** Migrates an empty database and stores one tenant, for a story in several tests. */
export async function beginStory(database: TestDatabase): Promise<void> {
  await prepare(database);
  await insertTenant(database, { id: 1, until: UNTIL });
}

/** Runs the built program for tenant 1, and returns what it printed. */
export async function tell(url: string, commandLine: string, exitCode: ExitCode = 0): Promise<string> {
  const args = [...commandLine.split(" "), "--tenant", "1", "--db", url, "--log-level", "error"];
  const { code, stdout, stderr } = await runProgram(args);
  expect(code, `${commandLine}: ${stdout}${stderr}`).to.equal(exitCode);
  return stdout;
}

/** The same under --json, as the outcome of one model. */
export async function tellOf<Outcome>(
  url: string,
  commandLine: string,
  { name, model, exitCode = 0 }: { readonly name: DocumentName; readonly model: string; readonly exitCode?: ExitCode },
): Promise<Outcome> {
  const document = documentIn(await tell(url, `${commandLine} --model ${model} --json`, exitCode), name);
  const { tenants } = document as { tenants?: { models: Record<string, Outcome> }[] };
  const { models } = document as { models?: Record<string, Outcome> };
  return (tenants?.[0]?.models ?? models)![model]!;
}
