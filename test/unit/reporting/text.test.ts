import { expect } from "chai";
import { parseTenantId } from "../../../src/domain/tenant.js";
import { createPage } from "../../../src/reporting/format/page.js";
import { importText } from "../../../src/reporting/text/import.js";
import { jobEnsureText, jobRunText } from "../../../src/reporting/text/job.js";
import { migrateText } from "../../../src/reporting/text/migrate.js";
import { rollbackText } from "../../../src/reporting/text/rollback.js";
import { statusText } from "../../../src/reporting/text/status.js";
import type { JobOutcome } from "../../../src/usecases/results/jobResult.js";
import type { RollbackOutcome } from "../../../src/usecases/results/rollbackResult.js";
import { jobRunResult } from "../../cli/results/commands.js";
import { jobOutcomes, rollbackOutcomes, rolledBackAndPinned } from "../../cli/results/outcomes.js";
import { commandResult, deployment, evaluation, tenantResult } from "../../cli/results/parts.js";
import { importResults, migrateResults, statusResult } from "../../cli/results/status.js";

const page = createPage({ terminal: false, colourLevel: 0 });
const ONE = { tenant: parseTenantId("7") };

/** Returns the lines of a text without the first two, which hold the tenant and the time. */
const lines = (text: string): string[] => text.trimEnd().split("\n").slice(2);

describe("the text of job", () => {
  it("shows whether the row is new", () => {
    const row = { tenant: 7, id: "12", exitCode: 0 } as const;
    expect(jobEnsureText({ ...row, created: true })).to.equal(
      'Tenant 7 now has the "ML Training" job, row 12 of job_schedules.\n',
    );
    expect(jobEnsureText({ ...row, created: false })).to.match(/already has .*nothing was changed/);
  });

  const text = (job: JobOutcome) =>
    lines(jobRunText({ ...jobRunResult, tenants: [{ ...tenantResult({}), job }] }, ONE, page)).find((line) =>
      line.startsWith("job:"),
    );

  it("shows the finished job and the next one, and escapes names", () => {
    expect(text(jobOutcomes.ran)).to.equal(
      'job: taken over from a crashed run; marked FINISHED; next job "Jira\\u001b[31m" (row 5) set PENDING',
    );
    expect(text({ job: "ran", finished: { status: "PENDING" }, takenOver: false })).to.equal("job: PENDING again");
    expect(text({ job: "ran", finished: { status: "gone" }, takenOver: false })).to.match(/row was deleted/);
    expect(text({ job: "ran", finished: { status: "PAUSED" }, takenOver: false })).to.match(/still PAUSED/);
  });

  it("shows why nothing was done", () => {
    expect(text(jobOutcomes["not-its-turn"])).to.equal("job: PAUSED; nothing was done");
    expect(text(jobOutcomes.running)).to.equal("job: already running; nothing was done");
    expect(text(jobOutcomes["no-row"])).to.match(/no row in job_schedules/);
  });
});

