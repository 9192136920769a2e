import { expect } from "chai";
import { EXAMPLE_SHAPES } from "../../../../src/domain/examples/shapes.js";
import { explain, scoreScale } from "../../../../src/domain/explaining/explanation.js";
import { featureGroups } from "../../../../src/domain/features/featureGroups.js";
import { fitProcedure } from "../../../../src/domain/training/fitting.js";
import type { Procedure } from "../../../../src/domain/learners/procedure.js";
import { trainingDesign } from "../../../../src/domain/learners/trainingDesign.js";
import { termReader } from "../../../../src/domain/explaining/termWords.js";
import { ExampleBuilder } from "../../../../src/learning/features/exampleBuilder.js";
import { baselineArtefact, ridgeArtefact } from "../../../helpers/tenants/artefacts.js";
import {
  every,
  exampleRows,
  interceptOf,
  preparedExamples,
  PROCEDURES,
  rawScores,
} from "../../../helpers/rows/explained.js";

describe("explain", () => {
  for (const [model, procedure] of PROCEDURES) {
    const prepared = preparedExamples(exampleRows(120, model), model);
    const artefact = fitProcedure(procedure, trainingDesign(prepared, every(90)));

    it(`gives contributions that sum to the raw score with the intercept (${procedure.learner}, ${model})`, () => {
      const scores = rawScores(artefact, prepared);
      scores.forEach((score, row) => {
        const sum = explain(artefact, prepared, row).reduce(
          (total, { weight }) => total + weight,
          interceptOf(artefact),
        );
        expect(sum).to.be.closeTo(score, 1e-9 * Math.max(1, Math.abs(score)));
      });
    });

    it(`lists the largest contribution first, and each feature once (${procedure.learner}, ${model})`, () => {
      for (let row = 0; row < prepared.examples.count; row++) {
        const contributions = explain(artefact, prepared, row);
        const sizes = contributions.map(({ weight }) => Math.abs(weight));
        expect(sizes).to.deep.equal([...sizes].sort((a, b) => b - a));
        const features = contributions.filter(({ kind }) => kind !== "term").map(({ kind, name }) => `${kind} ${name}`);
        expect(new Set(features).size).to.equal(features.length);
      }
    });
  }

  it("shows the row's category, and the person behind a history of labels", () => {
    const rows = exampleRows(120, "story_points");
    const prepared = preparedExamples(rows, "story_points");
    const [, procedure] = PROCEDURES[0]!;
    const artefact = fitProcedure(procedure, trainingDesign(prepared, every(90)));
    const row = rows[100]!;
    const contributions = explain(artefact, prepared, 100);
    const valueOf = (kind: string, name: string) =>
      contributions.find((each) => each.kind === kind && each.name === name)?.value;
    expect(valueOf("category", "type")).to.equal(row.categories["type"]);
    expect(valueOf("history", "assignee")).to.equal(row.categories["assignee"] ?? undefined);
    expect(valueOf("number", "summaryLength")).to.equal(110);
  });

  it("gives no contributions and no scale for the baseline", () => {
    const prepared = preparedExamples(exampleRows(5, "lead_time"), "lead_time");
    expect(explain(baselineArtefact(3), prepared, 0)).to.deep.equal([]);
    expect(scoreScale(baselineArtefact(3))).to.equal(null);
  });
});

describe("termReader", () => {
  const rows = exampleRows(120, "story_points");
  const prepared = preparedExamples(rows, "story_points");
  const [ridge, , lad, trees] = PROCEDURES.map(([, procedure]) => procedure);
  const ensemble: Procedure = { learner: "ensemble", parts: [ridge!, lad!, trees!] };

  for (const procedure of [ridge!, lad!, ensemble])
    it(`returns words of the row for each of its largest terms (${procedure.learner})`, () => {
      const artefact = fitProcedure(procedure, trainingDesign(prepared, every(90)));
      const reader = termReader(artefact, 3)!;
      const again = new ExampleBuilder(EXAMPLE_SHAPES.story_points);
      for (const row of rows) {
        again.add(row, reader.visit);
        reader.end(row.key, row.texts ?? []);
      }
      rows.forEach((row, i) => {
        const terms = explain(artefact, prepared, i, reader.wordsOf(row.key))
          .filter(({ kind }) => kind === "term")
          .slice(0, 3);
        expect(terms.length).to.equal(3);
        const text = (row.texts ?? []).join(" | ").replace("HTTPServer", "http server").toLowerCase();
        for (const { words = [] } of terms) {
          expect(words.length).to.be.greaterThan(0);
          for (const word of words) {
            for (const one of word.split(" ")) expect(text.replaceAll("httpserver", "http server")).to.include(one);
          }
        }
      });
      expect(reader.wordsOf("another").size).to.equal(0);
    });

  it("returns all words that share a column, and undefined for an artefact without terms", () => {
    const reader = termReader(ridgeArtefact(), 3)!; // columns 1 and 9 of 16 have weights
    const texts = ["Alpha beta", "gamma"];
    reader.visit(1, 0, 0, 5);
    reader.visit(9, 0, 6, 10);
    reader.visit(5, 0, 0, 10);
    reader.visit(1, 1, 0, 5);
    reader.end("K", texts);
    reader.visit(9, 1, 0, 5);
    reader.end("L", texts);
    expect([...reader.wordsOf("K")]).to.deep.equal([
      [0, ["alpha", "gamma"]],
      [2, ["beta"]],
    ]);
    expect([...reader.wordsOf("L")]).to.deep.equal([[2, ["gamma"]]]);
    expect(termReader(baselineArtefact(3), 3)).to.equal(undefined);
  });
});

describe("featureGroups", () => {
  it("groups the columns of one feature, and keeps unknown columns under their names", () => {
    const names = ["log size", "size unknown", "hour sine", "hour cosine", "type mean so far", "type log count so far"];
    const more = ["mean of last 20 labels", "mean of last 100 labels", "backlog", "type = Bug", "type = Task"];
    const { groups, groupOf } = featureGroups({
      names: [...names, ...more],
      means: [],
      scales: [],
      categories: [{ column: "type", names: ["Bug", "Task"] }],
      terms: null,
    });
    expect([...groupOf]).to.deep.equal([0, 0, 1, 1, 2, 2, 3, 3, 4, 5, 5]);
    expect(groups.map(({ kind, name }) => `${kind} ${name}`)).to.deep.equal([
      "number size",
      "calendar hour",
      "history type",
      "recent recent labels",
      "feature backlog",
      "category type",
    ]);
  });
});
