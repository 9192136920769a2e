import { expect } from "chai";
import { toPredictPullRequest, toPredictWorkItem, type Asked } from "../../../../src/domain/examples/toPredict.js";
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

/** Whether a row is predicted: true, false, or why it cannot be. */
const said = (found: object | string | null): boolean | string => (typeof found === "string" ? found : found !== null);
const points = (fields: Partial<WorkItem>, asked: Partial<Asked> = {}) =>
  said(toPredictWorkItem("story_points", item(fields), { until: UNTIL, byKey: false, ...asked }));
const days = (fields: Partial<WorkItem>, asked: Partial<Asked> = {}) =>
  said(toPredictWorkItem("lead_time", item(fields), { until: UNTIL, byKey: false, ...asked }));
const rework = (fields: Partial<PullRequest>, asked: Partial<Asked> = {}) =>
  said(toPredictPullRequest(pullRequest(fields), { until: UNTIL, byKey: false, ...asked }));

describe("the rows that are predicted", () => {
  it("are work items until they are completed, as of the time asked for", () => {
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

  it("are, for story points, those without points: but points of an item completed later are not known yet", () => {
    expect(points({ storyPoints: 3 })).to.equal(false);
    expect(days({ storyPoints: 3 })).to.equal(true);
    expect(points({ storyPoints: 3, completedAt: UNTIL + 1 })).to.equal(true);
    expect(points({ storyPoints: 0 })).to.equal(true);
    expect(points({ storyPoints: NaN })).to.equal(true);
    expect(points({ completedAt: undefined })).to.equal(true);
    expect(points({ completedAt: undefined, storyPoints: 3 })).to.equal(false);
  });

  it("are pull requests until they are merged", () => {
    expect(rework({})).to.equal(true);
    expect(rework({ mergedAt: UNTIL })).to.equal(false);
    expect(rework({ mergedAt: UNTIL + 1 })).to.equal(true);
    expect(rework({ openedAt: UNTIL + 1 })).to.equal(false);
    expect(rework({ active: false })).to.equal(false);
    expect(rework({ openedAt: null })).to.equal("no-prediction-time");
  });

  it("are, by key, the closed ones too; never what is inactive or not created yet", () => {
    const byKey = { byKey: true };
    expect(points({ completedAt: 600, storyPoints: 3 }, byKey)).to.equal(true);
    expect(days({ completedAt: 600 }, byKey)).to.equal(true);
    expect(rework({ mergedAt: 600 }, byKey)).to.equal(true);
    expect(days({ active: false }, byKey)).to.equal(false);
    expect(rework({ openedAt: UNTIL + 1 }, byKey)).to.equal(false);
  });

  it("have no label, and it is never known", () => {
    const example = toPredictWorkItem("lead_time", item({ completedAt: 600, leadTimeSeconds: 50 }), {
      until: UNTIL,
      byKey: true,
    });
    expect(example).to.deep.include({ key: "A-1", predictedAt: 500, labelKnownAt: Infinity, label: NaN });
  });
});
