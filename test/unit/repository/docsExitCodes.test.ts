import { readFileSync } from "node:fs";
import { expect } from "chai";
import { EXIT, worstExitCode, type ExitCode } from "../../../src/errors.js";
import { adviceTable } from "../../helpers/program/exitCodeAdvice.js";

const document = readFileSync("docs/exit-codes.md", "utf8");

/** The rows of the document's table: code and what a scheduler should do. */
function documented(): [number, string][] {
  const rows = document.matchAll(/^\|\s*(\d+)\s*\|.*\|\s*([^|]+?)\s*\|$/gm);
  return [...rows].map(([, code, advice]) => [Number(code), advice ?? ""]);
}

describe("docs/exit-codes.md", () => {
  it("lists each exit code of the program once, and no other", () => {
    const codes = documented().map(([code]) => code);
    expect(codes).to.have.members(Object.values(EXIT));
  });

  it("gives the scheduler the contract's advice", () => {
    expect(Object.fromEntries(documented())).to.deep.equal(adviceTable);
  });

  it("gives the order in which the worst code wins", () => {
    const list = /worst first: ([\d, ]+)\./.exec(document)?.[1] ?? "";
    const worstFirst = list.split(", ").map(Number) as ExitCode[];
    expect(worstFirst).to.have.members(Object.values(EXIT));
    for (const [place, code] of worstFirst.entries()) {
      expect(worstExitCode(worstFirst.slice(place).reverse())).to.equal(code);
    }
  });
});
