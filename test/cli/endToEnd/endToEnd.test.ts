import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { csvText } from "../../../fixtures/generate/csvText.js";
import type { Row } from "../../../fixtures/generate/tenantPlan.js";
import { MODEL_NAMES } from "../../../src/domain/models.js";
import type { DocumentName } from "../../../src/reporting/json/schemas/published.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { documentIn } from "../../helpers/program/documents.js";
import { createPlatformTables } from "../../helpers/databases/platformTables.js";
import { grantRole } from "../../helpers/databases/postgresRole.js";
import { runProgram, type Finished } from "../../helpers/program/program.js";
import { FIRST_TRAINING, isoTime, newFolder, UNTIL } from "../../helpers/program/seededFiles.js";
import { generatedTenant } from "../../helpers/tenants/tenants.js";

/** Words and numbers that occur only in the data. If an output contains one, data leaked. */
const CANARIES = {
  summary: "canarysummary",
  description: "canarydescription",
  acceptance: "canaryacceptance",
  assignee: "Canary Assignee",
  author: "Canary Author",
  title: "canarytitle",
  body: "canarybody",
  key: "CANARYKEY",
  points: 61.03125,
  leadTime: 1_234_577,
} as const;

/** Returns a tenant's rows with a canary in every tenth row. */
function withCanaries(): { tenants: Row[]; work_items: Row[]; prs: Row[] } {
  const rows = generatedTenant({ until: UNTIL });
  const tenth = (canaries: Row) => (row: Row, index: number) => (index % 10 === 3 ? { ...row, ...canaries } : row);
  const { summary, description, acceptance, assignee, author, title, body, key, points, leadTime } = CANARIES;
  const ofItems = { summary: `fix ${summary}`, description, acceptance_criteria: acceptance, assignee };
  return {
    tenants: [...rows.tenants],
    work_items: rows.work_items
      .map(tenth({ ...ofItems, story_points: points, total_lead_time_seconds: leadTime }))
      .map((row, index) => ({ ...row, key: `${key}-${index}` })),
    prs: rows.prs.map(tenth({ user_name: author, name: title, body })),
  };
}

type LogLine = Readonly<Record<string, unknown>>;

/** Returns the lines of the log. Fails if a line is not JSON. */
function logOf({ stderr }: Finished): LogLine[] {
  return stderr
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as LogLine);
}

const EARLY = ["--as-of", isoTime(FIRST_TRAINING)];
const LATE = ["--as-of", isoTime(UNTIL)];
const ROLLBACK = ["--model", "lead_time", "--reason", "it guesses low"];

/** The commands in the life of a tenant, each with the document that it prints. */
const LIFE: readonly (readonly [document: DocumentName, args: readonly string[]])[] = [
  ["job-ensure", ["job", "ensure"]],
  ["assess", ["assess", ...EARLY]],
  ["train", ["train", ...EARLY]],
  ["assess", ["assess", ...EARLY]],
  ["evaluate", ["evaluate", ...LATE]],
  ["train", ["train", "--force", "--dry-run", ...LATE]],
  ["train", ["train", "--force", ...LATE]],
  ["rollback", ["rollback", "--dry-run", ...ROLLBACK]],
  ["rollback", ["rollback", "--yes", ...ROLLBACK]],
  ["job-run", ["job", "run"]],
  ["status", ["status"]],
];

/** Commands that log at least their end. The others log nothing. */
const LOGGED: readonly DocumentName[] = ["assess", "train", "evaluate", "rollback", "job-run"];

