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

/** The columns of a model's relation by what they are to it; written down here, not taken from the program. */
interface Columns {
  /** Identify the row, or say whether it counts. */
  readonly identity: readonly string[];
  /** Known when the prediction is asked for. */
  readonly features: readonly string[];
  /** The label and its known-time are made of these. */
  readonly label: readonly string[];
  /** Filled in later: no part of the training. */
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

/** What no honest column holds, by column; both databases take it. */
const WILD: Readonly<Record<string, readonly Value[]>> = {
  total_lead_time_seconds: ["NaN", 1e300, -5, 0],
  story_points: ["NaN", 1e300, -1, 0],
  reviewers: ["", "tenant 2", "NaN"],
  status: ["merged", "", "\u{1F600}"],
};
const WILD_TIMES: readonly Value[] = [
  "1970-01-01T00:00:00Z",
  "9999-12-31T23:59:59.999999Z",
  "2025-01-01T00:00:00+14:00",
];
const WILD_COUNTS: readonly Value[] = [2_147_483_647, -2_147_483_648, 0];

function wildFor(column: string): readonly Value[] {
  return WILD[column] ?? (/_count$/.test(column) ? WILD_COUNTS : WILD_TIMES);
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
  "filled with wild values": (values, column) =>
    values.map((_, i) => wildFor(column)[i % wildFor(column).length] ?? null),
};

/** The rows with each of the columns changed. */
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
    ...Object.fromEntries(values.map(([column, of]) => [column, of[i] ?? null])),
  }));
}

describe("the columns of this test", () => {
  for (const model of MODEL_NAMES) {
    it(`are all columns of the relation of ${model}, each once`, () => {
      const { identity, features, label, later } = COLUMNS[model];
      const all = [...identity, ...features, ...label, ...later];
      expect(all.toSorted()).to.deep.equal(RELATION_COLUMNS[MODELS[model].relation].toSorted());
    });
  }
});

describeDatabases("a training", (database) => {
  const open = useWorlds(database);
  const rows = generatedTenant();

  /** The versions before and after the change of columns, as a forced training under the classic policy makes them. */
  async function trainedTwice(model: ModelName, columns: readonly string[], change: Change) {
    const { platform } = await open({ config: { policy: "classic" } });
    await insertRows(database(), rows);
    await train(platform, ask({ models: [model] }));
    const { relation } = MODELS[model];
    for (const table of ["work_items", "prs"]) await database().knex(table).delete();
    // Of the other relation nothing at all is left.
    await insertRows(database(), { [relation]: changed(rows[relation], columns, change) });
    await train(platform, ask({ models: [model], force: true }));
    const [before, after, ...more] = await madeVersions(database());
    expect(more).to.deep.equal([]);
    return { before: { ...before, version: 0 }, after: { ...after, version: 0 } };
  }

  for (const model of MODEL_NAMES) {
    const { later, features, label } = COLUMNS[model];
    for (const [what, change] of Object.entries(CHANGES)) {
      it(`of ${model} gives the same bytes when what is filled in later is ${what}`, async () => {
        const { before, after } = await trainedTwice(model, later, change);
        expect(after).to.deep.equal(before);
        expect(before).to.not.include({ learner: "baseline" });
      });
    }

    for (const [kind, columns] of Object.entries({ features, label: label.slice(0, -1) })) {
      it(`of ${model} gives others when its ${kind} columns are shuffled`, async () => {
        const { before, after } = await trainedTwice(model, columns, shuffle);
        expect(after)
          .to.have.property("artefact_hash")
          .that.is.a("string")
          .and.not.equal(before["artefact_hash" as never]);
      });
    }
  }
});
