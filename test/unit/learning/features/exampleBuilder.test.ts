import { expect } from "chai";
import type { Example } from "../../../../src/learning/examples.js";
import { ExampleBuilder, type BuiltExamples } from "../../../../src/learning/features/exampleBuilder.js";
import { FNV_OFFSET, foldTo16Bits, hashText } from "../../../../src/learning/features/hashing.js";

const COLUMNS = { numbers: ["size"], categories: ["type"], text: true };

/** Returns a valid example with the given fields replaced. */
const example = (fields: Partial<Example> = {}): Example => ({
  key: "A-1",
  predictedAt: 1_000,
  labelKnownAt: 2_000,
  label: 3,
  numbers: { size: 10 },
  categories: { type: "Bug" },
  texts: ["one two"],
  ...fields,
});

function build(examples: readonly Example[], columns = COLUMNS): BuiltExamples {
  const builder = new ExampleBuilder(columns);
  for (const each of examples) builder.add(each);
  return builder.build();
}

const column = (term: string): number => foldTo16Bits(hashText(FNV_OFFSET, term));

describe("ExampleBuilder", () => {
  it("has all columns without examples", () => {
    const { examples, duplicates } = build([]);
    expect(duplicates).to.equal(0);
    expect(examples.count).to.equal(0);
    expect(examples.numbers["size"]).to.deep.equal(new Float64Array(0));
    expect(examples.categories["type"]).to.deep.equal({ codes: new Int32Array(0), names: [] });
    expect(examples.terms?.starts).to.deep.equal(new Int32Array(1));
  });

  it("has no terms for a model without text", () => {
    expect(build([example()], { ...COLUMNS, text: false }).examples).not.to.have.property("terms");
  });

  it("sorts by label time, then by the key's code units", () => {
    const keys = ["b", "a", "B", "10", "9", "é", "\ue000", "😀"];
    const { examples } = build([
      ...keys.map((key) => example({ key })),
      example({ key: "first", labelKnownAt: 1_999.5, predictedAt: 5 }),
    ]);
    // The first code unit of 😀 is d83d, which is below e000.
    expect(examples.keys).to.deep.equal(["first", "10", "9", "B", "a", "b", "é", "😀", "\ue000"]);
    expect([...examples.labelKnownAt.slice(0, 2)]).to.deep.equal([1_999.5, 2_000]);
    expect([...examples.predictedAt.slice(0, 2)]).to.deep.equal([5, 1_000]);
  });

  it("treats missing numbers and categories as unknown", () => {
    const { examples } = build([
      example({ key: "a", numbers: { size: NaN }, categories: { type: null } }),
      example({ key: "b", numbers: {}, categories: {} }),
      example({ key: "c", numbers: { size: -0, other: 1 }, categories: { type: "", other: "x" } }),
    ]);
    expect(examples.numbers).to.have.all.keys("size");
    expect([...(examples.numbers["size"] ?? [])]).to.deep.equal([NaN, NaN, 0]);
    expect(examples.categories["type"]).to.deep.equal({ names: [""], codes: Int32Array.of(-1, -1, 0) });
  });

  it("orders categories by code units, without those of duplicates left out", () => {
    const { examples, duplicates } = build([
      example({ key: "a", categories: { type: "Task" } }),
      example({ key: "b", categories: { type: "Bug" } }),
      example({ key: "b", labelKnownAt: 1_500, categories: { type: "Epic" } }),
      example({ key: "c", categories: { type: "__proto__" } }),
    ]);
    expect(duplicates).to.equal(1);
    expect(examples.categories["type"]).to.deep.equal({
      names: ["Bug", "Task", "__proto__"],
      codes: Int32Array.of(1, 0, 2),
    });
  });

  it("counts words and pairs of neighbours within each text, with ascending columns", () => {
    const { examples } = build([example({ texts: ["go go stop", "go"] })]);
    const counts = new Map([
      [column("go"), 3],
      [column("stop"), 1],
      [column("go go"), 1],
      [column("go stop"), 1],
    ]);
    const columns = [...counts.keys()].sort((a, b) => a - b);
    expect(examples.terms).to.deep.equal({
      starts: Int32Array.of(0, 4),
      columns: Uint16Array.from(columns),
      values: Uint8Array.from(columns, (term) => counts.get(term) ?? 0),
      width: 65_536,
    });
  });

  it("counts a word up to 255 times, separately per row", () => {
    const { examples } = build([
      example({ key: "a", texts: ["x ".repeat(300)] }),
      example({ key: "b", texts: ["x"] }),
      example({ key: "c", texts: [] }),
    ]);
    expect([...(examples.terms?.starts ?? [])]).to.deep.equal([0, 2, 3, 3]);
    expect([...(examples.terms?.values ?? [])]).to.deep.equal([255, 255, 1]);
  });

  it("supports more rows and terms than the initial capacity", () => {
    const keys = Array.from({ length: 5_000 }, (_, i) => String(i).padStart(5, "0"));
    const { examples } = build(keys.map((key, i) => example({ key, label: i, texts: [key] })));
    expect(examples.keys).to.deep.equal(keys);
    expect(examples.labels).to.deep.equal(Float64Array.from(keys.keys()));
    expect(examples.terms?.columns).to.deep.equal(Uint16Array.from(keys, column));
  });

  describe("if several examples have one key", () => {
    const winners: readonly (readonly [what: string, lower: Partial<Example>, higher: Partial<Example>])[] = [
      ["the newest label time", { labelKnownAt: 2_000, label: 9 }, { labelKnownAt: 2_001, label: 1 }],
      ["the newest prediction time", { predictedAt: 1_000, label: 9 }, { predictedAt: 1_001, label: 1 }],
      ["the greater label", { label: 1, numbers: { size: 9 } }, { label: 2, numbers: { size: 1 } }],
      ["a known number", { numbers: { size: NaN } }, { numbers: { size: -5 } }],
      ["a known category", { categories: { type: null } }, { categories: { type: "" } }],
      ["the later category", { categories: { type: "A" } }, { categories: { type: "a" } }],
    ];
    for (const [what, lower, higher] of winners) {
      it(`${what} wins, in either order`, () => {
        const expected = build([example(higher)]).examples;
        expect(build([example(lower), example(higher)])).to.deep.equal({ examples: expected, duplicates: 1 });
        expect(build([example(higher), example(lower)])).to.deep.equal({ examples: expected, duplicates: 1 });
      });
    }

    it("the greater terms win if all else is equal, in either order", () => {
      const texts = [["one"], ["two"], ["one two"], [], ["one one"]].map((each) => example({ texts: each }));
      const first = build(texts);
      expect(first.duplicates).to.equal(4);
      expect(build(texts.toReversed())).to.deep.equal(first);
    });
  });
});
