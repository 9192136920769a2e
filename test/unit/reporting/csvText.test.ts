import { parse } from "csv-parse/sync";
import { expect } from "chai";
import fc from "fast-check";
import { csvText } from "../../../src/reporting/csv/csvText.js";

const read = (text: string): string[][] => parse(text, { record_delimiter: "\n" });

describe("csvText", () => {
  it("quotes cells only if needed", () => {
    expect(csvText([["A-1", 'say "hi"', "a,b", "", "two\nlines", " 1 "]])).to.equal(
      'A-1,"say ""hi""","a,b",,"two\nlines", 1 \n',
    );
  });

  it("keeps spreadsheets from running a cell as a formula", () => {
    const dangerous = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\uff1d1"];
    expect(read(csvText([dangerous]))).to.deep.equal([dangerous.map((text) => `'${text}`)]);
    expect(csvText([["A-1", "1=1"]])).to.equal("A-1,1=1\n");
  });

  it("round-trips any cell", () => {
    const cell = fc.string({ unit: "binary" }).map((text) => `.${text}`);
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2, maxLength: 5 }), (cells) => {
        expect(read(csvText([cells]))).to.deep.equal([cells]);
      }),
    );
  });
});
