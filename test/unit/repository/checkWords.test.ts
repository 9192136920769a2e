import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect } from "chai";

interface Refused {
  readonly allowed: Readonly<Record<string, readonly string[]>>;
  readonly phrases: Readonly<Record<string, string>>;
}

const refused = JSON.parse(readFileSync("scripts/refusedPhrases.json", "utf8")) as Refused;

describe("scripts/checkWords.js", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mltrain-words-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Returns `line: phrase` of each finding. */
  function findings(text: string): string[] {
    const file = join(folder, "text.ts");
    writeFileSync(file, text);
    const { status, stdout } = spawnSync(process.execPath, ["scripts/checkWords.js", file], { encoding: "utf8" });
    const lines = stdout.split("\n").slice(0, -1);
    expect(status).to.equal(lines.length === 0 ? 0 : 1);
    return lines.map((line) => /^.*\/text\.ts:(\d+: .*?) → ./.exec(line)?.[1] ?? line);
  }

  it("prints file, line, phrase and what to write instead", () => {
    const file = join(folder, "text.md");
    writeFileSync(file, "a\nb the score is held against it\n");
    const { stdout, stderr } = spawnSync(process.execPath, ["scripts/checkWords.js", file], { encoding: "utf8" });
    expect(basename(stdout)).to.equal("text.md:2: held against → compared with the target\n");
    expect(stderr).to.equal("1 refused phrases. Write what is on the right instead.\n");
  });

  const found: Readonly<Record<string, string>> = {
    "in any case of letters": "What Serves",
    "across lines of a block comment": "/**\n * it is held\n * against it\n */",
    "across line comments": "// asks for\n// nothing",
    "across the parts of a string": '"the version is cut " +\n  "short"',
    "in camel case": "heldAgainst",
    "in Pascal case": "WhatServes",
    "in snake case": "newest_fifth",
    "with a hyphen": "give-aways",
    "with emphasis": "what *serves*",
    "with words between": "Put the previous good version back",
    "before a possessive": "naive's",
    "with a digit": "R² or F1 / least",
  };
  for (const [title, text] of Object.entries(found)) {
    it(`finds a phrase ${title}`, () => {
      expect(findings(text)).to.have.length(1);
    });
  }

  it("says the line on which a phrase begins", () => {
    expect(findings("\n\n// it broke\n// off\n")).to.deep.equal(["3: broke off"]);
  });

  const ordinary = [
    "least squares, least privilege, at least 20 rows",
    "least absolute deviations",
    "look at work items",
    "the interval rests on the mean of the losses",
    "what. Serves",
    "is it held? Against what?",
    "a view that holds rows, and a naiveté",
    "a format that serves as an example",
    "recommend, amended, mending2x",
    "Put the row into the table. It comes back.",
    "looks at each row",
    "there is none",
  ];
  for (const text of ordinary) {
    it(`lets pass: ${text}`, () => {
      expect(findings(text)).to.deep.equal([]);
    });
  }

  it("reads no binary file", () => {
    expect(findings("what serves\0")).to.deep.equal([]);
  });

  it("finds each phrase of the list", () => {
    const examples = Object.keys(refused.phrases).map((phrase) =>
      phrase
        .split(" ")
        .filter((part) => !part.startsWith("!"))
        .map((part) => (part === "*" ? "x" : part.split("|")[0]))
        .join(" "),
    );
    const lines = new Set(findings(examples.join(".\n")).map((finding) => Number.parseInt(finding)));
    expect(examples.filter((_, index) => !lines.has(index + 1))).to.deep.equal([]);
  });

  it("exempts files that exist, for phrases of the list", () => {
    for (const [file, phrases] of Object.entries(refused.allowed)) {
      expect(existsSync(file), file).to.equal(true);
      expect(["*", ...Object.keys(refused.phrases)]).to.include.members([...phrases]);
    }
  });
});

describe(".cspell", () => {
  for (const name of ["words.txt", "test-words.txt"]) {
    it(`${name} has each word once, sorted without case`, () => {
      const words = readFileSync(`.cspell/${name}`, "utf8").trimEnd().split("\n");
      const keys = words.map((word) => word.toLowerCase());
      expect(keys).to.deep.equal([...new Set(keys)].sort());
    });
  }
});
