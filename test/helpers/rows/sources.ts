import type { Knex } from "knex";
import type { Database } from "../../../src/adapters/database/common/database.js";
import { exampleSource, type SourceSettings } from "../../../src/adapters/sources/exampleSource.js";
import type { ExampleRead } from "../../../src/domain/examples/exampleRead.js";
import type { ModelName } from "../../../src/domain/models.js";
import type { LabelWindow } from "../../../src/usecases/ports/tenant/exampleSource.js";
import { scopeOf } from "../databases/scopes.js";

/** Milliseconds since 1970. */
export const at = (time: string): number => Date.parse(time);

/** The wall clock of the tests that read sources. */
export const NOW = at("2025-06-01T00:00:00Z");

/** Reads tenant 1 from the tables `issues` and `changes`. A test names only what differs. */
export function readSource(
  database: Database,
  model: ModelName,
  settings: Partial<SourceSettings> = {},
  window: Partial<LabelWindow> = {},
): Promise<ExampleRead> {
  const scope = scopeOf(database);
  const relations = { work_items: { table: "issues" }, prs: { table: "changes" } };
  const source = exampleSource(
    scope,
    { relations, maxTrainingRows: 1_000, readableNames: true, ...settings },
    { now: () => NOW },
  );
  return source.read(model, { until: NOW, withText: true, ...window });
}

/** Returns a row of `issues` that is an example of both work-item models. A test names only the fields that matter to it. */
export const issue = (fields: Readonly<Record<string, unknown>> = {}) => ({
  tenant_id: 1,
  key: "A-1",
  summary: "Fix it",
  story_points: "3.00",
  created: "2025-01-01T00:00:00Z",
  work_last_completed_at: "2025-01-05T12:00:00Z",
  ...fields,
});

/** The columns of {@link issue}. */
export function issueColumns(table: Knex.CreateTableBuilder): void {
  table.bigInteger("tenant_id").notNullable();
  table.text("key");
  table.text("summary");
  table.decimal("story_points", 10, 2);
  table.timestamp("created", { precision: 6 });
  table.timestamp("work_last_completed_at", { precision: 6 });
}
