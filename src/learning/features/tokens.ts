import { FNV_OFFSET, foldTo16Bits, hashByte, hashText } from "./hashing.js";

/** Number of columns of the hashed terms. */
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
/** A cache of the classes of characters below U+10000, plus 1; 0 means not cached. The pattern is slower. */
const classCache = new Uint8Array(0x10000);
const SPACE = 0x20;

/**
 * Calls `visit` with the start and the end of each word of a text. A word is a sequence of Unicode letters, marks and
 * digits. Identifiers of code are split into their parts: `readHTTPHeader_v2` is read, HTTP, Header, v2. O(length)
 * time.
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

/** Returns true if a part of an identifier begins here: in `readHTTPHeader`, at the H of HTTP and of Header. */
function beginsWord(text: string, i: number, previous: number, here: number): boolean {
  if (here !== UPPER) return false;
  return previous === LOWER || (previous === UPPER && classAt(text, i + 1) === LOWER);
}

function classAt(text: string, i: number): number {
  const code = text.charCodeAt(i);
  if (code < 128) return ASCII_CLASSES[code] ?? SEPARATOR;
  if (!(i < text.length)) return SEPARATOR;
  if (isPair(text, i)) return classOf(text.codePointAt(i) ?? 0);
  const cached = classCache[code] ?? 0;
  if (cached > 0) return cached - 1;
  const found = classOf(code);
  classCache[code] = found + 1;
  return found;
}

/** Returns DIGIT for letters beyond ASCII, because identifiers of code are split at ASCII capitals only. */
function classOf(codePoint: number): number {
  return WORD_CHARACTER.test(String.fromCodePoint(codePoint)) ? DIGIT : SEPARATOR;
}

/** Returns true if a character beyond U+FFFF begins here. */
function isPair(text: string, i: number): boolean {
  const code = text.charCodeAt(i);
  return code >= 0xd800 && code < 0xdc00 && (text.codePointAt(i) ?? 0) >= 0x10000;
}

/**
 * Returns the words of a text in lower case and composed form (NFC), in order.
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
 * Calls `visit` for each word of a text and each pair of neighbouring words, with the column and the start and the end
 * in the text. The column is in [0, {@link TERM_WIDTH}). For a word it is the folded FNV-1a hash of the word as
 * {@link wordsOf} returns it. For a pair it is the hash of both words with a space between them. ASCII words allocate
 * nothing.
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

/** Adds the folded word `text.slice(start, end)` to a hash. */
function hashWord(hash: number, text: string, start: number, end: number): number {
  const before = hash;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code >= 128) return hashText(before, fold(text.slice(start, end)));
    hash = hashByte(hash, ASCII_CLASSES[code] === UPPER ? code | 0x20 : code);
  }
  return hash;
}
