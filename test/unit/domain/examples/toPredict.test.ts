import { expect } from "chai";
import {
  toPredictPullRequest,
  toPredictWorkItem,
  type PredictionRequest,
} from "../../../../src/domain/examples/toPredict.js";
import type { PullRequest, WorkItem } from "../../../../src/domain/examples/platformRows.js";

const UNTIL = 1000;

const item = (fields: Partial<WorkItem> = {}): WorkItem => ({
  key: "A-1",
  project: null,
  team: null,
  type: "Bug",
  priority: null,
  assignee: "Ada",
  labels: null,
  summary: "Fix it",
  description: null,
  acceptanceCriteria: null,
  storyPoints: null,
  createdAt: 500,
  completedAt: null,
  leadTimeSeconds: null,
  active: true,
  ...fields,
});

const pullRequest = (fields: Partial<PullRequest> = {}): PullRequest => ({
  key: "web#1",
  repository: "web",
  author: "Ada",
  title: "Fix it",
  body: null,
  additions: 5,
  deletions: 1,
  changedFiles: 1,
  openedAt: 500,
  mergedAt: null,
  reviewCycles: null,
  reworkCommits: null,
  active: true,
  ...fields,
});

/** Returns whether a row is predicted, or the reason why it cannot be. */
const outcome = (result: object | string | null): boolean | string =>
  typeof result === "string" ? result : result !== null;
const points = (fields: Partial<WorkItem>, request: Partial<PredictionRequest> = {}) =>
  outcome(toPredictWorkItem("story_points", item(fields), { until: UNTIL, byKey: false, ...request }));
const days = (fields: Partial<WorkItem>, request: Partial<PredictionRequest> = {}) =>
  outcome(toPredictWorkItem("lead_time", item(fields), { until: UNTIL, byKey: false, ...request }));
const rework = (fields: Partial<PullRequest>, request: Partial<PredictionRequest> = {}) =>
  outcome(toPredictPullRequest(pullRequest(fields), { until: UNTIL, byKey: false, ...request }));

describe("the rows to predict", () => {
  it("include work items that are not completed as of the given time", () => {
    for (const predicts of [points, days]) {
      expect(predicts({})).to.equal(true);
      expect(predicts({ completedAt: UNTIL })).to.equal(false);
      expect(predicts({ completedAt: UNTIL + 1 })).to.equal(true);
      expect(predicts({ createdAt: UNTIL })).to.equal(true);
      expect(predicts({ createdAt: UNTIL + 1 })).to.equal(false);
      expect(predicts({ active: false })).to.equal(false);
      expect(predicts({ summary: null })).to.equal(true);
      expect(predicts({ createdAt: null })).to.equal("no-prediction-time");
    }
  });

  it("include, for story points, items without points, and items that are completed later", () => {
    expect(points({ storyPoints: 3 })).to.equal(false);
    expect(days({ storyPoints: 3 })).to.equal(true);
    expect(points({ storyPoints: 3, completedAt: UNTIL + 1 })).to.equal(true);
    expect(points({ storyPoints: 0 })).to.equal(true);
    expect(points({ storyPoints: NaN })).to.equal(true);
    expect(points({ completedAt: undefined })).to.equal(true);
    expect(points({ completedAt: undefined, storyPoints: 3 })).to.equal(false);
  });

  it("include pull requests that are not merged", () => {
    expect(rework({})).to.equal(true);
    expect(rework({ mergedAt: UNTIL })).to.equal(false);
    expect(rework({ mergedAt: UNTIL + 1 })).to.equal(true);
    expect(rework({ openedAt: UNTIL + 1 })).to.equal(false);
    expect(rework({ active: false })).to.equal(false);
    expect(rework({ openedAt: null })).to.equal("no-prediction-time");
  });

  it("include closed rows if they are named by key, but no inactive or later rows", () => {
    const byKey = { byKey: true };
    expect(points({ completedAt: 600, storyPoints: 3 }, byKey)).to.equal(true);
    expect(days({ completedAt: 600 }, byKey)).to.equal(true);
    expect(rework({ mergedAt: 600 }, byKey)).to.equal(true);
    expect(days({ active: false }, byKey)).to.equal(false);
    expect(rework({ openedAt: UNTIL + 1 }, byKey)).to.equal(false);
  });

  it("have no label and no label time", () => {
    const example = toPredictWorkItem("lead_time", item({ completedAt: 600, leadTimeSeconds: 50 }), {
      until: UNTIL,
      byKey: true,
    });
    expect(example).to.deep.include({ key: "A-1", predictedAt: 500, labelKnownAt: Infinity, label: NaN });
  });
});
