import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { freePort } from "../../helpers/databases/postgresServer.js";
import { inParallel, runProgram, startProgram, type Finished } from "../../helpers/program/program.js";
import { newFolder, seededFile, tamper, TENANTS, trainedFile } from "../../helpers/program/seededFiles.js";

interface Row {
  readonly code: number;
  readonly situation: string;
  /** Creates the situation, and runs the program in it. */
  readonly run: () => Promise<Finished>;
  /** A match in stderr or stdout. */
  readonly says: RegExp;
}

const on = (file: string, commandLine: string): Promise<Finished> =>
  runProgram([...commandLine.split(" "), "--db", file]);

/** Runs a command on its own database, after some SQL statements. */
const after =
  (database: () => Promise<string>) =>
  (commandLine: string, ...statements: readonly string[]) =>
  async (): Promise<Finished> => {
    const file = await database();
    await tamper(file, ...statements);
    return on(file, commandLine);
  };
const seeded = after(seededFile);
const trained = after(trainedFile);

/** A view whose tenant_id changes between reads, as a function of the session may do. */
const FICKLE_VIEW = `create view fickle_items as
  select abs(random()) % 2 + 1 as tenant_id, key, created, story_points, summary, work_last_completed_at from work_items`;

async function withFickleView(): Promise<Finished> {
  const file = await seededFile();
  await tamper(file, FICKLE_VIEW);
  const config = join(newFolder(), "config.json");
  writeFileSync(config, JSON.stringify({ relations: { work_items: { table: "fickle_items" } } }));
  return on(file, `train --tenant 1 --config ${config}`);
}

/** Stops a training after its first log line about a model. */
const stoppedBy = (signal: "SIGINT" | "SIGTERM") => async (): Promise<Finished> => {
  const running = startProgram(["train", "--tenant", "1", "--db", await seededFile()]);
  await running.says(/"model":"story_points"/);
  running.child.kill(signal);
  return running.finished;
};

const LEASE = `insert into ml_leases (tenant_id, holder, token, expires_at) values (1, 'another', 7, '9999-12-31T23:59:59.000Z')`;

const ROWS: readonly Row[] = [
  {
    code: 0,
    situation: "the work is done",
    run: seeded("train --tenant 1"),
    says: /lead_time_tenant_1_v1 is the champion/,
  },
  {
    code: 0,
    situation: "there is too little to train on",
    run: seeded("train --tenant 1 --as-of 2024-01-20"),
    says: /too little data/,
  },
  {
    code: 0,
    situation: "the job is PAUSED",
    run: seeded(
      "job run --tenant 1",
      `insert into job_schedules (tenant_id, job_name, execution_order, status, active) values (1, 'ML Training', 99, 'PAUSED', 1)`,
    ),
    says: /job: PAUSED/,
  },
  {
    code: 1,
    situation: "the data of one model are refused, and the others are trained",
    run: seeded(`train --tenant ${TENANTS.oneClass}`),
    says: /same class/,
  },
  {
    code: 2,
    situation: "a model needs retraining, with --detailed-exitcode",
    run: seeded("assess --tenant 1 --detailed-exitcode"),
    says: /never trained/,
  },
  { code: 64, situation: "a flag is unknown", run: () => runProgram(["train", "--tenat", "1"]), says: /--tenant\?/ },
  {
    code: 65,
    situation: "the data of every model that needs training are refused",
    run: seeded(`train --tenant ${TENANTS.oneClass} --model rework_risk`),
    says: /same class/,
  },
  {
    code: 66,
    situation: "the tenant does not exist",
    run: seeded(`assess --tenant ${TENANTS.unknown}`),
    says: /there is no tenant 99/,
  },
  {
    code: 66,
    situation: "there is nothing to roll back to",
    run: seeded("rollback --tenant 1 --model lead_time --yes"),
    says: /never trained/,
  },
  {
    code: 66,
    situation: "there is no job row",
    run: seeded("job run --tenant 1"),
    says: /mltrain job ensure --tenant 1/,
  },
  {
    code: 69,
    situation: "nothing listens on the port of the database",
    run: async () => on(`postgres://mltrain@127.0.0.1:${await freePort()}/platform`, "assess --tenant 1"),
    says: /cannot be reached/,
  },
  {
    code: 70,
    situation: "the database raises an unexpected error",
    run: seeded(
      "train --tenant 1",
      "create trigger no_models before insert on ml_models begin select raise(abort, 'not today'); end",
    ),
    says: /"stack":".*"message":"this is a bug in mltrain"/,
  },
  {
    code: 73,
    situation: "a version's artefact was changed",
    run: trained(
      "rollback --tenant 1 --model lead_time --yes",
      "update ml_models set artefact = artefact || ' ' where version = 1",
    ),
    says: /does not match its hash/,
  },
  {
    code: 75,
    situation: "another run holds the lease",
    run: seeded("train --tenant 1", LEASE),
    says: /another is at work/,
  },
  {
    code: 77,
    situation: "a view returns a row of another tenant",
    run: withFickleView,
    says: /a row of tenant 2/,
  },
  {
    code: 78,
    situation: "a required column is missing",
    run: seeded("assess --tenant 1", "alter table work_items drop column created"),
    says: /work_items lacks created/,
  },
  { code: 130, situation: "SIGINT arrives during a training", run: stoppedBy("SIGINT"), says: /not started/ },
  { code: 143, situation: "SIGTERM arrives during a training", run: stoppedBy("SIGTERM"), says: /not started/ },
];

/** The codes of the documented table. */
const DOCUMENTED = [...readFileSync("docs/exit-codes.md", "utf8").matchAll(/^\|\s*(\d+)\s*\|/gm)].map(([, code]) =>
  Number(code),
);

describe("the exit code of the built program", () => {
  let finished: ReadonlyMap<Row, Finished>;

  before(async () => {
    finished = new Map(await inParallel(ROWS, async (row) => [row, await row.run()] as const));
  });

  for (const row of ROWS) {
    it(`is ${row.code} if ${row.situation}`, () => {
      const { code, stdout, stderr } = finished.get(row)!;
      expect(code, stdout + stderr).to.equal(row.code);
      expect(stdout + stderr).to.match(row.says);
    });
  }

  it("covers every code of docs/exit-codes.md", () => {
    expect([...new Set(ROWS.map(({ code }) => code))]).to.have.members(DOCUMENTED);
  });
});
