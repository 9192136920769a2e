/** A text that the parser could read otherwise than SQLite would. */
export class AmbiguousTextError extends Error {}

/** One piece of SQLite's SQL at a time; what matches none of them is not translated. */
const PIECE = new RegExp(
  [
    "(?<space>[ \\t\\n\\f\\r]+)",
    "(?<string>'(?:[^']|'')*')",
    "(?<name>`(?:[^`]|``)*`)",
    "(?<word>[A-Za-z_][A-Za-z0-9_]*)",
    "(?<number>[0-9]+(?:\\.[0-9]+)?(?![A-Za-z0-9_.$]))",
    "(?<place>\\?(?![A-Za-z0-9_$]))",
    "(?<comment>--|/\\*)",
    "(?<mark>\\|\\||<=|>=|<>|!=|[-(),.;=<>+*/%])",
  ].join("|"),
  "y",
);

/** Words that PostgreSQL has for other things: an operator with the same two sides, and the name of a collation. */
const WORDS: Readonly<Record<string, string>> = { glob: "like", binary: '"binary"' };

/**
 * What a text may follow, beside marks. After anything else it is another name of an output to SQLite (`select id 'x'`),
 * and to PostgreSQL a value of a type of that name, or the text before it, continued.
 */
const BEFORE_TEXT = new Set(
  "select distinct values where having on and or not in is like glob between case when then else by limit set".split(
    " ",
  ),
);
const MARKS_BEFORE_TEXT = /^[^\w`')]/;

/** PostgreSQL cuts longer names, so that two of them can become one. */
const MAXIMUM_BYTES_OF_NAME = 63;

/**
 * A statement for SQLite, as Knex writes it, in the words that PostgreSQL's parser reads the same way.
 *
 * SQLite's own library does not show how it reads a statement. What the two could read differently is refused: comments
 * (PostgreSQL's nest, SQLite's do not), names in double quotes (SQLite takes them for text where no column is called
 * so) or in brackets, names that PostgreSQL would cut, numbered and named places, texts as names, operators of one of the two alone.
 *
 * @throws AmbiguousTextError naming what is refused.
 */
export function toPostgresText(sql: string): string {
  let text = "";
  let places = 0;
  let before = "";
  for (PIECE.lastIndex = 0; PIECE.lastIndex < sql.length;) {
    const start = PIECE.lastIndex;
    const { name, word, string, place, comment, space } = PIECE.exec(sql)?.groups ?? {};
    if (PIECE.lastIndex === 0) throw new AmbiguousTextError(`the character ${JSON.stringify(sql[start])}`);
    const piece = sql.slice(start, PIECE.lastIndex);
    if (comment !== undefined) throw new AmbiguousTextError("a comment");
    if (Buffer.byteLength(name?.slice(1, -1) ?? word ?? "") > MAXIMUM_BYTES_OF_NAME) {
      throw new AmbiguousTextError(`a name of more than ${MAXIMUM_BYTES_OF_NAME} bytes`);
    }
    if (string !== undefined && !MARKS_BEFORE_TEXT.test(before) && !BEFORE_TEXT.has(before.toLowerCase())) {
      throw new AmbiguousTextError(`a text directly after ${before === "" ? "nothing" : before}`);
    }
    if (space === undefined) before = piece;
    // Spaces around, so that no prefix before a quote or a place becomes a part of it.
    if (place !== undefined) text += ` $${String(++places)} `;
    else if (name !== undefined) text += ` ${quoted(name)} `;
    else if (string !== undefined) text += ` ${piece} `;
    else text += word === undefined ? piece : (WORDS[word.toLowerCase()] ?? word);
  }
  return text;
}

/** `a``b"c` in backticks becomes "a`b""c". */
function quoted(name: string): string {
  return `"${name.slice(1, -1).replaceAll("``", "`").replaceAll('"', '""')}"`;
}
