import { iso } from "../tenants/platform.js";
import type { Row, Value } from "../../../fixtures/generate/tenantPlan.js";
import type { TenantRows } from "../tenants/tenants.js";

const TEXTS: readonly (string | null)[] = [
  'Robert\'); drop table prs; -- "quoted" `ticks` $1 ? :name',
  "naïve e\u0301 é ß İ ﬁ 日本語 👩‍👩‍👧 \u{1F9EA}",
  "  tabs\tand\r\nlines \u00a0 \u2028 ",
  "",
  null,
  "%s {0} \\u0000 \\x \\",
  "9999999999999999999999 0x1F 1e309 -0",
];
const CATEGORIES: readonly (string | null)[] = [
  " padded ",
  "padded",
  "",
  null,
  "007",
  "7",
  '["b","a","b"]',
  "[half",
  '{"z":1,"a":[2]}',
  "tenant_id = 1",
  "ÄÖ",
  "äö",
];
/** Sorted differently by bytes, by code units, and by every language. */
const KEY_STARTS = ["A", "a", "Ä", "ä", "_", "-", "Z", "\u{1F600}", "\uffee", "1", "10", "9", "'", "%"];
const POINTS: readonly (number | null)[] = [0, -1, 101, 1e-9, 2.5, 0.1 + 0.2, null, 100, 3];
const LEAD_TIMES: readonly (number | null)[] = [0, -5, 1, 0.30000000000000004, 31_536_000, 31_536_001, 1e15, null];
const SIZES: readonly (number | null)[] = [0, -1, 2_147_483_647, -2_147_483_648, null, 1];
/** Forms that both databases read: SQLite requires the minutes of a zone. */
const ZONES = ["Z", "+00:00", "+05:30", "-08:00", "+14:00"];

/** Returns the rows with odd texts, numbers, zones and keys, and many equal label times, as in real data. */
export function awkward(rows: TenantRows): TenantRows {
  return {
    ...rows,
    work_items: rows.work_items.map((row, i) => awkwardItem(row, i)),
    prs: rows.prs.map((row, i) => awkwardPullRequest(row, i)),
  };
}

function at<Item>(items: readonly Item[], i: number): Item {
  const item = items[i % items.length];
  if (item === undefined) throw new RangeError("there is no item");
  return item;
}

/** Changes one row in three, so that a signal remains. */
function awkwardItem(row: Row, i: number): Row {
  const key = `${at(KEY_STARTS, i)}${String(row["key"])}`;
  if (i % 3 !== 0) return { ...row, key, work_last_completed_at: dayOf(row["work_last_completed_at"]) };
  const j = i / 3;
  return {
    ...row,
    key,
    summary: j % 2 === 0 ? at(TEXTS, j) : String(row["summary"]),
    description: at(TEXTS, j + 3),
    team: at(CATEGORIES, j),
    labels: at(CATEGORIES, j + 5),
    story_points: j % 4 === 0 ? at(POINTS, j / 4) : (row["story_points"] ?? null),
    total_lead_time_seconds: j % 5 === 0 ? at(LEAD_TIMES, j / 5) : (row["total_lead_time_seconds"] ?? null),
    created: inZone(row["created"], at(ZONES, j), j),
    work_last_completed_at:
      j % 11 === 0 ? inZone(row["created"], "Z", -1) : inZone(row["work_last_completed_at"], at(ZONES, j + 2), j),
  };
}

function awkwardPullRequest(row: Row, i: number): Row {
  const repository_id = `${at(KEY_STARTS, i)}${String(row["repository_id"])}`;
  if (i % 3 !== 0) return { ...row, repository_id, merged_at: dayOf(row["merged_at"]) };
  const j = i / 3;
  return {
    ...row,
    repository_id,
    name: at(TEXTS, j),
    user_name: j % 3 === 0 ? at(CATEGORIES, j / 3) : (row["user_name"] ?? null),
    additions: j % 2 === 0 ? at(SIZES, j / 2) : (row["additions"] ?? null),
    deletions: j % 7 === 0 ? at(SIZES, j) : (row["deletions"] ?? null),
    review_cycles: j % 6 === 0 ? null : (row["review_cycles"] ?? null),
    rework_commit_count: j % 4 === 0 ? null : (row["rework_commit_count"] ?? null),
    pr_created_at: inZone(row["pr_created_at"], at(ZONES, j), j),
    merged_at: inZone(row["merged_at"], at(ZONES, j + 1), j),
  };
}

/** Returns the end of the day, so that most rows share their label time with others. */
function dayOf(time: Value | undefined): string | null {
  return typeof time === "string" ? `${time.slice(0, 10)}T23:59:59.999Z` : null;
}

/** The same moment in another zone, with microseconds; `micros` -1: a day earlier. */
function inZone(time: Value | undefined, zone: string, micros: number): string | null {
  if (typeof time !== "string") return null;
  const [, sign = "+", hours = "0", minutes = "0"] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  const ahead = Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  const shifted = iso(Date.parse(time) + ahead - (micros === -1 ? 86_400_000 : 0)).replace("Z", "");
  return `${shifted}${String(Math.abs(micros) % 1000).padStart(3, "0")}${zone}`;
}
