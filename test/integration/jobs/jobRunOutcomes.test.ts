import { expect } from "chai";
import { MODEL_NAMES } from "../../../src/domain/models.js";
import type { Job } from "../../../src/domain/jobs/jobRing.js";
import { ModelFailedError } from "../../../src/errors.js";
import { runJob } from "../../../src/usecases/job.js";
import { train } from "../../../src/usecases/train.js";
import { describeDatabases, type TestDatabase } from "../../helpers/databases/databases.js";
import { insertJobs, jobRows } from "../../helpers/tenants/jobRows.js";
import { job, ownJob } from "../../helpers/tenants/jobs.js";
import { leaseIsFree } from "../../helpers/tenants/leases.js";
import { ask, NOW, useWorlds, type World } from "../../helpers/tenants/platform.js";
import { generatedTenant, insertRows, type TenantRows } from "../../helpers/tenants/tenants.js";
import { watched, type Watcher } from "../../helpers/program/watch.js";

/** The other jobs, and the statuses of all rows, in order of id, once the turn was passed on or given back. */
interface RingState {
  readonly title: string;
  readonly others: readonly Job[];
  readonly pausedMeanwhile?: boolean;
  readonly passedOn: readonly string[];
  readonly givenBack: readonly string[];
}

/** The own row has the id 50. */
const RINGS: readonly RingState[] = [
  { title: "no other job", others: [], passedOn: ["PENDING"], givenBack: ["PENDING"] },
  {
    title: "two before it",
    others: [job({ id: "1", executionOrder: 2 }), job({ id: "2", executionOrder: 1 })],
    passedOn: ["FINISHED", "PENDING", "FINISHED"],
    givenBack: ["FINISHED", "FINISHED", "PENDING"],
  },
  {
    title: "one after it",
    others: [job({ id: "1" }), job({ id: "70", executionOrder: 100, status: "READY" })],
    passedOn: ["FINISHED", "FINISHED", "PENDING"],
    givenBack: ["FINISHED", "PENDING", "READY"],
  },
  {
    title: "one that is paused",
    others: [job({ id: "1", status: "PAUSED" })],
    passedOn: ["PAUSED", "PENDING"],
    givenBack: ["PAUSED", "PENDING"],
  },
  {
    title: "one that is running",
    others: [job({ id: "1", status: "RUNNING" })],
    passedOn: ["RUNNING", "FINISHED"],
    givenBack: ["RUNNING", "PENDING"],
  },
  {
    title: "its own row paused meanwhile",
    others: [job({ id: "1" })],
    pausedMeanwhile: true,
    passedOn: ["PENDING", "PAUSED"],
    givenBack: ["PENDING", "PAUSED"],
  },
];

/** How training ends, and what the scheduler and the schedule are told. */
interface Ending {
  readonly title: string;
  readonly rows?: (rows: TenantRows) => TenantRows;
  readonly trainedBefore?: boolean;
  readonly watcher?: (world: World) => Watcher;
  readonly exitCode: number;
  /** Outcome of story_points, lead_time and rework_risk. */
  readonly outcomes: readonly string[];
  /** The row's error: null clears that of last night, undefined leaves it. */
  readonly error: RegExp | null | undefined;
  readonly givesBack?: boolean;
}

const KEPT = "kept";
const PROMOTED = "promoted";
const failing = (calls: (read: number) => boolean, error: () => Error) => (): Watcher => {
  let reads = 0;
  return {
    before(call) {
      if (call === "examples.read" && calls(++reads)) throw error();
    },
  };
};

const stopping =
  (when: keyof Watcher, at: string, signal: "SIGINT" | "SIGTERM") =>
  (world: World): Watcher => ({
    [when]: (call: string) => {
      if (call === at) world.stop(signal);
    },
  });

