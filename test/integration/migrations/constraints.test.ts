import { expect } from "chai";
import { tenantScope, type TenantScope } from "../../../src/adapters/database/scope/tenantScope.js";
import type { NewRow } from "../../../src/adapters/database/common/rows.js";
import { ATTEMPT_OUTCOMES } from "../../../src/domain/retraining/attempts.js";
import { JOB_STATUSES } from "../../../src/domain/jobs/jobRing.js";
import { MODEL_NAMES } from "../../../src/domain/models.js";
import { VERDICTS } from "../../../src/domain/evaluation.js";
import { COMMANDS } from "../../../src/domain/runs.js";
import { RELATION_COLUMNS } from "../../../src/domain/examples/sourceColumns.js";
import { parseTenantId } from "../../../src/domain/tenant.js";
import { DEPLOYMENT_CAUSES, LEARNERS } from "../../../src/domain/versions.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { rejection } from "../../helpers/program/rejection.js";

const NOW = "2025-01-01T00:00:00.000Z";

const MODEL: NewRow = {
  model: "lead_time",
  version: 1,
  learner: "ridge",
  artefact: "{}",
  artefact_hash: "0".repeat(64),
  hyperparameters: "{}",
  feature_schema: "[]",
  watermark: NOW,
  row_count: 1,
  fingerprint: "f",
  seed: 1,
  code_version: "0",
  run: "r",
  trained_at: NOW,
  trained_keys: "",
};
const OF_VERSION = { model: "lead_time", version: 1, run: "r" };
const ROWS: Readonly<Record<string, NewRow>> = {
  ml_models: { ...MODEL, version: 2 },
  ml_deployments: { ...OF_VERSION, seq: 1, cause: "train", actor: "a", deployed_at: NOW },
  ml_quarantine: { ...OF_VERSION, reason: "r", actor: "a", quarantined_at: NOW },
  ml_evaluations: { ...OF_VERSION, evaluated_at: NOW, scores: "{}", verdict: "healthy" },
  ml_attempts: {
    model: "lead_time",
    seq: 1,
    attempted_at: NOW,
    run: "r",
    triggers: "[]",
    outcome: "refused",
    fingerprint: "f",
    row_count: 1,
  },
  ml_runs: { run: "r", command: "train", started_at: NOW, outcomes: "{}", host: "h", code_version: "0" },
  ml_leases: { holder: "h", token: 1, expires_at: NOW },
  job_schedules: { job_name: "ML Training", execution_order: 99, status: "PENDING" },
};

/** Each closed union of the domain, with a column that holds it. */
const UNIONS: readonly (readonly [table: string, column: string, values: readonly string[]])[] = [
  ["ml_models", "model", MODEL_NAMES],
  ["ml_models", "learner", LEARNERS],
  ["ml_deployments", "cause", DEPLOYMENT_CAUSES],
  ["ml_evaluations", "verdict", VERDICTS],
  ["ml_attempts", "model", MODEL_NAMES],
  ["ml_attempts", "outcome", ATTEMPT_OUTCOMES],
  ["ml_runs", "command", COMMANDS],
  ["job_schedules", "status", JOB_STATUSES],
];

describeDatabases("the tables", (database) => {
  const scope = (): TenantScope => tenantScope(database().asRole, parseTenantId("1"), { statementTimeoutSeconds: 30 });

  beforeEach(async () => {
    await database()
      .knex("tenants")
      .insert([1, 2].map((id) => ({ id, name: `Tenant ${id}` })));
    await scope().insert(
      "ml_models",
      MODEL_NAMES.map((model) => ({ ...MODEL, model })),
    );
  });

  for (const [table, column, values] of UNIONS) {
    it(`hold each value of ${table}.${column}, and no other`, async () => {
      const outcomeOf = async (value: string): Promise<string> => {
        const undone = scope().transaction(async (transaction) => {
          await transaction.insert(table, [{ ...ROWS[table], [column]: value }]);
          throw new Error("held");
        });
        return ((await rejection(undone)) as Error).message;
      };
      for (const value of values) expect(await outcomeOf(value), value).to.equal("held");
      for (const value of ["other", "", values[0]?.toUpperCase() ?? ""]) {
        if (!values.includes(value)) expect(await outcomeOf(value), value).to.match(/check constraint/i);
      }
    });
  }

  for (const [table, row] of Object.entries(ROWS)) {
    if (table === "job_schedules") continue;
    it(`hold a row of ${table} once for each tenant`, async () => {
      const other = tenantScope(database().asRole, parseTenantId("2"), { statementTimeoutSeconds: 30 });
      await other.insert("ml_models", [MODEL]);
      await scope().insert(table, [row]);
      await other.insert(table, [row]);
      const error = await rejection(scope().insert(table, [row]));
      expect(database().dialect.isUniqueViolation(error)).to.equal(true);
    });
  }

  for (const table of ["ml_deployments", "ml_quarantine", "ml_evaluations"]) {
    it(`refuse a row of ${table} that is of another tenant's version, or of none`, async () => {
      const other = tenantScope(database().asRole, parseTenantId("2"), { statementTimeoutSeconds: 30 });
      for (const [owner, version] of [
        [other, 1],
        [scope(), 7],
      ] as const) {
        const error = await rejection(owner.insert(table, [{ ...ROWS[table], version }]));
        expect(error)
          .to.be.instanceOf(Error)
          .with.property("message")
          .that.matches(/foreign key/i);
      }
    });
  }

  for (const [relation, columns] of Object.entries(RELATION_COLUMNS)) {
    it(`have every column of ${relation} that mltrain knows`, async () => {
      expect(await scope().columnsOf(relation)).to.include.members([...columns]);
    });
  }
});

describeDatabases(
  "the tables of SQLite",
  (database) => {
    const times = ["2025-01-01 00:00:00", "2025-01-01T00:00:00Z", "2025-01-01T00:00:00.000+00:00", "soon", ""];
    for (const expires_at of times) {
      it(`refuse the time ${JSON.stringify(expires_at)}, which does not sort as text`, async () => {
        const scope = tenantScope(database().asRole, parseTenantId("1"), { statementTimeoutSeconds: 30 });
        const error = await rejection(scope.insert("ml_leases", [{ ...ROWS["ml_leases"], expires_at }]));
        expect(error)
          .to.be.instanceOf(Error)
          .with.property("message")
          .that.matches(/check constraint/i);
      });
    }
  },
  { only: "sqlite" },
);
