import { expect } from "chai";
import { completionMix } from "../../../../src/domain/scoring/completionMix.js";
import type { ScoredRows } from "../../../../src/domain/scoring/scoredRows.js";
import { ask, sequentialTestOf, r2 } from "../../../helpers/rows/performanceInputs.js";
import { rowsOfR2, scoredRows } from "../../../helpers/rows/scoredRows.js";

/** Fifths of 1, 2, 3, 4 and 5 days. */
const FIFTHS = completionMix(Float64Array.from({ length: 100 }, (_, i) => 1 + (i % 5)));

describe("the performance question, where the mix of delays has shifted", () => {
  const evenly = (i: number): number => 1 + (i % 5);
  /** 100 slow items of a backlog among 40 others: the slow ones are predicted badly. */
  const backlog = joined(
    rowsOfR2(40, 0.9, 1, (i) => 1 + (i % 4)),
    rowsOfR2(100, -2, 2, () => 5),
  );
  const holdout = joined(
    rowsOfR2(80, 0.9, 3, (i) => 1 + (i % 4)),
    rowsOfR2(20, -2, 4, () => 5),
  );
  const evidence = { holdout, mix: FIFTHS };

  it("weighs the rows to that of the training, so that a cleared backlog is no false alarm", () => {
    const sequentialTest = sequentialTestOf(backlog, undefined, { evidence, threshold: 0.9 });
    expect(sequentialTest.score.value).to.be.closeTo(r2(backlog, weightsTo(FIFTHS.shares, backlog)), 1e-9);
    expect(sequentialTest.verdict).to.equal("healthy");
    const unweighted = sequentialTestOf(backlog, holdout, { threshold: 0.9 });
    expect(unweighted.score.value).to.be.closeTo(r2(backlog), 1e-9);
    expect(unweighted.verdict, "unweighted it would be one").to.equal("degraded");
  });

  it("weighs the holdout as well", () => {
    const slow = joined(
      holdout,
      rowsOfR2(60, -2, 5, () => 5),
    );
    const sequentialTest = sequentialTestOf(backlog, undefined, {
      evidence: { holdout: slow, mix: FIFTHS },
      threshold: 0.9,
    });
    const then = r2(slow, weightsTo(FIFTHS.shares, slow));
    expect(sequentialTest.difference?.value).to.be.closeTo(sequentialTest.score.value - then, 1e-9);
  });

  it("says so, and weighs nothing where it has not", () => {
    const shifted = ask(backlog, undefined, { evidence });
    expect(shifted.mix.shifted).to.equal(true);
    const even = rowsOfR2(100, 0.3, 1, evenly);
    const same = ask(even, undefined, { evidence });
    expect(same.mix).to.deep.equal({ shifted: false, weights: undefined, effectiveRows: 100, covered: 1 });
    expect(sequentialTestOf(even, undefined, { evidence }).score.value).to.be.closeTo(r2(even), 1e-12);
  });

  it("weighs an import of many fast items down, so that it is no improvement", () => {
    /** Items of a day are predicted well, slower ones are not: then and now. */
    const items = (n: number, seed: number): ScoredRows =>
      joined(
        rowsOfR2(n, 0.95, seed, () => 1),
        rowsOfR2(4 * n, 0.1, seed + 1, (row) => 2 + (row % 4)),
      );
    const poor = items(40, 30);
    const imported = joined(
      items(20, 20),
      rowsOfR2(300, 0.95, 40, () => 1),
    );
    const sequentialTest = sequentialTestOf(imported, undefined, {
      evidence: { holdout: poor, mix: FIFTHS },
      threshold: 0.9,
    });
    expect(sequentialTest.score.value).to.be.closeTo(r2(imported, weightsTo(FIFTHS.shares, imported)), 1e-9);
    expect(sequentialTest.verdict).to.equal("healthy");
    expect(sequentialTest.difference!.lower, "nothing is shown to have improved").to.be.lessThan(0);
    const unweighted = sequentialTestOf(imported, poor, { threshold: 0.9 });
    expect(unweighted.difference!.lower, "unweighted it would look so").to.be.greaterThan(0);
  });
});

function joined(a: ScoredRows, b: ScoredRows): ScoredRows {
  return scoredRows([...a.labels, ...b.labels], [...a.predictions, ...b.predictions], [...a.delays, ...b.delays]);
}

/** The share of the mix over the share of the rows, for delays of 1 to 5 days. */
function weightsTo(shares: readonly number[], { delays }: ScoredRows): Float64Array {
  const count = (delay: number): number => delays.filter((each) => each === delay).length;
  return delays.map((delay) => (shares[delay - 1]! * delays.length) / count(delay));
}
