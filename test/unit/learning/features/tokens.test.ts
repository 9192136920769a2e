import { expect } from "chai";
import { FNV_OFFSET, foldTo16Bits, hashText } from "../../../../src/learning/features/hashing.js";
import { eachTerm, TERM_WIDTH, wordsOf } from "../../../../src/learning/features/tokens.js";

/** The reference test vectors of FNV-1a, 32 bits, as published with the algorithm (RFC 9923). */
const VECTORS: Readonly<Record<string, number>> = {
  "": 0x811c9dc5,
  a: 0xe40c292c,
  b: 0xe70c2de5,
  f: 0xe30c2799,
  fo: 0x6222e842,
  foo: 0xa9f37ed7,
  foob: 0x3f5076ef,
  fooba: 0x39aaa18a,
  foobar: 0xbf9cf968,
};

/** Computes FNV-1a by its definition with big integers, over the bytes that Node encodes. */
function referenceHash(text: string): number {
  let hash = 0x811c9dc5n;
  for (const byte of Buffer.from(text, "utf8")) hash = ((hash ^ BigInt(byte)) * 0x01000193n) % 2n ** 32n;
  return Number(hash);
}

const fold = (hash: number): number => ((hash >>> 16) ^ hash) & 0xffff;

describe("hashText", () => {
  for (const [text, hash] of Object.entries(VECTORS)) {
    it(`hashes ${JSON.stringify(text)} as published`, () => {
      expect(hashText(FNV_OFFSET, text) >>> 0).to.equal(hash);
    });
  }

  for (const text of ["é", "žluťoučký kůň", "日本語", "a😀b", "\ud800 alone"]) {
    it(`hashes the UTF-8 bytes of ${JSON.stringify(text)}`, () => {
      expect(hashText(FNV_OFFSET, text) >>> 0).to.equal(referenceHash(text));
    });
  }

  it("continues the hash of another text", () => {
    expect(hashText(hashText(FNV_OFFSET, "foo"), "bar") >>> 0).to.equal(VECTORS["foobar"]);
  });

  it("folds 32 bits to 16 by an exclusive or of both halves", () => {
    expect(foldTo16Bits(0x12345678 | 0)).to.equal(0x1234 ^ 0x5678);
    expect(foldTo16Bits(0xffff0000 | 0)).to.equal(0xffff);
  });
});

describe("wordsOf", () => {
  const cases: readonly (readonly [text: string, words: readonly string[]])[] = [
    ["", []],
    [" \t\n-–—!?…", []],
    ["Fix NullPointerException in DB-42", ["fix", "null", "pointer", "exception", "in", "db", "42"]],
    ["readHTTPHeader_v2.parse()", ["read", "http", "header", "v2", "parse"]],
    ["https://example.org/a?b=c", ["https", "example", "org", "a", "b", "c"]],
    ["GROẞ und größer", ["groß", "und", "größer"]],
    ["Привет, МИР", ["привет", "мир"]],
    ["Cafe\u0301 caf\u00e9", ["caf\u00e9", "caf\u00e9"]],
    ["日本語 テスト", ["日本語", "テスト"]],
    ["ship it 🚀🚀now", ["ship", "it", "now"]],
    ["𝒜lpha 𐐀𐐁", ["𝒜lpha", "𐐨𐐩"]],
    ["lone \ud800 surrogate\udc00s", ["lone", "surrogate", "s"]],
    ["x", ["x"]],
    ["ABCd", ["ab", "cd"]],
  ];
  for (const [text, words] of cases) {
    it(`splits ${JSON.stringify(text)}`, () => {
      expect(wordsOf(text)).to.deep.equal(words);
    });
  }
});

describe("eachTerm", () => {
  const termsOf = (text: string): number[] => {
    const terms: number[] = [];
    eachTerm(text, (column) => terms.push(column));
    return terms;
  };

  it("visits each word and each pair of neighbours with the folded hash of its text", () => {
    const expected = ["fix", "the", "fix the", "größe", "the größe"].map((term) => fold(referenceHash(term)));
    expect(termsOf("Fix, the GRÖSSE".replace("SS", "ß"))).to.deep.equal(expected);
  });

  it("visits no pair for one word, and nothing without words", () => {
    expect(termsOf("foobar")).to.deep.equal([fold(0xbf9cf968)]);
    expect(termsOf("…")).to.deep.equal([]);
  });

  it("returns columns below the width", () => {
    for (const term of termsOf("a quick brown fox jumps over the lazy dog ".repeat(20))) {
      expect(term).to.be.within(0, TERM_WIDTH - 1);
    }
  });
});
