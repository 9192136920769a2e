import { expect } from "chai";
import { runLog } from "../../../src/adapters/registry/runLog.js";
import { COMMANDS, type RunRecord } from "../../../src/domain/runs.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { scopeOf } from "../../helpers/databases/scopes.js";

describeDatabases("the run log", (database) => {
  const log = (tenant = 1) => runLog(scopeOf(database(), tenant));
  const started = (fields: Partial<RunRecord> = {}): RunRecord => ({
    run: "run-1",
    command: "train",
    startedAt: 1_000,
    outcomes: {},
    host: "host-1",
    codeVersion: "0.1.0",
    ...fields,
  });
  const ended: RunRecord = {
    ...started(),
    endedAt: 5_000,
    outcomes: { lead_time: { outcome: "failed", error: "„no“\n\u2028 room", exitCode: 1 } },
    exitCode: 1,
    error: "the disk is full",
    cost: { queries: 12, rows: 3_000_000, seconds: 1.25, slowestSeconds: 1e-7 },
  };

  it("keeps a run from its start, and how it ended", async () => {
    await log().start(started());
    expect(await log().list(Infinity, 10)).to.deep.equal([started()]);
    await log().finish(ended);
    expect(await log().list(Infinity, 10)).to.deep.equal([ended]);
  });

  it("keeps the end of a run whose start could not be written", async () => {
    await log().finish(ended);
    expect(await log().list(Infinity, 10)).to.deep.equal([ended]);
  });

  it("takes every command", async () => {
    for (const command of COMMANDS) await log().start(started({ run: command, command }));
    const kept = (await log().list(Infinity, 10)).map(({ command }) => command);
    expect(kept.sort()).to.deep.equal([...COMMANDS].sort());
  });

  it("lists the newest first, at most so many", async () => {
    for (const [run, startedAt] of [
      ["b", 2_000],
      ["a", 2_000],
      ["c", 1_000],
      ["d", 3_000],
    ] as const) {
      await log().start(started({ run, startedAt }));
    }
    const names = async (limit: number) => (await log().list(Infinity, limit)).map(({ run }) => run);
    expect(await names(10)).to.deep.equal(["d", "b", "a", "c"]);
    expect(await names(2)).to.deep.equal(["d", "b"]);
  });

  it("shows what was known at a time: a run that ended later was still going on", async () => {
    await log().finish(ended);
    expect(await log().list(999, 10)).to.deep.equal([]);
    expect(await log().list(1_000, 10)).to.deep.equal([started()]);
    expect(await log().list(4_999, 10)).to.deep.equal([started()]);
    expect(await log().list(5_000, 10)).to.deep.equal([ended]);
  });

  it("is each tenant's own", async () => {
    await log(1).start(started());
    await log(2).start(started({ host: "host-2" }));
    await log(2).finish({ ...ended, host: "host-2" });
    expect(await log(1).list(Infinity, 10)).to.deep.equal([started()]);
    expect((await log(2).list(Infinity, 10)).map(({ host }) => host)).to.deep.equal(["host-2"]);
  });
});
