import { expect } from "chai";
import fc from "fast-check";
import { findLabelLeaks } from "../../../src/domain/dataChecks/labelLeakage.js";
import { MODELS, MODEL_NAMES, type ModelName } from "../../../src/domain/models.js";
import type { Example, Examples } from "../../../src/learning/examples.js";
import { seededRandom, type Random } from "../../../src/learning/random.js";
import { builtExamples } from "../../helpers/rows/builtExamples.js";

/** Draws one value of a column, independently of the other columns. */
type Draw = (random: Random, row: number) => number;

/** Numbers of several kinds: many or few values, heavy tails, mostly zero, constant, mostly empty, increasing with time. */
const NUMBERS: readonly Draw[] = [
  (random) => random.normal(),
  (random) => Math.exp(3 * random.normal()),
  (random) => random.integer(3),
  (random) => Math.max(0, random.integer(20) - 17),
  () => 5,
  (random) => (random.uniform() < 0.9 ? NaN : random.normal()),
  (_, row) => row,
];
/** Categories of few and of many names, with equal and unequal frequencies. */
const CATEGORIES: readonly Draw[] = [
  (random) => random.integer(2),
  (random) => random.integer(40),
  (random) => Math.floor(Math.exp(2 * Math.abs(random.normal()))),
  (random) => (random.uniform() < 0.97 ? 0 : 1),
  (_, row) => row,
];
const LABELS: Readonly<Record<"regression" | "classification", readonly Draw[]>> = {
  regression: [
    (random) => random.integer(5) + 1,
    (random) => Math.exp(random.normal()),
    (random) => (random.uniform() < 0.9 ? 1 : 2),
    (_, row) => 1 + Math.floor(row / 40),
    () => 3,
  ],
  classification: [0.03, 0.2, 0.5, 0.9].map((rate) => (random: Random) => Number(random.uniform() < rate)),
};

const pick = <Item>(items: readonly Item[], random: Random): Item => items[random.integer(items.length)]!;

function randomExamples(model: ModelName, n: number, seed: number): Examples {
  const random = seededRandom(seed);
  const labelOf = pick(LABELS[MODELS[model].task], random);
  const isText = MODELS[model].relation === "work_items";
  const numbers = (isText ? ["summaryLength", "descriptionLength"] : ["additions", "deletions", "changedFiles"]).map(
    (name) => [name, pick(NUMBERS, random)] as const,
  );
  const categories = (isText ? ["type", "priority", "team", "assignee"] : ["repository", "author"]).map(
    (name) => [name, pick(CATEGORIES, random)] as const,
  );
  const rows = Array.from({ length: n }, (_, i): Partial<Example> => {
    const label = labelOf(random, i);
    const words = Array.from({ length: 12 }, () => `w${String(Math.floor(Math.exp(2 * Math.abs(random.normal()))))}`);
    return {
      label,
      labelKnownAt: 1e12 + Math.floor(i / (1 + (seed % 3))) * 3_600_000,
      texts: ["title", words.join(" ")],
      numbers: Object.fromEntries(numbers.map(([name, draw]) => [name, draw(random, i)])),
      categories: Object.fromEntries(categories.map(([name, draw]) => [name, String(draw(random, i))])),
    };
  });
  return builtExamples(model, rows);
}

const rowCounts = fc.oneof(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 120, max: 600 }));
const seeds = fc.integer({ min: 1, max: 1_000_000 });

describe("findLabelLeaks, for all data", () => {
  for (const model of MODEL_NAMES) {
    it(`raises no false alarm for ${model} if the columns are independent of the label`, () => {
      fc.assert(
        fc.property(rowCounts, seeds, (n, seed) => {
          expect(findLabelLeaks(model, randomExamples(model, n, seed))).to.deep.equal([]);
        }),
        { numRuns: 300 },
      );
    });
  }

  it("finds a category that is computed from the label", () => {
    fc.assert(
      fc.property(fc.integer({ min: 120, max: 500 }), seeds, fc.nat(2), (n, seed, labels) => {
        const scale = [[1, 2, 3], [1, 2, 3, 5, 8, 13], Array.from({ length: 40 }, (_, i) => i)][labels]!;
        const random = seededRandom(seed);
        const examples = builtExamples(
          "lead_time",
          Array.from({ length: n }, () => {
            const label = pick(scale, random);
            const band = `band ${String(Math.floor(label / (labels === 2 ? 8 : 1)))}`;
            return { label, categories: { type: String(random.integer(4)), team: band } };
          }),
        );
        expect(findLabelLeaks("lead_time", examples).map(({ column }) => column)).to.deep.equal(["team"]);
      }),
    );
  });

  it("does not depend on the scale of the labels or of the numbers", () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 300 }), seeds, (n, seed) => {
        const rows = (label: (value: number) => number, size: (value: number) => number): Examples => {
          const random = seededRandom(seed);
          return builtExamples(
            "lead_time",
            Array.from({ length: n }, () => {
              const value = random.normal();
              return { label: label(value), numbers: { summaryLength: size(value + 0.03 * random.normal()) } };
            }),
          );
        };
        const seen = findLabelLeaks(
          "lead_time",
          rows(
            (it) => it,
            (it) => it,
          ),
        );
        expect(seen.map(({ column }) => column)).to.deep.equal(["summary"]);
        expect(
          findLabelLeaks(
            "lead_time",
            rows(Math.exp, (it) => 1e6 * it),
          ),
        ).to.deep.equal(seen);
      }),
    );
  });
});
