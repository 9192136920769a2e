import { expect } from "chai";
import { findLabelLeaks } from "../../../../src/domain/dataChecks/labelLeakage.js";
import { EXAMPLE_SHAPES } from "../../../../src/domain/examples/shapes.js";
import { sourceOf } from "../../../../src/domain/examples/sourceOf.js";
import { MODEL_NAMES, MODELS, type ModelName } from "../../../../src/domain/models.js";
import { RELATION_COLUMNS } from "../../../../src/domain/examples/sourceColumns.js";
import type { Example } from "../../../../src/learning/examples.js";
import { seededRandom, type Random } from "../../../../src/learning/random.js";
import { builtExamples } from "../../../helpers/rows/builtExamples.js";

const SCALE = [1, 2, 3, 5, 8, 13];

interface Drawn {
  readonly label: number;
  readonly random: Random;
  readonly i: number;
}

/** Returns the leaking columns of n rows with random labels. The test computes the other columns. */
function leakingColumns(
  model: ModelName,
  n: number,
  row: (drawn: Drawn) => Partial<Example>,
  positives = 0.3,
): string[] {
  const random = seededRandom(5);
  const draw: Readonly<Record<ModelName, () => number>> = {
    story_points: () => SCALE[random.integer(SCALE.length)] ?? NaN,
    lead_time: () => Math.exp(random.normal()),
    rework_risk: () => Number(random.uniform() < positives),
  };
  const rows = Array.from({ length: n }, (_, i): Partial<Example> => {
    const label = draw[model]();
    return { label, ...row({ label, random, i }) };
  });
  return findLabelLeaks(model, builtExamples(model, rows)).map(({ column }) => column);
}

const category = (name: string | null, column = "priority"): Partial<Example> => ({ categories: { [column]: name } });
const number = (value: number, column = "changedFiles"): Partial<Example> => ({ numbers: { [column]: value } });
const text = (words: string): Partial<Example> => ({ texts: ["A title", words] });

describe("findLabelLeaks, with planted leaks", () => {
  const planted: Readonly<Record<string, [ModelName, number, (drawn: Drawn) => Partial<Example>, string]>> = {
    "a category that is the label": ["story_points", 100, ({ label }) => category(String(label)), "priority"],
    "a category of three sizes computed from the points": [
      "story_points",
      200,
      ({ label }) => category(label > 5 ? "large" : label > 2 ? "medium" : "small", "labels"),
      "labels",
    ],
    "sizes computed from the days, one of them commoner than the others": [
      "lead_time",
      600,
      ({ label }) => category(label > 3.6 ? "L" : label > 1.3 ? "M" : "S"),
      "priority",
    ],
    "a category of five unordered bands of the days, with 3 % errors": [
      "lead_time",
      400,
      ({ label, random }) => {
        const wrong = random.uniform() < 0.03;
        return category("CEBAD"[wrong ? random.integer(5) : Math.min(4, Math.floor(2 * label))] ?? null, "team");
      },
      "team",
    ],
    "a category that a third of the rows have": [
      "story_points",
      300,
      ({ label, i }) => category(i % 3 === 0 ? String(label) : null),
      "priority",
    ],
    "a length that decreases with the days": [
      "lead_time",
      100,
      ({ label }) => number(Math.round(1e6 / label), "descriptionLength"),
      "description",
    ],
    "a number that is not a monotone function of the points": [
      "story_points",
      200,
      ({ label }) => number((7 * label) % 17, "summaryLength"),
      "summary",
    ],
    "points in the description": [
      "story_points",
      400,
      ({ label, random }) => text(`Steps ${String(random.integer(50))}. Story points: ${String(label)}.`),
      "summary or description",
    ],
    "points in half of the descriptions": [
      "story_points",
      600,
      ({ label, i }) => text(i % 2 === 0 ? `SP=${String(label)}` : "none"),
      "summary or description",
    ],
    "days in the description": [
      "lead_time",
      800,
      ({ label }) => text(`It took ${String(Math.ceil(4 * label))} quarters of a day`),
      "summary or description",
    ],
    "a number that is greater for all rework": [
      "rework_risk",
      100,
      ({ label, random }) => number(3 * label + random.integer(3)),
      "changed_files",
    ],
    "a number that is greater for two thirds of the rework": [
      "rework_risk",
      400,
      ({ label, random }) => number(random.uniform() < 0.67 ? 3 * label + random.integer(3) : random.integer(3)),
      "changed_files",
    ],
    "a flag": ["rework_risk", 200, ({ label }) => number(label, "additions"), "additions"],
    "a number that only rework has": [
      "rework_risk",
      200,
      ({ label }) => number(label === 1 ? 7 : NaN, "deletions"),
      "deletions",
    ],
    "a category that only rework has": [
      "rework_risk",
      200,
      ({ label }) => category(label === 1 ? "reviewed" : null, "author"),
      "user_name",
    ],
  };
  for (const [what, [model, n, row, column]] of Object.entries(planted)) {
    it(`finds ${what}`, () => {
      expect(leakingColumns(model, n, row)).to.deep.equal([column]);
    });
  }

  it("finds a flag if most rows are rework", () => {
    expect(leakingColumns("rework_risk", 200, ({ label }) => number(label), 0.8)).to.deep.equal(["changed_files"]);
  });
});