describeDatabases(
  "the built program, from an empty database to a rollback,",
  (database) => {
    const folder = newFolder();
    const ran: { readonly name: DocumentName; readonly args: readonly string[]; readonly finished: Finished }[] = [];
    const run = (...args: string[]): Promise<Finished> =>
      runProgram(
        [...args, "--log-level", "debug", "--db", args[0] === "migrate" ? database().ownerUrl : database().url],
        { cwd: folder },
      );
    const documents = (name: DocumentName): Record<string, unknown>[] =>
      ran.filter((step) => step.name === name).map(({ finished: { stdout } }) => documentIn(stdout, name));

    before(async () => {
      if (database().dialect.kind === "postgres") await createPlatformTables(database().knex);
      const files = Object.entries(withCanaries()).flatMap(([relation, rows]) => {
        const file = join(folder, `${relation}.csv`);
        writeFileSync(file, [...csvText(Object.keys(rows[0] ?? {}), rows)].join(""));
        return [`--${relation.replace("_", "-")}`, file];
      });
      const setup = [
        { name: "migrate", args: ["migrate"] },
        { name: "import", args: ["import", "--all-tenants", ...files] },
      ] as const;
      const lived = LIFE.map(([name, args]) => ({ name, args: [...args, "--tenant", "1"] }));
      for (const { name, args } of [...setup, ...lived]) {
        ran.push({ name, args, finished: await run(...args, "--json") });
        if (name === "migrate") await grantRole(database());
      }
    });

    it("prints exactly one valid JSON document on stdout in each step", () => {
      expect(ran).to.have.lengthOf(LIFE.length + 2);
      for (const { name, args, finished } of ran) {
        expect(finished.code, `${args.join(" ")}: ${finished.stderr}`).to.equal(0);
        expect(documentIn(finished.stdout, name)).to.include({ exitCode: 0 });
      }
    });

    it("needs training before the first training, and not after it", () => {
      const decisions = documents("assess").map((document) => {
        const { tenants } = document as { tenants: { models: Record<string, { decision: string }> }[] };
        return Object.values(tenants[0]!.models).map(({ decision }) => decision);
      });
      expect(decisions).to.deep.equal([Array(3).fill("retrain"), Array(3).fill("keep")]);
    });

    it("restores the first version by a rollback", () => {
      const [status] = documents("status") as { models: Record<string, { deployments: object[] }> }[];
      const [dryRun, done] = documents("rollback") as { tenants: { models: Record<string, object> }[] }[];
      expect(dryRun!.tenants[0]!.models["lead_time"]).to.include({ outcome: "would-roll-back", from: 2, to: 1 });
      expect(done!.tenants[0]!.models["lead_time"]).to.include({ outcome: "rolled-back", from: 2, to: 1 });
      expect(JSON.stringify(status)).to.include("it guesses low");
    });

    it("logs JSON lines with tenant and run, and the model if any", () => {
      for (const { name, finished } of ran) {
        const lines = logOf(finished);
        if (LOGGED.includes(name)) expect(lines).to.not.be.empty;
        for (const line of lines.filter(({ message }) => !/^SQLite has no roles/.test(String(message)))) {
          expect(line).to.include.keys("level", "time", "message", "tenant", "run");
          expect(line["tenant"]).to.equal(1);
          if ("finding" in line) expect(line["model"]).to.be.oneOf([...MODEL_NAMES]);
        }
      }
      const models = ran.flatMap(({ finished }) => logOf(finished).map((line) => line["model"]));
      expect(models).to.include.members(["story_points", "lead_time"]);
    });

    it("prints no label, text or name of a person on stdout or in the log", async () => {
      const shown = [
        "assess",
        "train --force --dry-run",
        "evaluate",
        "rollback --model story_points --dry-run",
        "status",
      ];
      const texts = await Promise.all(shown.map((command) => run(...command.split(" "), "--tenant", "1")));
      for (const { code, stderr } of texts) expect(code, stderr).to.equal(0);
      const outputs = [...ran.map(({ finished }) => finished), ...texts].map(({ stdout, stderr }) => stdout + stderr);
      const found = Object.values(CANARIES).filter((canary) =>
        outputs.some((output) => output.includes(String(canary))),
      );
      expect(found).to.deep.equal([]);
    });

    it("prints no text even if a text column is mapped to a time", async () => {
      const config = join(folder, "slip.json");
      const columns = { work_last_completed_at: "summary" };
      writeFileSync(config, JSON.stringify({ relations: { work_items: { columns } } }));
      const { code, stdout, stderr } = await run("train", "--force", "--dry-run", "--tenant", "1", "--config", config);
      // PostgreSQL refuses the query, and SQLite finds no time. Both refuse the data of one model and train another.
      expect(code, stderr).to.equal(1);
      expect(stdout).to.match(/lead_time: (failed \(exit code 65\)|data refused)/);
      const summaries = await database().knex("work_items").select<{ summary: string }[]>("summary");
      for (const { summary } of summaries) expect(stdout + stderr).to.not.include(summary);
    });

    it("has the canaries in the database, so that the search for them is valid", async () => {
      const { summary, points, assignee, author } = CANARIES;
      const items = database().knex("work_items").where({ tenant_id: 1, story_points: points, assignee });
      expect(await items.where("summary", "like", `%${summary}%`)).to.have.lengthOf(30);
      expect(await database().knex("prs").where({ tenant_id: 1, user_name: author })).to.have.lengthOf(25);
    });
  },
  { migrated: false },
);
