import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from "jsonc-parser";
import { ConfigurationError } from "../../errors.js";
import { shownPath } from "../../redaction.js";
import { configSchema, type Config } from "./configSchema.js";
import { describeIssues, type Problem } from "./problems.js";
import { duplicateKeys } from "./duplicateKeys.js";

/**
 * Reads the text of a config file: plain JSON, without comments and trailing commas, as the published schema and other
 * programs expect it.
 *
 * @param file - its name, for messages.
 * @throws ConfigurationError that names every problem with its line, column and key.
 */
export function parseConfig(text: string, file: string): Config {
  if (text.trim() === "") throw problemsIn(file, text, [{ offset: 0, message: "the file is empty; {} is enough" }]);
  const depth = tooDeep(text);
  if (depth !== undefined) throw problemsIn(file, text, [depth]);
  const syntaxErrors: ParseError[] = [];
  const root = parseTree(text, syntaxErrors, { disallowComments: true });
  if (root === undefined || syntaxErrors.length > 0) throw problemsIn(file, text, syntaxProblems(syntaxErrors));
  const parsed = configSchema.safeParse(getNodeValue(root));
  const problems = [
    ...duplicateKeys(root),
    ...(parsed.success ? [] : describeIssues(parsed.error.issues, nodeIn(root))),
  ];
  if (!parsed.success || problems.length > 0) throw problemsIn(file, text, problems);
  return parsed.data;
}

/** More than the schema ever nests; what is read further goes down the tree, and must not run out of stack. */
const DEEPEST = 32;

/** Where brackets are nested too deeply, if they are. */
function tooDeep(text: string): Problem | undefined {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]/gs)) {
    if (token === "[" || token === "{") depth++;
    else if (token === "]" || token === "}") depth--;
    if (depth > DEEPEST) return { offset: index, message: `nested deeper than ${DEEPEST} brackets` };
  }
  return undefined;
}

function syntaxProblems(errors: readonly ParseError[]): Problem[] {
  return errors.map(({ error, offset }) => ({
    offset,
    message: `not JSON: ${SYNTAX[printParseErrorCode(error)] ?? "syntax error"}`,
  }));
}

/** The commonest slips in words; jsonc-parser names them in one word each. */
const SYNTAX: Readonly<Record<string, string>> = {
  InvalidSymbol: "a word that is none of true, false and null; texts stand in double quotes",
  InvalidNumberFormat: "a number that is not well formed",
  PropertyNameExpected: "a key in double quotes is expected (no comma after the last entry)",
  ValueExpected: "a value is expected (no comma after the last entry)",
  ColonExpected: "a colon is expected",
  CommaExpected: "a comma is expected",
  CloseBraceExpected: "a closing } is missing",
  CloseBracketExpected: "a closing ] is missing",
  EndOfFileExpected: "there is more after the end of the object",
  InvalidCommentToken: "comments are not allowed",
  UnexpectedEndOfString: "a text is not closed with a double quote",
  InvalidEscapeCharacter: "a backslash is not followed by an escape that JSON knows",
};

function nodeIn(root: Node): (path: readonly (string | number)[]) => Node {
  return (path) => findNodeAtLocation(root, [...path]) ?? root;
}

function problemsIn(file: string, text: string, problems: readonly Problem[]): ConfigurationError {
  const lines = [...problems]
    .sort((a, b) => a.offset - b.offset)
    .map(({ offset, message }) => `${shownPath(file)}:${position(text, offset)}: ${message}`);
  return new ConfigurationError(lines.join("\n"), {
    hint: "docs/schemas/config.schema.json lists every key with what it expects.",
  });
}

/** Line and column, both from 1, as editors count them. */
function position(text: string, offset: number): string {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}
