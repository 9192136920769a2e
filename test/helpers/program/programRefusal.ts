import { expect } from "chai";
import { dumpOf } from "../databases/databaseDump.js";
import { documentIn } from "./documents.js";
import { runProgram, type Finished, type ProgramOptions } from "./program.js";

/** Something that the program does not do, and how it says so. */
export interface Refusal extends ProgramOptions {
  readonly args: readonly string[];
  readonly code: number;
  /** What was seen. */
  readonly says: RegExp;
  /** What to do. */
  readonly hint: RegExp;
  /** URL of the database that is named by --db, and must stay as it is; none, if absent. */
  readonly database?: string;
}

/**
 * Runs a command line, for people and under --json, and makes sure that it is refused: by the exit code, in words that
 * say what was seen and what to do, with nothing else on stdout, and with the database as it was.
 *
 * @returns what was said, both ways.
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

/** One message and one hint, and neither a stack nor a line of the log. */
function expectWords(words: string, { says, hint }: Refusal): void {
  const [, message = "", advice = ""] = /^mltrain: (.*)\n {2}(.*)\n$/s.exec(words) ?? [];
  expect(message, words).to.match(says);
  expect(advice, words).to.match(hint);
}
