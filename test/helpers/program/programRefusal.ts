import { expect } from "chai";
import { dumpOf } from "../databases/databaseDump.js";
import { documentIn } from "./documents.js";
import { runProgram, type Finished, type ProgramOptions } from "./program.js";

/** A command line that the program refuses, and how it says so. */
export interface Refusal extends ProgramOptions {
  readonly args: readonly string[];
  readonly code: number;
  /** What was seen. */
  readonly says: RegExp;
  /** What to do. */
  readonly hint: RegExp;
  /** URL of --db; the database must not change; absent: none. */
  readonly database?: string;
}

/**
 * Runs a command line as text and with --json, and checks that it is refused: exit code, message, hint, nothing else on
 * stdout, and an unchanged database.
 *
 * @returns both outputs.
 */
export async function expectRefused(refusal: Refusal): Promise<readonly Finished[]> {
  const { database, code } = refusal;
  const args = [...refusal.args, ...(database === undefined ? [] : ["--db", database])];
  const dump = async (): Promise<unknown> => (database === undefined ? undefined : dumpOf(database));
  const untouched = await dump();
  const [text, json] = await Promise.all([runProgram(args, refusal), runProgram([...args, "--json"], refusal)]);

  expect({ code: text.code, stdout: text.stdout }, text.stderr).to.deep.equal({ code, stdout: "" });
  expectWords(text.stderr, refusal);
  expect(json.code, json.stderr).to.equal(code);
  const { error } = documentIn(json.stdout, "error") as { error: { message: string; hint: string; exitCode: number } };
  expect(error.exitCode).to.equal(code);
  expectWords(`mltrain: ${error.message}\n  ${error.hint}\n`, refusal);
  expect(await dump(), "the database").to.deep.equal(untouched);
  return [text, json];
}

/** Checks for one message and one hint, without a stack trace or a log line. */
function expectWords(words: string, { says, hint }: Refusal): void {
  const [, message = "", advice = ""] = /^mltrain: (.*)\n {2}(.*)\n$/s.exec(words) ?? [];
  expect(message, words).to.match(says);
  expect(advice, words).to.match(hint);
}
