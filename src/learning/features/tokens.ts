import { FNV_OFFSET, foldTo16Bits, hashByte, hashText } from "./hashing.js";

/** Number of columns that terms are hashed to. */
export const TERM_WIDTH = 65_536;

const SEPARATOR = 0;
const LOWER = 1;
const UPPER = 2;
const DIGIT = 3;

const ASCII_CLASSES = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[a-z]/.test(character)) return LOWER;
  if (/[A-Z]/.test(character)) return UPPER;
  return /\d/.test(character) ? DIGIT : SEPARATOR;
});
const WORD_CHARACTER = /[\p{L}\p{M}\p{N}]/u;
/** Classes of the characters below U+10000, each plus 1 once it was met: faster than asking the pattern each time. */
const classesMet = new Uint8Array(0x10000);
const SPACE = 0x20;

/**
 * Calls `visit` for each word of a text, with where it begins and ends. A word is a run of Unicode letters, marks and
 * digits; names of code are split as people read them: `readHTTPHeader_v2` is read, HTTP, Header, v2. O(length).
 */
export function eachWord(text: string, visit: (start: number, end: number) => void): void {
  let start = -1;
  let previous = SEPARATOR;
  for (let i = 0; i < text.length; i++) {
    const here = classAt(text, i);
    if (start >= 0 && (here === SEPARATOR || beginsWord(text, i, previous, here))) {
      visit(start, i);
      start = -1;
    }
    if (here !== SEPARATOR && start < 0) start = i;
    previous = here;
    if (isPair(text, i)) i++;
  }
  if (start >= 0) visit(start, text.length);
}

/** In `readHTTPHeader`: true at the H of HTTP and at that of Header. */
function beginsWord(text: string, i: number, previous: number, here: number): boolean {
  if (here !== UPPER) return false;
  return previous === LOWER || (previous === UPPER && classAt(text, i + 1) === LOWER);
}

function classAt(text: string, i: number): number {
  const code = text.charCodeAt(i);
  if (code < 128) return ASCII_CLASSES[code] ?? SEPARATOR;
  if (!(i < text.length)) return SEPARATOR;
  if (isPair(text, i)) return classOf(text.codePointAt(i) ?? 0);
  const met = classesMet[code] ?? 0;
  if (met > 0) return met - 1;
  const found = classOf(code);
  classesMet[code] = found + 1;
  return found;
}

/** Letters beyond ASCII count as digits do: names of code are split at ASCII capitals only. */
function classOf(codePoint: number): number {
  return WORD_CHARACTER.test(String.fromCodePoint(codePoint)) ? DIGIT : SEPARATOR;
}

/** Whether a character beyond U+FFFF begins here. */
function isPair(text: string, i: number): boolean {
  const code = text.charCodeAt(i);
  return code >= 0xd800 && code < 0xdc00 && (text.codePointAt(i) ?? 0) >= 0x10000;
}

/**
 * The words of a text in lower case and composed form (NFC), in order.
 *
 * @example
 * wordsOf("Fix NullPointerException in DB-42"); // fix, null, pointer, exception, in, db, 42
 */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  eachWord(text, (start, end) => words.push(fold(text.slice(start, end))));
  return words;
}

function fold(word: string): string {
  return word.normalize("NFC").toLowerCase();
}

/**
 * Calls `visit` with the column, in [0, {@link TERM_WIDTH}), of each word of a text and of each pair of neighbouring
 * words, and with where it begins and ends in the text. The column of a word is the folded FNV-1a of {@link wordsOf}'s
 * word; that of a pair, of both with a space between. Nothing is allocated for ASCII words.
 */
export function eachTerm(text: string, visit: (column: number, start: number, end: number) => void): void {
  let before = -1;
  let beforeHash = 0;
  eachWord(text, (start, end) => {
    const hash = hashWord(FNV_OFFSET, text, start, end);
    visit(foldTo16Bits(hash), start, end);
    if (before >= 0) visit(foldTo16Bits(hashWord(hashByte(beforeHash, SPACE), text, start, end)), before, end);
    before = start;
    beforeHash = hash;
  });
}

/** Hash of the folded word `text.slice(start, end)` after `hash`. */
function hashWord(hash: number, text: string, start: number, end: number): number {
  const before = hash;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code >= 128) return hashText(before, fold(text.slice(start, end)));
    hash = hashByte(hash, ASCII_CLASSES[code] === UPPER ? code | 0x20 : code);
  }
  return hash;
}