describe("findLabelLeaks, without a leak", () => {
  const honest: Readonly<Record<string, [ModelName, number, (drawn: Drawn) => Partial<Example>]>> = {
    "too few rows": ["story_points", 59, ({ label }) => category(String(label))],
    "a rule: bugs are one point": ["story_points", 600, ({ label }) => category(label === 1 ? "Bug" : "Story", "type")],
    "a template of few items, always of the same size": [
      "story_points",
      600,
      ({ label, random }) => text(label === 2 && random.uniform() < 0.4 ? "weekly housekeeping" : "some work"),
    ],
    "a rule that pull requests of a bot need no rework": [
      "rework_risk",
      600,
      ({ label, random, i }) =>
        category(label === 0 && i % 8 > 0 ? "bot" : `dev ${String(random.integer(5))}`, "author"),
    ],
    "a number that correlates with the label": [
      "story_points",
      600,
      ({ label, random }) => number(Math.exp(0.5 * Math.log(label) + 0.6 * random.normal()), "descriptionLength"),
    ],
    "a category with another value in each row": ["story_points", 600, ({ i }) => category(`row ${String(i)}`)],
  };
  for (const [what, [model, n, row]] of Object.entries(honest)) {
    it(`accepts ${what}`, () => {
      expect(leakingColumns(model, n, row)).to.deep.equal([]);
    });
  }

  it("accepts labels that all have the same label time", () => {
    expect(
      leakingColumns("story_points", 200, ({ label }) => ({ ...category(String(label)), labelKnownAt: 1e12 })),
    ).to.deep.equal([]);
  });

  it("accepts labels that are almost all equal, because chance orders the others", () => {
    const rows = Array.from({ length: 200 }, (_, i): Partial<Example> => {
      return { label: i % 40 === 39 ? 8 : 3, ...category(i % 40 === 39 ? "rare" : i % 2 === 0 ? "one" : "other") };
    });
    expect(findLabelLeaks("story_points", builtExamples("story_points", rows))).to.deep.equal([]);
  });

  it("accepts labels that are all equal", () => {
    expect(leakingColumns("story_points", 200, () => ({ ...category("P1"), label: 3 }))).to.deep.equal([]);
    expect(leakingColumns("rework_risk", 200, () => ({ ...number(4), label: 1 }))).to.deep.equal([]);
  });
});

describe("sourceOf", () => {
  for (const model of MODEL_NAMES) {
    it(`returns a column of the relation for each column of ${model}`, () => {
      const { numbers, categories } = EXAMPLE_SHAPES[model];
      const { relation } = MODELS[model];
      expect(RELATION_COLUMNS[relation]).to.include.members([...numbers, ...categories].map(sourceOf));
    });
  }
});