describe("the text of status", () => {
  it("shows deployed versions, now and before, and versions, scores and runs", () => {
    expect(lines(statusText(statusResult, 10, page))).to.deep.equal([
      "story_points",
      "at 2026-06-01 00:00 UTC: version 2 deployed, since 2026-05-31 12:00 UTC (rollback by ada: guesses",
      "  low)",
      "champion: version 2 since 2026-05-31 12:00 UTC (rollback by ada: guesses low); pinned: no promotion",
      "  until --unpin",
      "version  learner  trained           rows  holdout R²          baseline  holdout rows  state",
      "v1       ridge    2026-05-02 12:00  500   –                   –         –",
      "v2       ridge    2026-05-02 12:00  500   0.213 [0.10, 0.31]  -0.021    63            champion",
      "v3       ridge    2026-05-02 12:00  500   0.213 [0.10, 0.31]  -0.021    63            quarantined",
      "evaluated         version  verdict       R²                    baseline  rows    effective rows",
      "2026-06-01 12:00  v3       degraded      0.213 [0.10, 0.31]    -0.021    63      –",
      "2026-06-01 12:00  v3       below target  0.412 [0.40, 0.42] ≈  -0.010    30,000  21,235",
      "≈ interval from the normal approximation",
      "",
      "lead_time",
      "at 2026-05-23 12:00 UTC: no deployed version",
      "never trained",
      "",
      "rework_risk: failed (exit code 73): ml_models.holdout is broken",
      "  Restore it.",
      "",
      "Runs",
      "started           command  seconds  exit code  outcome",
      "2026-06-01 11:59  train    1.23     0          1 promoted",
      "2026-06-01 11:59  job run  –        –          not finished",
      "2026-06-01 11:59  assess   1.23     69         the database was lost while it was aske…",
    ]);
  });

  it("omits pins, past times and weights if there are none", () => {
    const { story_points } = statusResult.models;
    const { at, ...plain } = { ...story_points!, champion: deployment, evaluations: [evaluation] };
    expect(at).to.not.equal(undefined);
    const text = statusText({ ...statusResult, models: { story_points: plain } }, 10, page);
    expect(text).to.match(/^champion: version 2 since 2026-05-31 12:00 UTC \(rollback by ada: guesses low\)$/m);
    expect(text).to.not.match(/^at |effective rows|≈/m);
  });

  it("shows the newest versions, and the number of older ones", () => {
    const text = statusText(statusResult, 2, page);
    expect(text).to.not.match(/^v1 /m);
    expect(text).to.match(/^v3 .*\nand 1 older version$/m);
  });
});

describe("the text of rollback", () => {
  const text = (outcome: RollbackOutcome): string =>
    lines(rollbackText({ ...commandResult([tenantResult({ story_points: outcome })]), dryRun: false }, page)).join(" ");

  it("shows which version replaces which, and a pin", () => {
    expect(text(rollbackOutcomes["rolled-back"])).to.match(
      /^story_points: version 2 replaces version 3; version 3 is quarantined$/,
    );
    expect(text(rolledBackAndPinned)).to.match(/is quarantined; version 2 is pinned: no +promotion +until +--unpin$/);
    expect(text(rollbackOutcomes["would-roll-back"])).to.match(
      /version 2 would replace version 3.*would be quarantined$/,
    );
  });

  it("shows pins and unpins, done or planned", () => {
    const { pinned, unpinned } = rollbackOutcomes;
    expect(text(pinned)).to.equal("story_points: version 2 is pinned; no promotion until --unpin");
    expect(text(unpinned)).to.equal("story_points: version 2 is no longer pinned; it stays the champion");
    expect(text(rollbackOutcomes["would-pin"])).to.equal("story_points: version 2 would be pinned");
    expect(text(rollbackOutcomes["would-unpin"])).to.equal("story_points: version 2 would no longer be pinned");
  });
});

describe("the text of import", () => {
  it("shows the imported rows, and ignored columns and keys", () => {
    expect(importText(importResults.imported, page).split("\n")).to.deep.equal([
      "relation    rows  added  changed  refused  file",
      "work_items  3     2      1        0        items.csv",
      "work_items: ignored columns: sprint",
      "work_items: 1 row with a repeated key; the last row of each key is used",
      "tenants added: 7",
      "Imported in 0.250 seconds.",
      "",
    ]);
  });

  it("shows bad rows with their lines, and the next step", () => {
    const text = importText(importResults.refused, page);
    expect(text).to.include("work_items: line 2: created (yesterday\\u001b[2J) is not a time\n");
    expect(text).to.include("work_items: line 3: the row and the header have a different number of cells\n");
    expect(text).to.include("work_items: 2 more refused rows\n");
    expect(text).to.match(/Nothing was imported[^]*--skip-bad-rows/);
  });
});

describe("the text of migrate", () => {
  it("lists migrations", () => {
    expect(migrateText(migrateResults.migrated, page)).to.equal(
      "applied  0001_a\n1 migration applied; the database is up to date.\n",
    );
    expect(migrateText(migrateResults["up-to-date"], page)).to.equal("The database is up to date (1 migration).\n");
    expect(migrateText(migrateResults.pending, page)).to.equal(
      "pending  0002_b\n1 migration pending. Next: mltrain migrate\n",
    );
  });
});
