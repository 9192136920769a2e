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

/** The lines of a text, the first two (whose it is, as of when) left out. */
const lines = (text: string): string[] => text.trimEnd().split("\n").slice(2);

describe("the text of job", () => {
  it("says whether the row is new", () => {
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

  it("says what was handed over to whom, without letting a name steer the terminal", () => {
    expect(text(jobOutcomes.ran)).to.equal(
      'job: taken over from a run that had died; it is FINISHED, and the next one, "Jira\\u001b[31m" (row',
    );
    expect(text({ job: "ran", finished: { status: "PENDING" }, takenOver: false })).to.equal(
      "job: it is PENDING again",
    );
    expect(text({ job: "ran", finished: { status: "gone" }, takenOver: false })).to.match(/row was deleted/);
    expect(text({ job: "ran", finished: { status: "PAUSED" }, takenOver: false })).to.match(/stays PAUSED/);
  });

  it("says why nothing was done", () => {
    expect(text(jobOutcomes["not-its-turn"])).to.equal("job: it is not its turn (PAUSED); nothing was done");
    expect(text(jobOutcomes.running)).to.equal("job: it is running; nothing was done");
    expect(text(jobOutcomes["no-row"])).to.match(/no row in job_schedules/);
  });
});

describe("the text of status", () => {
  it("shows what serves and served, versions, scores and runs", () => {
    expect(lines(statusText(statusResult, 10, page))).to.deep.equal([
      "story_points",
      "at 2026-06-01 00:00 UTC version 2 served, since 2026-05-31 12:00 UTC (rollback by ada: guesses low)",
      "version 2 serves since 2026-05-31 12:00 UTC (rollback by ada: guesses low); pinned: nothing takes",
      "  its place until --unpin",
      "version  learner  trained           rows  holdout R²          naive   held out  state",
      "v1       ridge    2026-05-02 12:00  500   –                   –       –",
      "v2       ridge    2026-05-02 12:00  500   0.213 [0.10, 0.31]  -0.021  63        serves",
      "v3       ridge    2026-05-02 12:00  500   0.213 [0.10, 0.31]  -0.021  63        quarantine",
      "evaluated         version  verdict       R²                    naive   rows    worth rows",
      "2026-06-01 12:00  v3       degraded      0.213 [0.10, 0.31]    -0.021  63      –",
      "2026-06-01 12:00  v3       below target  0.412 [0.40, 0.42] ≈  -0.010  30,000  21,235",
      "≈ interval by the normal approximation",
      "",
      "lead_time",
      "at 2026-05-23 12:00 UTC no version served",
      "never trained",
      "",
      "rework_risk: failed (exit code 73): ml_models.holdout is broken",
      "  Restore it.",
      "",
      "Runs",
      "started           command  seconds  exit code  outcome",
      "2026-06-01 11:59  train    1.23     0          1 promoted",
      "2026-06-01 11:59  job run  –        –          not ended",
      "2026-06-01 11:59  assess   1.23     69         the database was lost while it was aske…",
    ]);
  });

  it("says nothing of pins, of past times and of weights where there are none", () => {
    const { story_points } = statusResult.models;
    const { at, ...plain } = { ...story_points!, champion: deployment, evaluations: [evaluation] };
    expect(at).to.not.equal(undefined);
    const text = statusText({ ...statusResult, models: { story_points: plain } }, 10, page);
    expect(text).to.match(/^version 2 serves since 2026-05-31 12:00 UTC \(rollback by ada: guesses low\)$/m);
    expect(text).to.not.match(/^at |worth rows|≈/m);
  });

  it("shows the newest versions, and how many there are besides", () => {
    const text = statusText(statusResult, 2, page);
    expect(text).to.not.match(/^v1 /m);
    expect(text).to.match(/^v3 .*\nand 1 older$/m);
  });
});

describe("the text of rollback", () => {
  const text = (outcome: RollbackOutcome): string =>
    lines(rollbackText({ ...commandResult([tenantResult({ story_points: outcome })]), dryRun: false }, page)).join(" ");

  it("says which version serves, and whether it is pinned", () => {
    expect(text(rollbackOutcomes["rolled-back"])).to.match(
      /^story_points: version 2 serves again, in place of version 3; version 3 is in quarantine and never +serves again$/,
    );
    expect(text(rolledBackAndPinned)).to.match(
      /never +serves again; version 2 is pinned: nothing takes its place until --unpin$/,
    );
    expect(text(rollbackOutcomes["would-roll-back"])).to.match(
      /version 2 would serve again.*would go into quarantine$/,
    );
  });

  it("says what became of a pin, or would", () => {
    const { pinned, unpinned } = rollbackOutcomes;
    expect(text(pinned)).to.equal("story_points: version 2 is pinned; nothing takes its place until --unpin");
    expect(text(unpinned)).to.equal("story_points: version 2 is no longer pinned; it goes on serving");
    expect(text(rollbackOutcomes["would-pin"])).to.equal("story_points: version 2 would be pinned");
    expect(text(rollbackOutcomes["would-unpin"])).to.equal("story_points: version 2 would no longer be pinned");
  });
});

describe("the text of import", () => {
  it("shows what was written, and what was left out", () => {
    expect(importText(importResults.imported, page).split("\n")).to.deep.equal([
      "relation    rows  added  changed  refused  file",
      "work_items  3     2      1        0        items.csv",
      "work_items: columns that were not used: sprint",
      "work_items: 1 row with a key seen before in the file; the last one counts",
      "tenants added: 7",
      "Imported in 0.250 seconds.",
      "",
    ]);
  });

  it("shows bad rows by their lines, and what to do", () => {
    const text = importText(importResults.refused, page);
    expect(text).to.include("work_items: line 2: created (yesterday\\u001b[2J) is not a time\n");
    expect(text).to.include("work_items: line 3: the row has another number of cells than the header\n");
    expect(text).to.include("work_items: and 2 more refused rows\n");
    expect(text).to.match(/Nothing was imported[^]*--skip-bad-rows/);
  });
});

describe("the text of migrate", () => {
  it("names migrations", () => {
    expect(migrateText(migrateResults.migrated, page)).to.equal(
      "applied  0001_a\n1 migration applied; the database is up to date.\n",
    );
    expect(migrateText(migrateResults["up-to-date"], page)).to.equal("The database is up to date (1 migration).\n");
    expect(migrateText(migrateResults.pending, page)).to.equal(
      "pending  0002_b\n1 migration pending: run mltrain migrate.\n",
    );
  });
});
