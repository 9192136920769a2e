import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { edited, edits, grafted, grafts, wildText, wildValue } from "./wild.js";

/** A config file with every setting. */
const CONFIG = {
  relations: {
    work_items: { table: "work_items", columns: { key: "key", assignee: "assignee" } },
    prs: { table: "prs", columns: { number: "number" } },
    tenants: { table: "tenants" },
    job_schedules: { table: "job_schedules" },
  },
  models: {
    lead_time: { minimumScore: 0.2, minimumNewLabels: 10, maximumAgeDays: 5, maturityDays: 3, intervalCoverage: 0.9 },
    rework_risk: { costRatio: 2 },
  },
  tenants: { "1": { models: { story_points: { minimumScore: 0.5 } } } },
  policy: "guarded",
  learners: "linear",
  seed: 7,
  maxTrainingRows: 500,
  leaseSeconds: 60,
  statementTimeoutSeconds: 10,
  maxSeconds: 60,
  window: "00:00-24:00 UTC",
  loadGuard: { maximumActiveSessions: 5, maximumReplicationLagSeconds: 9 },
  readableNames: false,
};

export const configFiles: fc.Arbitrary<Uint8Array> = fc.oneof(
  grafts.map((all) => Buffer.from(JSON.stringify(grafted(CONFIG, all)))),
  edits.map((all) => Buffer.from(edited(JSON.stringify(CONFIG, null, 2), all))),
  wildValue.map((value) => Buffer.from(JSON.stringify(value))),
  fc.nat(3000).map((depth) => Buffer.from("[".repeat(depth) + "]".repeat(depth))),
  fc.uint8Array({ maxLength: 200 }),
);

const COLUMNS = [
  ...["tenant_id", "key", "project_id", "team", "wit_id", "priority", "assignee", "labels", "summary", "description"],
  ...["acceptance_criteria", "story_points", "created", "work_last_completed_at", "total_lead_time_seconds", "active"],
];
const ROWS = Array.from({ length: 4 }, (_, i) =>
  [
    ...["1", `F-${String(i)}`, "p", "team a", "story", "high", "ann", '"[""x"",""y""]"', '"a, ""b"""', '"two\nlines"'],
    ...["", "3", "2025-01-01T00:00:00Z", "2025-02-01 10:00:00+02:00", "86400", "true"],
  ].join(","),
);
const CSV = [COLUMNS.join(","), ...ROWS, ""].join("\n");

/** A row of random cells, quoted or not. */
const wildRow = fc
  .array(fc.tuple(wildText, fc.boolean()), { minLength: 1, maxLength: 18 })
  .map((cells) => cells.map(([cell, quoted]) => (quoted ? `"${cell.replaceAll('"', '""')}"` : cell)).join(","));

/** Files that might be CSV, also compressed, also truncated. */
export const csvFiles: fc.Arbitrary<{ readonly bytes: Uint8Array; readonly name: string; readonly skip: boolean }> = fc
  .record({
    content: fc.oneof(
      edits.map((all) => Buffer.from(edited(CSV, all))),
      fc
        .array(wildRow, { minLength: 1, maxLength: 5 })
        .map((rows) => Buffer.from([COLUMNS.join(","), ...rows].join("\n"))),
      fc.tuple(fc.nat(ROWS.length * 16 - 1), wildText).map(([at, text]) => Buffer.from(withCell(at, text))),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    ),
    compressed: fc.boolean(),
    kept: fc.double({ min: 0.2, max: 1, noNaN: true }),
    skip: fc.boolean(),
  })
  .map(({ content, compressed, kept, skip }) => {
    if (!compressed) return { bytes: content, name: "fuzz.csv", skip };
    const whole = gzipSync(content);
    return { bytes: kept > 0.6 ? whole : whole.subarray(0, Math.ceil(kept * whole.length)), name: "fuzz.csv.gz", skip };
  });

/** The valid file with one random cell, quoted. */
function withCell(at: number, text: string): string {
  const rows = ROWS.map((row, i) => {
    if (i !== Math.floor(at / 16)) return row;
    const cells = row.match(/"(?:[^"]|"")*"|[^,]+|(?<=,)(?=,|$)/g) ?? [];
    return cells.map((cell, j) => (j === at % 16 ? `"${text.replaceAll('"', '""')}"` : cell)).join(",");
  });
  return [COLUMNS.join(","), ...rows].join("\n");
}
