import { COMMANDS, type RunRecord } from "../../domain/runs.js";
import type { DatabaseCost } from "../../usecases/ports/tenant/tenantWorkspace.js";
import type { RunLog } from "../../usecases/ports/tenant/runLog.js";
import type { NewRow, RawRow } from "../database/common/rows.js";
import type { TenantScope } from "../database/scope/tenantScope.js";
import { notLaterThan } from "./rows/asOf.js";
import { cellsOf, optionalTimeCell, timeCell } from "../decoding/cells.js";
import { isNumber, isRecord, recordOf, shapeOf } from "../decoding/shapes.js";

const RUNS = "ml_runs";

const isCost = shapeOf<DatabaseCost>({
  queries: isNumber,
  rows: isNumber,
  seconds: isNumber,
  slowestSeconds: isNumber,
});

/** The tenant's runs. A run that is killed stays without an end. */
export function runLog(scope: TenantScope): RunLog {
  return {
    start: (run) => scope.transaction((transaction) => transaction.insert(RUNS, [fromRun(run)])),

    async finish(run) {
      const row = fromRun(run);
      await scope.transaction((transaction) => transaction.upsert(RUNS, row, ["tenant_id", "run"], row));
    },

    async list(asOf, limit) {
      const order = [
        { column: "started_at", order: "desc" },
        { column: "run", order: "desc" },
      ];
      const query = scope.from(RUNS).select("*").orderBy(order).limit(limit);
      const rows = await scope.rows(notLaterThan(query, "started_at", asOf));
      return rows.map((row) => asSeenAt(toRun(row), asOf));
    },
  };
}

/** A run that ended later was still going on: how it ended was not known. */
function asSeenAt(run: RunRecord, asOf: number): RunRecord {
  if (run.endedAt === undefined || run.endedAt <= asOf) return run;
  const { command, startedAt, host, codeVersion } = run;
  return { run: run.run, command, startedAt, outcomes: {}, host, codeVersion };
}

function toRun(row: RawRow): RunRecord {
  const cells = cellsOf(RUNS, row);
  const endedAt = cells.optionalTime("ended_at");
  const exitCode = cells.optionalNumber("exit_code");
  const error = cells.optionalText("error");
  const cost = cells.json("cost", isCost);
  return {
    run: cells.text("run"),
    command: cells.oneOf("command", COMMANDS),
    startedAt: cells.time("started_at"),
    ...(endedAt === undefined ? {} : { endedAt }),
    outcomes: cells.json("outcomes", recordOf(isRecord)) ?? {},
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(error === undefined ? {} : { error }),
    ...(cost === undefined ? {} : { cost }),
    host: cells.text("host"),
    codeVersion: cells.text("code_version"),
  };
}

function fromRun(run: RunRecord): NewRow {
  return {
    run: run.run,
    command: run.command,
    started_at: timeCell(run.startedAt),
    ended_at: optionalTimeCell(run.endedAt),
    outcomes: JSON.stringify(run.outcomes),
    exit_code: run.exitCode ?? null,
    error: run.error ?? null,
    cost: run.cost === undefined ? null : JSON.stringify(run.cost),
    host: run.host,
    code_version: run.codeVersion,
  };
}
