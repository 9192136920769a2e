import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { runProgram } from "../../helpers/program/program.js";
import {
  findBroken,
  findStuck,
  letTimePass,
  meet,
  openNextRun,
  storeRing,
  untilBegun,
} from "../../helpers/program/survival.js";

/* Short forms of `make bench-safety`, which tests many more moments. */

/** Milliseconds after the start of a run was recorded. */
const MOMENTS = [0, 150, 400];
const COMMANDS = [["job", "run"], ["train"]] as const;

describeDatabases("the built program", (database) => {
  for (const command of COMMANDS) {
    it(`killed during ${command.join(" ")} leaves no broken data, and no stuck job after the next run`, async () => {
      const tenants = MOMENTS.map((_, i) => i + 1);
      await storeRing(database(), tenants);
      const platform = await openNextRun(database().url);
      try {
        for (const [i, tenant] of tenants.entries()) {
          const moment = async (ended: () => boolean): Promise<void> => {
            await untilBegun(database(), tenant, ended);
            await wait(MOMENTS[i]);
          };
          await meet(database().url, command, tenant, moment, (kill) => {
            kill("SIGKILL");
          });
          expect(await findBroken(platform, tenant)).to.deep.equal([]);
          await letTimePass(database(), tenant);
          expect(await findStuck(platform, database(), tenant)).to.deep.equal([]);
        }
      } finally {
        await platform.close();
      }
    });
  }

  it("started several times at once trains once; the others exit with 75", async () => {
    await storeRing(database(), [1], 2000);
    const args = ["train", "--tenant", "1", "--db", database().url, "--log-level", "error"];
    const finished = await Promise.all(Array.from({ length: 4 }, () => runProgram(args)));
    expect(finished.map(({ code }) => code).sort()).to.deep.equal([0, 75, 75, 75]);
    expect(await database().knex("ml_models").where({ tenant_id: 1 }).select("version")).to.have.length(3);
  });
});

describeDatabases(
  "the built program with lost connections",
  (database) => {
    it("finishes, or exits with 69 or 75; the next run is clean", async () => {
      await storeRing(database(), [1, 2, 3]);
      const platform = await openNextRun(database().url);
      const { knex } = database();
      const cut = () =>
        knex("pg_stat_activity")
          .whereNot("pid", knex.raw("pg_backend_pid()"))
          .where("datname", knex.raw("current_database()"))
          .select(knex.raw("pg_terminate_backend(pid)"));
      try {
        for (const [tenant, delay] of [
          [1, 0],
          [2, 100],
          [3, 300],
        ] as const) {
          const moment = async (ended: () => boolean): Promise<void> => {
            await untilBegun(database(), tenant, ended);
            await wait(delay);
          };
          const { code, stderr } = await meet(database().url, ["job", "run"], tenant, moment, cut);
          expect(code, stderr).to.be.oneOf([0, 69, 75]);
          expect(await findBroken(platform, tenant)).to.deep.equal([]);
          await letTimePass(database(), tenant);
          expect(await findStuck(platform, database(), tenant)).to.deep.equal([]);
        }
      } finally {
        await platform.close();
      }
    });
  },
  { only: "postgres" },
);
