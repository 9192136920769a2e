/**
 * Refuses phrases that scripts/refusedPhrases.json lists, in all files of the repository or in the files that are named:
 *
 *     node scripts/checkWords.js [file...]
 *
 * It compares words, without case: a phrase is also found across lines of a comment, and in identifiers such as
 * `heldAgainst`. In a phrase `a|b` is either word, `*` is up to four words, and a last `!a|b` is none of these words.
 *
 * Files under `pending` still need to be rewritten. The list can only get shorter: a file without a refused phrase must go.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { relative } from "node:path";

/** `heldAgainst`, `F1` and `SQLError` hold two words, one, and two. */
const WORD = /\p{Lu}?[\p{Ll}\p{N}]+|\p{Lu}+(?!\p{Ll})|\p{L}+/gu;
/** What may stand between two words of a phrase: spaces, hyphens, and marks of comments, strings and emphasis. */
const SOFT = /^[\s\-_*/#>"'`+]*$/u;
const LONGEST_GAP = 4;

const { phrases, allowed, pending } = JSON.parse(readFileSync("scripts/refusedPhrases.json", "utf8"));

/** Phrases by each of their first words. */
const byFirstWord = new Map();
for (const [phrase, advice] of Object.entries(phrases)) {
  const parts = phrase.split(" ").map(parsePart);
  for (const word of parts[0].words)
    byFirstWord.set(word, [...(byFirstWord.get(word) ?? []), { phrase, parts, advice }]);
}

const named = process.argv.slice(2);
const findings = (named.length > 0 ? named : repositoryFiles()).flatMap((file) => {
  const path = relative(process.cwd(), file);
  const found = check(file);
  if (!pending.includes(path)) return found;
  return found.length > 0
    ? []
    : [`${path}: has no refused phrase: take it off "pending" in scripts/refusedPhrases.json`];
});
for (const finding of findings) process.stdout.write(`${finding}\n`);
if (findings.length > 0) {
  process.stderr.write(`${findings.length} refused phrases. Write what is on the right instead.\n`);
  process.exitCode = 1;
}

function parsePart(part) {
  if (part === "*") return { gap: true };
  const not = part.startsWith("!");
  return { not, words: new Set((not ? part.slice(1) : part).split("|")) };
}

/** Returns the tracked files and the new ones, but not those that are deleted or ignored. */
function repositoryFiles() {
  const list = (...options) => execFileSync("git", ["ls-files", "-z", ...options], { encoding: "utf8" }).split("\0");
  const deleted = new Set(list("--deleted"));
  return list("--cached", "--others", "--exclude-standard").filter((file) => file !== "" && !deleted.has(file));
}

/** Returns a line for each refused phrase of a file. */
function check(file) {
  const path = relative(process.cwd(), file);
  const isAllowed = (phrase) => (allowed[path] ?? []).some((exception) => exception === "*" || exception === phrase);
  if (isAllowed("*")) return [];
  const text = readFileSync(file, "utf8");
  if (text.includes("\0")) return [];

  const words = wordsOf(text);
  return words.flatMap(({ word, start }, index) =>
    (byFirstWord.get(word) ?? [])
      .filter(({ phrase }) => !isAllowed(phrase))
      .flatMap(({ parts, advice }) => {
        const last = matchEnd(words, index, parts);
        if (last === undefined) return [];
        const line = text.slice(0, start).split("\n").length;
        const found = words.slice(index, last + 1).map((one) => one.word);
        return [`${path}:${line}: ${found.join(" ")} → ${advice}`];
      }),
  );
}

/** Splits a text into words in lower case; `joined` says whether a word can continue the phrase of the word before. */
function wordsOf(text) {
  let end = 0;
  return [...text.matchAll(WORD)].map(({ 0: word, index }) => {
    const joined = SOFT.test(text.slice(end, index));
    end = index + word.length;
    return { word: word.toLowerCase(), start: index, joined };
  });
}

/** Returns the index of the last word of a phrase whose parts begin at a word, or undefined if it is another phrase. */
function matchEnd(words, index, [part, ...rest], continues = false) {
  if (part === undefined) return index - 1;
  const next = words[index];
  const fits = next !== undefined && (next.joined || !continues);
  if (part.not) return fits && part.words.has(next.word) ? undefined : index - 1;
  if (!part.gap) return fits && part.words.has(next.word) ? matchEnd(words, index + 1, rest, true) : undefined;
  for (let skipped = 0; skipped <= LONGEST_GAP && words[index + skipped]?.joined; skipped++) {
    const end = matchEnd(words, index + skipped, rest, true);
    if (end !== undefined) return end;
  }
  return undefined;
}
