import { expect } from "chai";
import type { Prepared } from "../../../../src/domain/learners/preparedExamples.js";
import { compareByBlocks, evidenceStart, type ComparedChampion } from "../../../../src/domain/promotion/comparison.js";
import type { PairedLosses } from "../../../../src/domain/promotion/promotion.js";
import { BASELINE_CHOICE } from "../../../../src/domain/training/modelSelection.js";
import { DEFAULT_TRAINING_SETTINGS } from "../../../../src/domain/settings.js";
import { finish } from "../../../../src/domain/steps.js";
import { fitChoice, trainingBefore } from "../../../../src/domain/training/training.js";
import { baselineArtefact } from "../../../helpers/tenants/artefacts.js";
import { preparedRows, sizedRows, withOtherLabels } from "../../../helpers/rows/preparedRows.js";

/** The losses of the champion and of the naive procedure. */
const compared = (prepared: Prepared, against: ComparedChampion, start: number): PairedLosses =>
  finish(compareByBlocks(prepared, (end) => fitChoice(BASELINE_CHOICE, prepared, end), against, start));

/** Always predicts 2 days. */
const champion = (fields: Partial<ComparedChampion> = {}): ComparedChampion => ({
  artefact: baselineArtefact(2),
  watermark: -Infinity,
  knows: () => false,
  ...fields,
});

/** Rows whose label is their number, known at these times. */
const at = (...times: number[]) => preparedRows(times.map((labelKnownAt, label) => ({ labelKnownAt, label })));
const inOrder = (n: number) => at(...Array.from({ length: n }, (_, i) => i));

/** The median by hand. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

describe("the evidence for a challenger", () => {
  const cases: [about: string, times: number[], watermark: number, start: number][] = [
    ["the labels after the champion's watermark", [1, 2, 3, 4, 5, 6, 7, 8], 6, 6],
    ["and of them those of the newer half", [1, 2, 3, 4, 5, 6, 7, 8], 2, 4],
    ["of an odd number, the greater half", [1, 2, 3, 4, 5], -Infinity, 2],
    ["nothing where there is nothing newer", [1, 2, 3, 4], 4, 4],
    ["nothing where all labels became known at one time", [5, 5, 5, 5], 0, 4],
    ["nothing of no rows", [], 0, 0],
    ["only rows after those that share the watermark", [1, 2, 3, 6, 6, 6, 7, 8], 6, 6],
    ["only rows after those that share the time of the middle", [1, 2, 3, 3, 3, 3, 7, 8], 0, 6],
  ];
  for (const [about, times, watermark, start] of cases) {
    it(`is ${about}`, () => {
      expect(evidenceStart(at(...times), watermark)).to.equal(start);
    });
  }
});

describe("a comparison by blocks", () => {
  const cases: [rows: number, start: number, cuts: number[]][] = [
    [100, 50, [50, 60, 70, 80, 90]],
    [59, 40, [40]],
    [60, 40, [40, 50]],
    [65, 40, [40, 52]],
    [400, 200, [200, 240, 280, 320, 360]],
    [25, 16, [16]],
  ];
  for (const [rows, start, cuts] of cases) {
    it(`of the rows ${String(start)} to ${String(rows)} fits the procedure before ${cuts.join(", ")}`, () => {
      const losses = compared(inOrder(rows), champion(), start);
      const numbers = Array.from({ length: rows }, (_, i) => i);
      const expected = numbers.slice(start).map((label) => {
        const cut = cuts.findLast((each) => each <= label)!;
        return Math.abs(label - median(numbers.slice(0, cut)));
      });
      expect([...losses.challenger]).to.deep.equal(expected);
      expect([...losses.champion]).to.deep.equal(numbers.slice(start).map((label) => label - 2));
    });
  }

  it("keeps rows of one label time together", () => {
    const times = Array.from({ length: 60 }, (_, i) => (i >= 45 && i < 55 ? 45 : i));
    const { challenger } = compared(at(...times), champion(), 40);
    // The second block would begin at row 50, whose time is that of rows 45 to 54: it begins at 55.
    const before = (cut: number, label: number): number => Math.abs(label - (cut - 1) / 2);
    expect([...challenger]).to.deep.equal(Array.from({ length: 20 }, (_, i) => before(i < 15 ? 40 : 55, 40 + i)));
  });

  it("leaves out the rows that the champion knows", () => {
    const knows = (row: number): boolean => row % 2 === 0 || row >= 90;
    const losses = compared(inOrder(100), champion({ knows }), 50);
    const rows = Array.from({ length: 50 }, (_, i) => 50 + i).filter((row) => !knows(row));
    expect([...losses.champion]).to.deep.equal(rows.map((row) => row - 2));
    expect(losses.challenger).to.have.length(rows.length);
    const none = compared(inOrder(100), champion({ knows: () => true }), 50);
    expect([none.champion.length, none.challenger.length]).to.deep.equal([0, 0]);
  });

  it("is of no rows where there is no evidence, or nothing before it", () => {
    for (const [rows, start] of [
      [0, 0],
      [1, 0],
      [30, 30],
    ] as const) {
      const { champion: one, challenger: other } = compared(inOrder(rows), champion(), start);
      expect([one.length, other.length]).to.deep.equal([0, 0]);
    }
  });

  it("takes the squared error of the probability for a classifier", () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ labelKnownAt: i, label: i % 4 === 0 ? 1 : 0 }));
    const artefact = baselineArtefact(0.1, { model: "rework_risk" });
    const losses = compared(preparedRows(rows, "rework_risk"), champion({ artefact }), 20);
    expect(losses.champion[0]).to.be.closeTo(0.81, 1e-12);
    expect(losses.champion[1]).to.be.closeTo(0.01, 1e-12);
    expect(losses.challenger[0], "a quarter is positive").to.be.closeTo(0.75 ** 2, 1e-12);
    expect(losses.challenger[1]).to.be.closeTo(0.25 ** 2, 1e-12);
  });

  it("predicts each block without its labels, and without any later one", () => {
    const rows = sizedRows(200);
    const lossesOf = (of: typeof rows): number[] => {
      const prepared = preparedRows(of);
      const train = (end: number) => trainingBefore(prepared, end, DEFAULT_TRAINING_SETTINGS);
      return [...finish(compareByBlocks(prepared, train, champion(), 100)).challenger];
    };
    const losses = lossesOf(rows);
    expect(losses).to.have.length(100);
    for (const cut of [120, 140, 160, 180]) {
      const changed = lossesOf(withOtherLabels(rows, cut));
      expect(changed.slice(0, cut - 100), `rows before ${String(cut)}`).to.deep.equal(losses.slice(0, cut - 100));
      expect(changed.slice(cut - 100)).to.not.deep.equal(losses.slice(cut - 100));
    }
  });
});
