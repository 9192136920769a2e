import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { documentIn } from "../../helpers/program/documents.js";
import { ROLE } from "../../helpers/databases/postgresRole.js";
import { runProgram } from "../../helpers/program/program.js";
import { expectRefused } from "../../helpers/program/programRefusal.js";
import { newFolder, UNTIL } from "../../helpers/program/seededFiles.js";
import { insertTenant } from "../../helpers/tenants/tenants.js";
import { run } from "../../helpers/program/cli.js";

interface Doctor {
  readonly findings: readonly { readonly check: string; readonly level: string; readonly fix?: readonly string[] }[];
}
const ACCEPTED = /"message":"the database does not keep tenants apart by itself; that is accepted/;

describe("mltrain doctor", () => {
  it("exits with 64 for --role without --sql, or a name that no role can have", async () => {
    for (const wrong of ["doctor --role trainer", `doctor --sql --role ${"x".repeat(64)}`]) {
      const { exitCode, opened } = await run(wrong);
      expect(exitCode, wrong).to.equal(64);
      expect(opened).to.deep.equal([]);
    }
  });
});

describeDatabases("the built program, on a database that isolates tenants,", (database) => {
  beforeEach(() => insertTenant(database(), { until: UNTIL, workItems: 30, pullRequests: 5 }));

  it("exits with 0, and so does doctor", async () => {
    const assessed = await runProgram(["assess", "--tenant", "1", "--db", database().url]);
    expect(assessed.code, assessed.stderr).to.equal(0);
    expect(assessed.stderr).not.to.match(ACCEPTED);
    const says = /"message":"SQLite has no roles: mltrain alone keeps the tenants apart"/g;
    expect(assessed.stderr.match(says) ?? []).to.have.length(database().dialect.kind === "sqlite" ? 1 : 0);
    const { code, stdout } = await runProgram(["doctor", "--tenant", "1", "--json", "--db", database().url]);
    expect(code, stdout).to.equal(0);
    const { findings } = documentIn(stdout, "doctor") as unknown as Doctor;
    expect(findings.filter(({ level }) => !["ok", "warning"].includes(level))).to.deep.equal([]);
  });

  it("reports an unknown tenant and exits with 66", async () => {
    const { code, stdout } = await runProgram(["doctor", "--tenant", "99", "--json", "--db", database().url]);
    expect(code, stdout).to.equal(66);
    const { findings } = documentIn(stdout, "doctor") as unknown as Doctor;
    expect(findings.at(-1)).to.include({ check: "tenant", level: "not-found" });
  });
});

describeDatabases(
  "the built program, as a superuser of Postgres,",
  (database) => {
    beforeEach(() => insertTenant(database(), { until: UNTIL, workItems: 30, pullRequests: 5 }));

    for (const command of ["assess", "train", "evaluate", "status", "predict", "job run", "job ensure", "replay"]) {
      it(`refuses ${command} with 77, and prints the SQL that fixes it`, async () => {
        await expectRefused({
          args: [...command.split(" "), "--tenant", "1"],
          code: 77,
          says: /^the database would not keep tenants apart: \w+ is a superuser, whom no policy binds$/,
          hint: /create role "mltrain" login nosuperuser nobypassrls .*--allow-unprotected/s,
          database: database().ownerUrl,
        });
      });
    }

    it("refuses import with 77", async () => {
      const args = ["import", "--tenant", "1", "--prs", "rows.csv", "--db", database().ownerUrl];
      expect((await runProgram(args)).code).to.equal(77);
    });

    it("runs if a flag, variable or config file accepts it, and logs that", async () => {
      const config = join(newFolder(), "config.json");
      writeFileSync(config, JSON.stringify({ allowUnprotected: true }));
      const args = ["assess", "--tenant", "1", "--db", database().ownerUrl];
      for (const { flags = [], environment = {} } of [
        { flags: ["--allow-unprotected"] },
        { environment: { MLTRAIN_ALLOW_UNPROTECTED: "true" } },
        { flags: ["--config", config] },
      ]) {
        const { code, stderr } = await runProgram([...args, ...flags], { environment });
        expect(code, stderr).to.equal(0);
        expect(stderr).to.match(ACCEPTED);
      }
    });

    it("refuses a replica read as superuser with 77", async () => {
      const args = ["assess", "--tenant", "1", "--db", database().url, "--source-db", database().ownerUrl];
      const { code, stderr } = await runProgram(args);
      expect(code, stderr).to.equal(77);
    });

    it("is reported by doctor, which exits with 77", async () => {
      const { code, stdout } = await runProgram(["doctor", "--db", database().ownerUrl]);
      expect(code).to.equal(77);
      expect(stdout).to.match(/^role +unsafe +\w+ is a superuser/m);
      expect(stdout).to.match(/^To fix role \(unsafe\):\n {2}do \$\$ begin .* create role "mltrain"/m);
    });

    it("prints SQL that creates a role for all commands", async () => {
      const { code, stdout } = await runProgram(["doctor", "--sql", "--role", ROLE, "--db", database().ownerUrl]);
      expect(code).to.equal(0);
      await database().knex.raw(stdout);
      const { code: worked, stderr } = await runProgram(["train", "--tenant", "1", "--db", database().url]);
      expect(worked, stderr).to.equal(0);
    });
  },
  { only: "postgres" },
);

describeDatabases(
  "mltrain doctor, before any migration,",
  (database) => {
    it("reports it and exits with 78", async () => {
      const { code, stdout } = await runProgram(["doctor", "--json", "--db", database().url]);
      expect(code, stdout).to.equal(78);
      const { findings } = documentIn(stdout, "doctor") as unknown as Doctor;
      expect(findings.find(({ check }) => check === "migrations")).to.include({ level: "misconfigured" });
    });
  },
  { migrated: false, only: "postgres" },
);

describeDatabases(
  "mltrain doctor --sql, on SQLite,",
  (database) => {
    it("has no SQL to print, and exits with 78", async () => {
      await expectRefused({
        args: ["doctor", "--sql"],
        code: 78,
        says: /^SQLite has no roles and no policies/,
        hint: /Name the Postgres database/,
        database: database().url,
      });
    });
  },
  { only: "sqlite" },
);
