import { expect } from "chai";
import { MODEL_NAMES, MODELS } from "../../../../src/domain/models.js";
import { checkColumns, RELATION_COLUMNS, SOURCE_COLUMNS } from "../../../../src/domain/examples/sourceColumns.js";

/** Columns that are filled in after the prediction time and do not belong to a label. */
const KNOWN_LATER = [
  "updated",
  "work_first_started_at",
  "commit_count",
  "reviewers",
  "status",
  "first_review_at",
  "closed_at",
  "discussion_comment_count",
  "review_comment_count",
];

describe("SOURCE_COLUMNS", () => {
  for (const model of MODEL_NAMES) {
    const { required, oneOf, optional, labelTime } = SOURCE_COLUMNS[model];
    const read: readonly string[] = [...required, ...oneOf, ...optional];

    it(`lists distinct columns of the relation for ${model}`, () => {
      expect(RELATION_COLUMNS[MODELS[model].relation]).to.include.members([...read]);
      expect(new Set(read).size).to.equal(read.length);
    });

    it(`includes the label time and the tenant for ${model}`, () => {
      expect(read).to.include.members([...labelTime, "tenant_id"]);
    });

    it(`includes no column that leaks the label, and no global id, for ${model}`, () => {
      expect(read).not.to.include.oneOf([...KNOWN_LATER, "id"]);
    });
  }

  it("hides the label of each work-item model from the other", () => {
    const { required, optional } = SOURCE_COLUMNS.lead_time;
    expect([...required, ...optional]).not.to.include("story_points");
    expect(SOURCE_COLUMNS.story_points.optional).not.to.include("total_lead_time_seconds");
  });
});

describe("checkColumns", () => {
  const columns = {
    required: ["key", "created"],
    oneOf: ["review_cycles", "rework_commit_count"],
    optional: ["team"],
    label: ["review_cycles"],
    labelTime: ["created"],
  } as const;
  const check = (...existing: string[]) => checkColumns(columns, (column) => existing.includes(column));

  it("finds all columns if all are present", () => {
    expect(check("team", "rework_commit_count", "review_cycles", "created", "key")).to.deep.equal({
      present: ["key", "created", "review_cycles", "rework_commit_count", "team"],
      missingRequired: [],
      missingOptional: [],
    });
  });

  it("accepts one column of `oneOf`", () => {
    expect(check("key", "created", "rework_commit_count")).to.deep.equal({
      present: ["key", "created", "rework_commit_count"],
      missingRequired: [],
      missingOptional: ["review_cycles", "team"],
    });
  });

  it("requires all columns of `oneOf` if none is present", () => {
    expect(check("key", "team")).to.deep.equal({
      present: ["key", "team"],
      missingRequired: ["created", "review_cycles", "rework_commit_count"],
      missingOptional: [],
    });
  });
});
