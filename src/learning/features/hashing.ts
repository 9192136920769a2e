/** The start value of FNV-1a: the hash of no bytes. */
export const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * Adds one byte to a hash of FNV-1a, 32 bits.
 *
 * @param hash - hash of the bytes so far, an int32 or uint32; {@link FNV_OFFSET} at the start.
 * @param byte - in [0, 255].
 * @returns an int32; `>>> 0` makes it the published unsigned number.
 * @see G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake, "The FNV Non-Cryptographic Hash Algorithm", RFC 9923.
 */
export function hashByte(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, FNV_PRIME);
}

/** Adds the UTF-8 bytes of a text to a hash, see {@link hashByte}. An unpaired surrogate counts as U+FFFD. */
export function hashText(hash: number, text: string): number {
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) ?? 0;
    if (code >= 0x10000) i++;
    hash = hashCodePoint(hash, code >= 0xd800 && code <= 0xdfff ? 0xfffd : code);
  }
  return hash;
}

function hashCodePoint(hash: number, code: number): number {
  if (code < 0x80) return hashByte(hash, code);
  if (code < 0x800) return hashTail(hashByte(hash, 0xc0 | (code >> 6)), code);
  if (code < 0x10000) return hashTail(hashTail(hashByte(hash, 0xe0 | (code >> 12)), code >> 6), code);
  return hashTail(hashTail(hashTail(hashByte(hash, 0xf0 | (code >> 18)), code >> 12), code >> 6), code);
}

function hashTail(hash: number, bits: number): number {
  return hashByte(hash, 0x80 | (bits & 0x3f));
}

/** Folds the 32 bits of a hash to 16, as the authors of FNV recommend. Returns an integer in [0, 65535]. */
export function foldTo16Bits(hash: number): number {
  return ((hash >>> 16) ^ hash) & 0xffff;
}
