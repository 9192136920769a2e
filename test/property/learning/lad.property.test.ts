import { expect } from "chai";
import fc from "fast-check";
import { fitLad, type LadFit } from "../../../src/learning/estimators/linear/lad.js";
import type { Design } from "../../../src/learning/matrices.js";
import { seededRandom } from "../../../src/learning/random.js";

interface Table {
  readonly values: readonly (readonly number[])[];
  readonly targets: readonly number[];
  readonly lossWeight: number;
  /** Whole numbers, at least one of them above 0. */
  readonly weights: readonly number[];
}

const TOLERANCE = 1e-4;

/** Numbers that are exact in single precision, which stores sparse values. */
const eighth = fc.integer({ min: -24, max: 24 }).map((eighths) => eighths / 8);
const tables = fc.tuple(fc.integer({ min: 2, max: 25 }), fc.integer({ min: 1, max: 5 })).chain(([rows, width]) => {
  const column = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(of, { minLength: rows, maxLength: rows });
  return fc.record<Table>({
    values: column(fc.array(eighth, { minLength: width, maxLength: width })),
    targets: column(eighth),
    lossWeight: fc.constantFrom(0.01, 0.1, 1),
    weights: column(fc.nat(3)).filter((weights) => weights.some((weight) => weight > 0)),
  });
});

/** Returns a design with the first column dense and the others sparse, without zeros. */
function designOf(values: Table["values"]): Design {
  const starts = [0];
  const entries: [column: number, value: number][] = [];
  for (const row of values) {
    row.slice(1).forEach((value, column) => {
      if (value !== 0) entries.push([column, value]);
    });
    starts.push(entries.length);
  }
  return {
    rows: values.length,
    denseWidth: 1,
    dense: Float64Array.from(values, ([first]) => first!),
    sparse: {
      starts: Int32Array.from(starts),
      columns: Uint16Array.from(entries, ([column]) => column),
      values: Float32Array.from(entries, ([, value]) => value),
      width: values[0]!.length - 1,
    },
  };
}

function fitTable({ values, targets, lossWeight, weights }: Table): LadFit {
  const options = { tolerance: TOLERANCE, maximumIterations: 50_000, sampleWeights: Float64Array.from(weights) };
  return fitLad(designOf(values), targets, lossWeight, options);
}

function objectiveOf(
  { values, targets, lossWeight, weights }: Table,
  [intercept, ...model]: readonly number[],
): number {
  let objective = 0;
  for (const weight of model) objective += (weight * weight) / 2;
  targets.forEach((target, row) => {
    const prediction = values[row]!.reduce((sum, value, j) => sum + value * model[j]!, intercept!);
    objective += lossWeight * weights[row]! * Math.abs(target - prediction);
  });
  return objective;
}

function parameters({ intercept, denseWeights, sparseWeights }: LadFit): number[] {
  return [intercept, ...denseWeights, ...sparseWeights];
}

function repeated(table: Table): Table {
  const rows = table.weights.flatMap((weight, row) => Array.from({ length: weight }, () => row));
  return {
    ...table,
    values: rows.map((row) => table.values[row]!),
    targets: rows.map((row) => table.targets[row]!),
    weights: rows.map(() => 1),
  };
}

describe("L1 (LAD) regression, for all designs", () => {
  const laws = (law: (table: Table, seed: number) => void): void => {
    fc.assert(fc.property(tables, fc.nat(), law), { numRuns: 100 });
  };

  it("is at the minimum: no step lowers the objective by more than the tolerance", () => {
    laws((table, seed) => {
      const random = seededRandom(seed);
      const fit = fitTable(table);
      expect(fit.converged).to.equal(true);
      const minimum = objectiveOf(table, parameters(fit));
      for (let trial = 0; trial < 60; trial++) {
        const size = 10 ** (-4 * random.uniform());
        const other = parameters(fit).map((value) => value + size * random.normal());
        expect(objectiveOf(table, other)).to.be.at.least(minimum * (1 - 2 * TOLERANCE) - 1e-12);
      }
    });
  });

  it("treats a row of weight k as k rows", () => {
    laws((table) => {
      const weighted = objectiveOf(table, parameters(fitTable(table)));
      const copied = objectiveOf(table, parameters(fitTable(repeated(table))));
      expect(weighted).to.be.closeTo(copied, 2 * TOLERANCE * copied + 1e-9);
    });
  });

  it("gives equal results for equal input, and does not change the input", () => {
    laws((table) => {
      const design = designOf(table.values);
      const targets = Float64Array.from(table.targets);
      const sampleWeights = Float64Array.from(table.weights);
      const fit = (): LadFit => fitLad(design, targets, table.lossWeight, { sampleWeights });
      const first = fit();
      expect(fit()).to.deep.equal(first);
      expect(design).to.deep.equal(designOf(table.values));
      expect([...targets]).to.deep.equal(table.targets);
      expect([...sampleWeights]).to.deep.equal(table.weights);
    });
  });

  it("has the same objective if a number is added to all targets", () => {
    laws((table) => {
      const shifted = { ...table, targets: table.targets.map((target) => target + 64) };
      const original = objectiveOf(table, parameters(fitTable(table)));
      const moved = objectiveOf(shifted, parameters(fitTable(shifted)));
      expect(moved).to.be.closeTo(original, 2 * TOLERANCE * original + 1e-9);
    });
  });
});
