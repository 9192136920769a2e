import { expect } from "chai";
import { MODELS, MODEL_NAMES, type ModelName } from "../../../src/domain/models.js";
import { RELATION_COLUMNS } from "../../../src/domain/examples/sourceColumns.js";
import { train } from "../../../src/usecases/train.js";
import { namedRandom } from "../../../fixtures/generate/random.js";
import type { Row, Value } from "../../../fixtures/generate/tenantPlan.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { madeVersions } from "../../helpers/tenants/madeVersions.js";
import { ask, useWorlds } from "../../helpers/tenants/platform.js";
import { generatedTenant, insertRows } from "../../helpers/tenants/tenants.js";

/** The columns of a model's relation, by their use. The test states them itself and does not read them from the program. */
interface Columns {
  /** Columns that identify the row, or mark it as active. */
  readonly identity: readonly string[];
  /** Columns that are known at the prediction time. */
  readonly features: readonly string[];
  /** Columns that the label and its time are computed from. */
  readonly label: readonly string[];
  /** Columns that are filled in later and are not part of the training. */
  readonly later: readonly string[];
}

const OF_ITEM = {
  identity: ["tenant_id", "id", "key", "active"],
  features: ["project_id", "team", "wit_id", "priority", "assignee", "labels", "created"].concat(
    ["summary", "description", "acceptance_criteria"], // texts
  ),
};
const COLUMNS: Readonly<Record<ModelName, Columns>> = {
  story_points: {
    ...OF_ITEM,
    label: ["story_points", "work_last_completed_at"],
    later: ["updated", "work_first_started_at", "total_lead_time_seconds"],
  },
  lead_time: {
    ...OF_ITEM,
    label: ["total_lead_time_seconds", "work_last_completed_at"],
    later: ["updated", "work_first_started_at", "story_points"],
  },
  rework_risk: {
    identity: ["tenant_id", "id", "repository_id", "number", "active"],
    features: ["user_name", "name", "body", "additions", "deletions", "changed_files", "pr_created_at"],
    label: ["review_cycles", "rework_commit_count", "merged_at"],
    later: ["commit_count", "reviewers", "status", "first_review_at", "closed_at"].concat(
      ["discussion_comment_count", "review_comment_count"], // counts of the review
    ),
  },
};

/** Extreme values that both databases accept, by column. */
const EXTREMES: Readonly<Record<string, readonly Value[]>> = {
  total_lead_time_seconds: ["NaN", 1e300, -5, 0],
  story_points: ["NaN", 1e300, -1, 0],
  reviewers: ["", "tenant 2", "NaN"],
  status: ["merged", "", "\u{1F600}"],
};
const EXTREME_TIMES: readonly Value[] = [
  "1970-01-01T00:00:00Z",
  "9999-12-31T23:59:59.999999Z",
  "2025-01-01T00:00:00+14:00",
];
const EXTREME_COUNTS: readonly Value[] = [2_147_483_647, -2_147_483_648, 0];

function extremesOf(column: string): readonly Value[] {
  return EXTREMES[column] ?? (/_count$/.test(column) ? EXTREME_COUNTS : EXTREME_TIMES);
}

type Change = (values: readonly Value[], column: string) => readonly Value[];

const shuffle: Change = (values, column) => {
  const random = namedRandom(1, column);
  const places = values.map((value) => ({ value, place: random.uniform() }));
  return places.sort((a, b) => a.place - b.place).map(({ value }) => value);
};
const CHANGES: Readonly<Record<string, Change>> = {
  "shuffled among the rows": shuffle,
  emptied: (values) => values.map(() => null),
  "filled with extreme values": (values, column) =>
    values.map((_, i) => extremesOf(column)[i % extremesOf(column).length] ?? null),
};

/** Returns the rows with changed values in the given columns. */
function changed(rows: readonly Row[], columns: readonly string[], change: Change): Row[] {
  const values = columns.map(
    (column) =>
      [
        column,
        change(
          rows.map((row) => row[column] ?? null),
          column,
        ),
      ] as const,
  );
  return rows.map((row, i) => ({
    ...row,
    ...Object.fromEntries(values.map(([column, cells]) => [column, cells[i] ?? null])),
  }));
}

describe("the columns of this test", () => {
  for (const model of MODEL_NAMES) {
    it(`cover each column of the relation of ${model} once`, () => {
      const { identity, features, label, later } = COLUMNS[model];
      const all = [...identity, ...features, ...label, ...later];
      expect(all.toSorted()).to.deep.equal(RELATION_COLUMNS[MODELS[model].relation].toSorted());
    });
  }
});

describeDatabases("a training", (database) => {
  const open = useWorlds(database);
  const rows = generatedTenant();

  /** Trains before and after the columns change (forced, classic policy), and returns both versions. */
  async function trainedTwice(model: ModelName, columns: readonly string[], change: Change) {
    const { platform } = await open({ config: { policy: "classic" } });
    await insertRows(database(), rows);
    await train(platform, ask({ models: [model] }));
    const { relation } = MODELS[model];
    for (const table of ["work_items", "prs"]) await database().knex(table).delete();
    // The other relation stays empty.
    await insertRows(database(), { [relation]: changed(rows[relation], columns, change) });
    await train(platform, ask({ models: [model], force: true }));
    const [before, after, ...more] = await madeVersions(database());
    expect(more).to.deep.equal([]);
    return { before: { ...before, version: 0 }, after: { ...after, version: 0 } };
  }

  for (const model of MODEL_NAMES) {
    const { later, features, label } = COLUMNS[model];
    for (const [what, change] of Object.entries(CHANGES)) {
      it(`gives the same bytes for ${model} if later columns are ${what}`, async () => {
        const { before, after } = await trainedTwice(model, later, change);
        expect(after).to.deep.equal(before);
        expect(before).to.not.include({ learner: "baseline" });
      });
    }

    for (const [kind, columns] of Object.entries({ features, label: label.slice(0, -1) })) {
      it(`gives other bytes for ${model} if its ${kind} columns are shuffled`, async () => {
        const { before, after } = await trainedTwice(model, columns, shuffle);
        expect(after)
          .to.have.property("artefact_hash")
          .that.is.a("string")
          .and.not.equal(before["artefact_hash" as never]);
      });
    }
  }
});