const ENDINGS: readonly Ending[] = [
  { title: "all were promoted", exitCode: 0, outcomes: [PROMOTED, PROMOTED, PROMOTED], error: null },
  { title: "none needed training", trainedBefore: true, exitCode: 0, outcomes: [KEPT, KEPT, KEPT], error: null },
  {
    title: "there was too little data",
    rows: (rows) => ({ ...rows, work_items: rows.work_items.slice(0, 20), prs: rows.prs.slice(0, 20) }),
    exitCode: 0,
    outcomes: ["too-little-data", "too-little-data", "too-little-data"],
    error: null,
  },
  {
    title: "all data were refused",
    rows: (rows) => ({
      ...rows,
      work_items: rows.work_items.map((row, i) =>
        i === 20 ? { ...row, story_points: "NaN", total_lead_time_seconds: "NaN" } : row,
      ),
      prs: rows.prs.map((row) => ({ ...row, review_cycles: 0, rework_commit_count: 0 })),
    }),
    exitCode: 65,
    outcomes: ["data-refused", "data-refused", "data-refused"],
    error:
      /^story_points: \d+ labels are not finite numbers; lead_time: \d+ labels .*; rework_risk: all \d+ rows have the same class$/,
  },
  {
    title: "data were refused for one model",
    rows: (rows) => ({ ...rows, prs: rows.prs.map((row) => ({ ...row, review_cycles: 9 })) }),
    exitCode: 1,
    outcomes: [PROMOTED, PROMOTED, "data-refused"],
    error: /^rework_risk: all \d+ rows have the same class$/,
  },
  {
    title: "one model failed",
    watcher: failing(
      (read) => read === 2,
      () => new ModelFailedError("no fit"),
    ),
    exitCode: 1,
    outcomes: [PROMOTED, "failed", PROMOTED],
    error: /^lead_time: no fit$/,
  },
  {
    title: "all models failed",
    watcher: failing(
      () => true,
      () => new ModelFailedError("no fit"),
    ),
    exitCode: 1,
    outcomes: ["failed", "failed", "failed"],
    error: /^story_points: no fit; lead_time: no fit; rework_risk: no fit$/,
  },
  {
    title: "there was a bug in one model",
    watcher: failing(
      (read) => read === 1,
      () => new TypeError("x is not a function"),
    ),
    exitCode: 70,
    outcomes: ["failed", PROMOTED, PROMOTED],
    error: /^story_points: x is not a function$/,
  },
  {
    title: "it was stopped before the first model",
    watcher: stopping("after", "jobs.claim", "SIGTERM"),
    exitCode: 143,
    outcomes: ["not-started", "not-started", "not-started"],
    error: undefined,
    givesBack: true,
  },
  {
    title: "it was stopped after the first model",
    watcher: stopping("before", "registry.promote", "SIGINT"),
    exitCode: 130,
    outcomes: [PROMOTED, "not-started", "not-started"],
    error: null,
  },
];

describeDatabases("a job run in which", (database) => {
  const open = useWorlds(database);

  async function prepare({ rows = (same) => same, trainedBefore = false }: Ending, { platform }: World): Promise<void> {
    const { tenants, work_items, prs } = generatedTenant({ workItems: 40, pullRequests: 40 });
    await insertRows(database(), rows({ tenants, work_items, prs, job_schedules: [] }));
    if (trainedBefore) await train(platform, ask());
  }

  for (const ending of ENDINGS) {
    for (const ring of RINGS) {
      it(`${ending.title}, with ${ring.title}`, async () => {
        const world = await open();
        await prepare(ending, world);
        await insertJobs(database(), [...ring.others, ownJob({ status: "PENDING", lastRunStartedAt: undefined })]);
        await database().knex("job_schedules").where({ id: 50 }).update({ error_message: "of last night" });
        const meanwhile = ring.pausedMeanwhile === true ? pauseAfterClaim(database()) : {};
        const platform = watched(watched(world.platform, meanwhile), ending.watcher?.(world) ?? {});

        const { tenants, exitCode } = await runJob(platform, ask());

        const result = tenants[0]!;
        expect(exitCode).to.equal(ending.exitCode);
        expect(MODEL_NAMES.map((model) => result.models[model]?.outcome)).to.deep.equal(ending.outcomes);
        const rows = await jobRows(database());
        const expected = ending.givesBack === true ? ring.givenBack : ring.passedOn;
        expect(rows.map(({ status }) => status)).to.deep.equal(expected);
        const own = rows.find(({ id }) => id === "50");
        expect(own?.startedAt).to.equal(NOW);
        expect(own?.succeededAt).to.equal(ending.error === null ? NOW : undefined);
        expectError(own?.error ?? null, ending.error);
        expect(await leaseIsFree(database())).to.equal(true);
        await expectRecord(database(), result.run, ending);
      });
    }
  }
});

function pauseAfterClaim({ knex }: TestDatabase): Watcher {
  return {
    after: async (call) => {
      if (call === "jobs.claim") await knex("job_schedules").where({ id: 50 }).update({ status: "PAUSED" });
    },
  };
}

function expectError(seen: string | null, expected: RegExp | null | undefined): void {
  if (expected instanceof RegExp) expect(seen).to.match(expected);
  else expect(seen).to.equal(expected === null ? null : "of last night");
}

async function expectRecord({ knex }: TestDatabase, run: string, { exitCode, outcomes }: Ending): Promise<void> {
  const record = (await knex("ml_runs").where({ tenant_id: 1, run }).first()) as Record<string, unknown>;
  expect(record).to.include({ command: "job run", exit_code: exitCode });
  expect(record["ended_at"]).to.not.equal(null);
  const models = JSON.parse(String(record["outcomes"])) as Record<string, { outcome: string }>;
  expect(MODEL_NAMES.map((model) => models[model]?.outcome)).to.deep.equal(outcomes);
}
