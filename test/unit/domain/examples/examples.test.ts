import { expect } from "chai";
import { toLeadTimeExample } from "../../../../src/domain/examples/leadTime.js";
import { toReworkRiskExample } from "../../../../src/domain/examples/reworkRisk.js";
import { EXAMPLE_SHAPES } from "../../../../src/domain/examples/shapes.js";
import { toStoryPointsExample } from "../../../../src/domain/examples/storyPoints.js";
import type { PullRequest, WorkItem } from "../../../../src/domain/examples/platformRows.js";
import type { Example } from "../../../../src/learning/examples.js";

const DAY = 86_400_000;
const CREATED = 1_234_567_890_000;

/** A row that is an example of both work-item models. A test names only the fields that matter to it. */
const workItem = (fields: Partial<WorkItem> = {}): WorkItem => ({
  key: "A-1",
  project: "A",
  team: null,
  type: "Bug",
  priority: "5",
  assignee: "dev_1",
  labels: "db,ui",
  summary: "Fix it",
  description: "Long",
  acceptanceCriteria: null,
  storyPoints: 3,
  createdAt: CREATED,
  completedAt: CREATED + 2 * DAY,
  leadTimeSeconds: 129_600,
  active: true,
  ...fields,
});

const pullRequest = (fields: Partial<PullRequest> = {}): PullRequest => ({
  key: "api#1",
  repository: "api",
  author: "dev_1",
  title: "Add a thing",
  body: null,
  additions: 10,
  deletions: 0,
  changedFiles: 2,
  openedAt: CREATED,
  mergedAt: CREATED + DAY,
  reviewCycles: 1,
  reworkCommits: 0,
  active: true,
  ...fields,
});

function labelOf(example: Example | string): number | string {
  return typeof example === "string" ? example : example.label;
}

describe("toStoryPointsExample", () => {
  it("uses what is known at creation", () => {
    expect(toStoryPointsExample(workItem())).to.deep.equal({
      key: "A-1",
      predictedAt: CREATED,
      labelKnownAt: CREATED + 2 * DAY,
      label: 3,
      numbers: { summaryLength: 6, descriptionLength: 4, acceptanceLength: NaN },
      categories: { type: "Bug", priority: "5", project: "A", team: null, assignee: "dev_1", labels: "db,ui" },
      texts: ["Fix it", "Long"],
    });
  });

  it("gives every column of the shape, and no other", () => {
    const example = toStoryPointsExample(workItem()) as Example;
    expect(Object.keys(example.numbers)).to.deep.equal(EXAMPLE_SHAPES.story_points.numbers);
    expect(Object.keys(example.categories)).to.deep.equal(EXAMPLE_SHAPES.story_points.categories);
  });

  it("truncates a description to 2,000 characters, but measures its full length", () => {
    const example = toStoryPointsExample(workItem({ description: "x".repeat(5_000) })) as Example;
    expect(example.texts?.[1]).to.have.length(2_000);
    expect(example.numbers["descriptionLength"]).to.equal(5_000);
  });

  it("counts the label as known at creation if there is no completion time", () => {
    expect(toStoryPointsExample(workItem({ completedAt: undefined }))).to.include({ labelKnownAt: CREATED });
  });

  const cases: readonly (readonly [fields: Partial<WorkItem>, outcome: number | string])[] = [
    [{ storyPoints: 100 }, 100],
    [{ storyPoints: 0.5 }, 0.5],
    [{ completedAt: CREATED }, 3],
    [{ leadTimeSeconds: NaN }, 3],
    [{ active: false, storyPoints: NaN }, "inactive"],
    [{ createdAt: null }, "no-prediction-time"],
    [{ completedAt: null }, "no-label-time"],
    [{ completedAt: CREATED - 1 }, "label-before-prediction"],
    [{ storyPoints: null }, "no-label"],
    [{ storyPoints: NaN }, "label-not-finite"],
    [{ storyPoints: Infinity }, "label-not-finite"],
    [{ storyPoints: 0 }, "label-out-of-range"],
    [{ storyPoints: -1 }, "label-out-of-range"],
    [{ storyPoints: 100.5 }, "label-out-of-range"],
    [{ summary: null }, "no-summary"],
    [{ summary: " \n" }, "no-summary"],
  ];
  for (const [fields, outcome] of cases) {
    it(`maps ${describeFields(fields)} to ${outcome}`, () => {
      expect(labelOf(toStoryPointsExample(workItem(fields)))).to.equal(outcome);
    });
  }
});

