import { expect } from "chai";
import fc from "fast-check";
import { decodeTime } from "../../../src/adapters/decoding/decodeTime.js";
import { decodeCategory, decodeNumber } from "../../../src/adapters/decoding/decodeValues.js";
import type { Example } from "../../../src/learning/examples.js";
import { ExampleBuilder, type BuiltExamples } from "../../../src/learning/features/exampleBuilder.js";

/** Few distinct values, so that keys, times, names and texts collide often. */
const example: fc.Arbitrary<Example> = fc.record({
  key: fc.constantFrom("a", "b", "B", "é", "\ue000", "😀", "10", "9"),
  predictedAt: fc.integer({ min: 0, max: 2 }),
  labelKnownAt: fc.integer({ min: 0, max: 3 }),
  label: fc.constantFrom(0, -0, 1, 2),
  numbers: fc.record({ size: fc.constantFrom(NaN, 0, -0, 1) }),
  categories: fc.record({ type: fc.constantFrom(null, "", "Bug", "Task"), team: fc.constantFrom(null, "x") }),
  texts: fc.array(fc.constantFrom("", "one", "two one", "one two"), { maxLength: 2 }),
});

function build(examples: readonly Example[]): BuiltExamples {
  const builder = new ExampleBuilder({ numbers: ["size"], categories: ["type", "team"], text: true });
  for (const each of examples) builder.add(each);
  return builder.build();
}

describe("ExampleBuilder, for all examples", () => {
  it("builds the same from every order of them", () => {
    const shuffled = fc
      .array(example, { maxLength: 30 })
      .chain((them) => fc.tuple(fc.constant(them), fc.shuffledSubarray(them, { minLength: them.length })));
    fc.assert(
      fc.property(shuffled, ([inOrder, inAnother]) => {
        expect(build(inAnother)).to.deep.equal(build(inOrder));
      }),
    );
  });

  it("keeps each key once, in order of label time and key, and counts the rest", () => {
    fc.assert(
      fc.property(fc.array(example, { maxLength: 30 }), (them) => {
        const { examples, duplicates } = build(them);
        expect(new Set(examples.keys)).to.deep.equal(new Set(them.map(({ key }) => key)));
        expect(examples.keys).to.have.length(examples.count);
        expect(examples.count + duplicates).to.equal(them.length);
        for (let i = 1; i < examples.count; i++) {
          const [before, here] = [examples.labelKnownAt[i - 1] ?? NaN, examples.labelKnownAt[i] ?? NaN];
          expect(before < here || (before === here && examples.keys[i - 1]! < examples.keys[i]!)).to.equal(true);
        }
      }),
    );
  });

  it("keeps the newest label of each key", () => {
    fc.assert(
      fc.property(fc.array(example, { maxLength: 30 }), (them) => {
        const { examples } = build(them);
        examples.keys.forEach((key, i) => {
          const times = them.filter((each) => each.key === key).map(({ labelKnownAt }) => labelKnownAt);
          expect(examples.labelKnownAt[i]).to.equal(Math.max(...times));
        });
      }),
    );
  });
});

describe("decoding, for all values", () => {
  const date = fc.date({
    min: new Date("0101-01-01T00:00:00Z"),
    max: new Date("9999-12-30T00:00:00Z"),
    noInvalidDate: true,
  });

  it("reads a time in every zone, with T or a space, and cuts off what lies beyond the millisecond", () => {
    const offset = fc.integer({ min: -14 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(
        date,
        offset,
        fc.constantFrom("T", " "),
        fc.stringMatching(/^\d{0,6}$/),
        (at, minutes, by, beyond) => {
          const local = new Date(at.getTime() + minutes * 60_000).toISOString().slice(0, -1);
          const pad = (value: number): string => String(Math.floor(value)).padStart(2, "0");
          const zone = `${minutes < 0 ? "-" : "+"}${pad(Math.abs(minutes) / 60)}:${pad(Math.abs(minutes) % 60)}`;
          expect(decodeTime(`${local.replace("T", by)}${beyond}${zone}`)).to.equal(at.getTime());
        },
      ),
    );
  });

  it("reads a number from its text", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(decodeNumber(String(value))).to.equal(value + 0);
      }),
    );
  });

  it("reads a set of labels alike from an array and from its JSON, in any order", () => {
    const labels = fc.array(fc.oneof(fc.string(), fc.integer()), { maxLength: 5 });
    fc.assert(
      fc.property(labels, (them) => {
        expect(decodeCategory(JSON.stringify(them.toReversed()))).to.equal(decodeCategory(them));
      }),
    );
  });
});
