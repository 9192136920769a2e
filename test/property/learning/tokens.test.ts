import { expect } from "chai";
import fc from "fast-check";
import { eachTerm, eachWord, wordsOf } from "../../../src/learning/features/tokens.js";

const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), fc.string());

describe("words, for all texts", () => {
  it("are the letters, marks and digits of the text, in order, and nothing else", () => {
    fc.assert(
      fc.property(text, (it) => {
        let joined = "";
        eachWord(it, (start, end) => (joined += it.slice(start, end)));
        expect(joined).to.equal(it.match(/[\p{L}\p{M}\p{N}]/gu)?.join("") ?? "");
      }),
    );
  });

  it("are never empty and never overlap", () => {
    fc.assert(
      fc.property(text, (it) => {
        let last = 0;
        eachWord(it, (start, end) => {
          expect(start).to.be.at.least(last);
          expect(end).to.be.greaterThan(start);
          last = end;
        });
        expect(last).to.be.at.most(it.length);
      }),
    );
  });

  it("do not depend on their separators", () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z0-9]{1,8}$/)),
        fc.constantFrom(" ", "_", "-", "\n", "…", "🚀"),
        (words, by) => {
          expect(wordsOf(words.join(by))).to.deep.equal(words);
        },
      ),
    );
  });

  it("have terms that do not depend on case", () => {
    const termsOf = (it: string): number[] => {
      const terms: number[] = [];
      eachTerm(it, (column) => terms.push(column));
      return terms;
    };
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,8}$/)), (words) => {
        expect(termsOf(words.join(" ").toUpperCase())).to.deep.equal(termsOf(words.join(" ")));
        expect(termsOf(words.join(" "))).to.have.length(Math.max(0, 2 * words.length - 1));
      }),
    );
  });
});
