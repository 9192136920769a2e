import { expect } from "chai";
import { parseTenantId } from "../../src/domain/tenant.js";
import { createPage } from "../../src/reporting/page.js";
import { assessText } from "../../src/reporting/text/assess.js";
import { evaluateText } from "../../src/reporting/text/evaluate.js";
import { importText } from "../../src/reporting/text/import.js";
import { jobEnsureText, jobRunText } from "../../src/reporting/text/job.js";
import { migrateText } from "../../src/reporting/text/migrate.js";
import { statusText } from "../../src/reporting/text/status.js";
import type { AssessOutcome, EvaluateOutcome, JobOutcome } from "../../src/usecases/results.js";
import { jobRunResult } from "../cli/results/commands.js";
import {
  assessment,
  evaluateOutcomes,
  insufficient,
  jobOutcomes,
  kept,
  neverTrained,
} from "../cli/results/outcomes.js";
import { brokenOff, byDefault, commandResult, failure, tenantResult } from "../cli/results/parts.js";
import { importResults, migrateResults, statusResult } from "../cli/results/status.js";

const page = createPage({ terminal: false, colourLevel: 0 });
const ONE = { tenant: parseTenantId("7") };

/** The lines of a text, the first two (whose it is, as of when) left out. */
const lines = (text: string): string[] => text.trimEnd().split("\n").slice(2);

describe("the text of assess", () => {
  const text = (outcome: AssessOutcome) =>
    assessText(commandResult([tenantResult({ story_points: outcome })]), ONE, page);

  it("begins with the tenant and the time", () => {
    expect(text({ outcome: "assessed", assessment: kept })).to.match(/^Tenant 7, as of 2026-06-01 12:00 UTC\n\n/);
  });

  it("shows facts, thresholds, decision, and the reasons with their origins", () => {
    expect(lines(text({ outcome: "assessed", assessment: assessment() }))).to.deep.equal([
      "model         serving   new / enough  score / least   naive   rows  days old / limit  decision",
      "story_points  v3 ridge  63 / 50       R² 0.213 / 0.7  -0.021  63    35.2 / 30         retrain",
      "",
      "story_points: retrain, because",
      "  - volume: 63 new examples, and 50 are enough (from the config file)",
      "  - performance: R² 0.213 is below 0.7 (from the tenant's section of the config file)",
      "  - age: trained 35.2 days ago, and 30 are the limit",
    ]);
  });

  it("says why a score is missing, and names numbers that somebody set even if they decided nothing", () => {
    expect(lines(text({ outcome: "assessed", assessment: kept }))).to.deep.equal([
      "model         serving   new / enough  score / least  naive  rows  days old / limit  decision",
      "story_points  v3 ridge  1 / 50        – / 0.7        –      1     2.0 / 30          keep",
      "",
      "story_points: keep; nothing asks for retraining",
      "  no score: R² is not defined on 1 row",
      "  50 new examples are enough (from the config file)",
      "  R² should be at least 0.7 (from the tenant's section of the config file)",
    ]);
  });

  it("does not miss the score of a version that is not there, nor name defaults", () => {
    const thresholds = {
      minimumScore: byDefault(0.7),
      minimumNewExamples: byDefault(50),
      maximumAgeDays: byDefault(30),
    };
    expect(lines(text({ outcome: "assessed", assessment: { ...neverTrained, thresholds } })).slice(1)).to.deep.equal([
      "story_points  –        63 / 50       – / 0.7        –      0     – / 30            retrain",
      "",
      "story_points: retrain, because",
      "  - it was never trained",
      "  - it was asked for with --force",
    ]);
  });

  it("shows failures of a model and of the whole tenant, with what to do", () => {
    expect(text(failure)).to.match(
      /story_points .* failed\n\nstory_points: failed \(exit code 73\): version 3 does not match its hash\n {2}Put another/,
    );
    expect(lines(assessText(commandResult([brokenOff]), ONE, page))).to.deep.equal([
      "tenant 8: failed (exit code 75): another run works on tenant 8",
      "  Try again later.",
    ]);
  });
});

describe("the text of evaluate", () => {
  const text = (outcome: EvaluateOutcome) =>
    lines(evaluateText(commandResult([tenantResult({ story_points: outcome })]), ONE, page)).slice(1);

  it("shows the verdict and all scores", () => {
    expect(text(evaluateOutcomes.evaluated)).to.deep.equal([
      "story_points  v3       degraded  R² 0.213 / 0.7  -0.021  63    2026-05-12 to 2026-05-31",
      "",
      "story_points: scored on 63 rows: R² 0.213 (naive -0.021), mean absolute error 1.42 (naive 1.60),",
      "  share within one planning step 0.610",
    ]);
  });

  it("says why there is no verdict", () => {
    expect(text(insufficient)[2]).to.equal("story_points: R² is not defined on 1 row");
    expect(text(evaluateOutcomes["no-version"])[2]).to.equal("story_points: no version serves; it was never trained");
  });
});

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
    expect(text({ job: "ran", handOver: { status: "PENDING" }, takenOver: false })).to.equal(
      "job: it is PENDING again",
    );
    expect(text({ job: "ran", handOver: { status: "gone" }, takenOver: false })).to.match(/row was deleted/);
    expect(text({ job: "ran", handOver: { status: "PAUSED" }, takenOver: false })).to.match(/stays PAUSED/);
  });

  it("says why nothing was done", () => {
    expect(text(jobOutcomes["not-its-turn"])).to.equal("job: it is not its turn (PAUSED); nothing was done");
    expect(text(jobOutcomes.running)).to.equal("job: it is running; nothing was done");
    expect(text(jobOutcomes["no-row"])).to.match(/no row in job_schedules/);
  });
});

describe("the text of status", () => {
  it("shows what serves, versions, scores and runs", () => {
    expect(lines(statusText(statusResult, 10, page))).to.deep.equal([
      "story_points",
      "version 2 serves since 2026-05-31 12:00 UTC (rollback by ada: guesses low)",
      "version  learner  trained           rows  holdout   naive   held out  state",
      "v1       ridge    2026-05-02 12:00  500   –         –       –",
      "v2       ridge    2026-05-02 12:00  500   R² 0.213  -0.021  63        serves",
      "v3       ridge    2026-05-02 12:00  500   R² 0.213  -0.021  63        quarantine",
      "evaluated         version  verdict   score     naive   rows",
      "2026-06-01 12:00  v3       degraded  R² 0.213  -0.021  63",
      "2026-06-01 12:00  v3       healthy   R² 0.213  -0.021  63",
      "",
      "lead_time",
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

  it("shows the newest versions, and how many there are besides", () => {
    const text = statusText(statusResult, 2, page);
    expect(text).to.not.match(/^v1 /m);
    expect(text).to.match(/^v3 .*\nand 1 older$/m);
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
    expect(text).to.include('work_items: line 2: created "yesterday\\u001b[2J" is not a time\n');
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