describe("toLeadTimeExample", () => {
  it("ignores the story points", () => {
    expect(toLeadTimeExample(workItem({ storyPoints: 8 }))).to.deep.equal(toLeadTimeExample(workItem()));
  });

  it("accepts items without texts", () => {
    const example = toLeadTimeExample(workItem({ summary: null, description: null })) as Example;
    expect(example.numbers).to.deep.equal({ summaryLength: NaN, descriptionLength: NaN, acceptanceLength: NaN });
    expect(example.texts).to.deep.equal(["", ""]);
  });

  const cases: readonly (readonly [fields: Partial<WorkItem>, outcome: number | string])[] = [
    [{}, 1.5],
    [{ leadTimeSeconds: null }, 2],
    [{ leadTimeSeconds: 0 }, 2],
    [{ leadTimeSeconds: -5 }, 2],
    [{ storyPoints: NaN }, 1.5],
    [{ completedAt: CREATED }, 1.5],
    [{ completedAt: CREATED, leadTimeSeconds: null }, "label-out-of-range"],
    [{ leadTimeSeconds: 365 * 86_400 }, 365],
    [{ leadTimeSeconds: 365 * 86_400 + 1 }, "label-out-of-range"],
    [{ leadTimeSeconds: null, completedAt: CREATED + 400 * DAY }, "label-out-of-range"],
    [{ leadTimeSeconds: NaN }, "label-not-finite"],
    [{ leadTimeSeconds: Infinity }, "label-not-finite"],
    [{ active: false }, "inactive"],
    [{ createdAt: null }, "no-prediction-time"],
    [{ completedAt: null }, "no-label-time"],
    [{ completedAt: undefined }, "no-label-time"],
    [{ completedAt: CREATED - 1 }, "label-before-prediction"],
  ];
  for (const [fields, outcome] of cases) {
    it(`maps ${describeFields(fields)} to ${outcome}`, () => {
      expect(labelOf(toLeadTimeExample(workItem(fields)))).to.equal(outcome);
    });
  }
});

describe("toReworkRiskExample", () => {
  it("uses what is known at opening", () => {
    expect(toReworkRiskExample(pullRequest())).to.deep.equal({
      key: "api#1",
      predictedAt: CREATED,
      labelKnownAt: CREATED + DAY,
      label: 0,
      numbers: {
        titleLength: 11,
        bodyLength: NaN,
        additions: 10,
        deletions: 0,
        changedFiles: 2,
        titleSaysFix: 0,
        titleSaysDraft: 0,
      },
      categories: { repository: "api", author: "dev_1" },
    });
  });

  it("gives every column of the shape, and no other", () => {
    const example = toReworkRiskExample(pullRequest()) as Example;
    expect(Object.keys(example.numbers)).to.deep.equal(EXAMPLE_SHAPES.rework_risk.numbers);
    expect(Object.keys(example.categories)).to.deep.equal(EXAMPLE_SHAPES.rework_risk.categories);
  });

  it("treats invalid sizes as not known", () => {
    const sizes = { additions: -1, deletions: Infinity, changedFiles: NaN };
    const { numbers } = toReworkRiskExample(pullRequest(sizes)) as Example;
    expect([numbers["additions"], numbers["deletions"], numbers["changedFiles"]]).to.deep.equal([NaN, NaN, NaN]);
  });

  const titles: readonly (readonly [title: string | null, fix: number, draft: number])[] = [
    ["Fix the build", 1, 0],
    ["WIP: [bugfix] x", 1, 1],
    ["Hotfix for draft mode", 1, 1],
    ["Prefix the suffix, debug swipes", 0, 0],
    ["", 0, 0],
    [null, NaN, NaN],
  ];
  for (const [title, fix, draft] of titles) {
    it(`finds the words for a fix and a draft in ${JSON.stringify(title)}`, () => {
      const { numbers } = toReworkRiskExample(pullRequest({ title })) as Example;
      expect([numbers["titleSaysFix"], numbers["titleSaysDraft"]]).to.deep.equal([fix, draft]);
    });
  }

  const cases: readonly (readonly [fields: Partial<PullRequest>, outcome: number | string])[] = [
    [{ reviewCycles: 2, reworkCommits: 3 }, 0],
    [{ reviewCycles: 3, reworkCommits: 0 }, 1],
    [{ reviewCycles: 0, reworkCommits: 4 }, 1],
    [{ reviewCycles: null, reworkCommits: 4 }, 1],
    [{ reviewCycles: null, reworkCommits: 3 }, 0],
    [{ reviewCycles: 3, reworkCommits: null }, 1],
    [{ reviewCycles: null, reworkCommits: null }, "no-label"],
    [{ reviewCycles: NaN }, "label-not-finite"],
    [{ reworkCommits: Infinity }, "label-not-finite"],
    [{ mergedAt: CREATED }, 0],
    [{ mergedAt: null }, "not-merged"],
    [{ openedAt: null }, "no-prediction-time"],
    [{ mergedAt: CREATED - 1 }, "label-before-prediction"],
    [{ active: false, mergedAt: null }, "inactive"],
  ];
  for (const [fields, outcome] of cases) {
    it(`maps ${describeFields(fields)} to ${outcome}`, () => {
      expect(labelOf(toReworkRiskExample(pullRequest(fields)))).to.equal(outcome);
    });
  }
});

function describeFields(fields: object): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(", ");
}
