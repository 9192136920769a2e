import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";

const markdown = [".", "docs", "docs/decisions"].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name)),
);
const makefile = readFileSync("Makefile", "utf8");

const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, match]) => match ?? "");

describe("the documents", () => {
  it("are found by these tests", () => {
    expect(markdown).to.include.members(["CONTRIBUTING.md", "docs/exit-codes.md", "docs/decisions/README.md"]);
  });

  for (const file of markdown) {
    const text = readFileSync(file, "utf8");

    it(`${file} links to files that exist`, () => {
      const links = found(text, /\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g);
      expect(links.filter((link) => !existsSync(join(dirname(file), link)))).to.deep.equal([]);
    });

    it(`${file} names make targets that exist`, () => {
      const targets = new Set(found(text, /`make ([a-z][a-z0-9-]*)/g));
      const missing = [...targets].filter((target) => !new RegExp(`^${target}:`, "m").test(makefile));
      expect(missing).to.deep.equal([]);
    });
  }
});

describe("make help", () => {
  it("lists every target that is meant to be called", () => {
    const phony = found(makefile, /^\.PHONY: (.*)$/gm);
    const described = found(makefile, /^([a-z-]+):.*## ./gm);
    expect(phony).to.have.length.greaterThan(10);
    expect(described).to.have.members(phony);
  });
});
