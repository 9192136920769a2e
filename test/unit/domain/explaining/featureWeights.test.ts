import { expect } from "chai";
import type { Artefact, SingleLearner } from "../../../../src/domain/artefact.js";
import { contributionsOf } from "../../../../src/domain/explaining/contributions.js";
import { explain } from "../../../../src/domain/explaining/explanation.js";
import { featureWeights } from "../../../../src/domain/explaining/featureWeights.js";
import { fitProcedure } from "../../../../src/domain/training/fitting.js";
import { designOf, trainingDesign } from "../../../../src/domain/learners/trainingDesign.js";
import type { Prepared } from "../../../../src/domain/learners/preparedExamples.js";
import { baselineArtefact } from "../../../helpers/tenants/artefacts.js";
import {
  every,
  exampleRows,
  interceptOf,
  preparedExamples,
  PROCEDURES,
  rawScores,
} from "../../../helpers/rows/explained.js";

const sumOf = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);

/** Returns an ensemble of three fitted learners of lead time, whose raw scores are logarithms, and its parts. */
function fittedEnsemble(prepared: Prepared): { artefact: Artefact; parts: readonly Artefact[] } {
  const training = trainingDesign(prepared, every(90));
  const parts = PROCEDURES.slice(1, 4).map(([, procedure]) => fitProcedure(procedure, training));
  const learners = parts.map(({ learner }) => learner as SingleLearner);
  return { artefact: { ...parts[0]!, learner: { name: "ensemble", parts: learners } }, parts };
}

describe("contributionsOf", () => {
  /** Returns the sum of all contributions of each row. */
  const sums = (artefact: Artefact, prepared: Prepared): number[] => {
    const design = designOf(artefact.encoding, prepared, every(prepared.examples.count));
    const contributions = contributionsOf(artefact, design)!;
    return Array.from({ length: design.rows }, (_, i) => {
      let text = 0;
      const { starts } = design.sparse ?? { starts: new Int32Array(design.rows + 1) };
      for (let k = starts[i]!; k < starts[i + 1]!; k++) text += contributions.ofTerm(k);
      return sumOf(contributions.ofGroups(i)) + text;
    });
  };

  for (const [model, procedure] of PROCEDURES) {
    it(`sums to the raw score minus the intercept (${procedure.learner}, ${model})`, () => {
      const prepared = preparedExamples(exampleRows(120, model), model);
      const artefact = fitProcedure(procedure, trainingDesign(prepared, every(90)));
      const scores = rawScores(artefact, prepared);
      sums(artefact, prepared).forEach((sum, i) => {
        expect(sum).to.be.closeTo(scores[i]! - interceptOf(artefact), 1e-9 * Math.max(1, Math.abs(scores[i]!)));
      });
    });
  }

  it("gives the means of the parts for an ensemble", () => {
    const prepared = preparedExamples(exampleRows(120, "lead_time"), "lead_time");
    const { artefact, parts } = fittedEnsemble(prepared);
    const ofParts = parts.map((part) => sums(part, prepared));
    sums(artefact, prepared).forEach((sum, i) => {
      expect(sum).to.be.closeTo(sumOf(ofParts.map((each) => each[i]!)) / parts.length, 1e-9);
    });
  });
});

describe("featureWeights", () => {
  const rows = exampleRows(120, "lead_time");
  const prepared = preparedExamples(rows, "lead_time");

  it("gives mean absolute contributions, largest first, with all terms as one feature", () => {
    const { artefact } = fittedEnsemble(prepared);
    const newest = Int32Array.from({ length: 20 }, (_, i) => 100 + i);
    const { features, scale, rows: count } = featureWeights(artefact, prepared, newest);
    const expected = new Map<string, number>();
    for (const row of newest) {
      const ofRow = new Map<string, number>();
      for (const { kind, name, weight } of explain(artefact, prepared, row)) {
        const isEmpty = kind === "history" && !["type", "assignee"].includes(name);
        const id = isEmpty ? "feature labels so far" : `${kind} ${name}`;
        ofRow.set(id, (ofRow.get(id) ?? 0) + weight);
      }
      for (const [id, weight] of ofRow) expected.set(id, (expected.get(id) ?? 0) + Math.abs(weight) / newest.length);
    }
    expect({ scale, count }).to.deep.equal({ scale: "log", count: 20 });
    expect(features.map(({ kind, name }) => `${kind} ${name}`)).to.have.members([...expected.keys()]);
    for (const { kind, name, weight } of features) {
      expect(weight).to.be.closeTo(expected.get(`${kind} ${name}`)!, 1e-5 * weight);
    }
    const weights = features.map(({ weight }) => weight);
    expect(weights).to.deep.equal([...weights].sort((a, b) => b - a));
    expect(features.filter(({ kind }) => kind === "term")).to.have.lengthOf(1);
  });

  it("does not name people if no row has one", () => {
    const nobody = rows.map((row) => ({ ...row, categories: { ...row.categories, assignee: null } }));
    const alone = preparedExamples(nobody, "lead_time");
    const names = featureWeights(fittedEnsemble(alone).artefact, alone, every(120)).features.map(({ name }) => name);
    expect(names).to.include("labels so far").and.to.not.include("assignee");
    expect(
      featureWeights(fittedEnsemble(prepared).artefact, prepared, every(120)).features.map(({ name }) => name),
    ).to.include("assignee");
  });

  it("names columns, but no category, person or word of a row", () => {
    const text = JSON.stringify(featureWeights(fittedEnsemble(prepared).artefact, prepared, every(120)));
    expect(text).to.not.match(/Bug|Story|Ada|Bob|login|crash/);
  });

  it("gives no features for the baseline", () => {
    expect(featureWeights(baselineArtefact(3), prepared, every(5))).to.deep.equal({
      rows: 5,
      scale: null,
      features: [],
    });
  });
});
