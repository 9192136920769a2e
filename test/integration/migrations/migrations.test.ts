import { expect } from "chai";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "../../../src/adapters/database/common/database.js";
import { MIGRATIONS } from "../../../src/adapters/migrations/index.js";
import { migrations, requireMigrated } from "../../../src/adapters/migrations/runner.js";
import { modelRegistry } from "../../../src/adapters/registry/registry.js";
import { ConfigurationError } from "../../../src/errors.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { migrateInAnotherProcess } from "../../helpers/databases/migrator.js";
import { rejection } from "../../helpers/program/rejection.js";
import { dumpSchema } from "../../helpers/databases/schemaDump.js";
import { grantRole } from "../../helpers/databases/postgresRole.js";
import { scopeOf } from "../../helpers/databases/scopes.js";

const ALL = MIGRATIONS.map(({ name }) => name);

async function tablesOf({ knex, dialect }: Database): Promise<string[]> {
  const rows: { name: string }[] =
    dialect.kind === "sqlite"
      ? await knex("sqlite_master").where("type", "table").whereNot("name", "like", "sqlite_%").select("name")
      : await knex("pg_tables").where("schemaname", "public").select("tablename as name");
  return rows.map((row) => row.name).sort();
}

const OWN = [
  ...["ml_attempts", "ml_deployments", "ml_evaluations", "ml_leases"],
  ...["ml_models", "ml_quarantine", "ml_runs"],
];
const BOOKKEEPING = ["mltrain_migrations", "mltrain_migrations_lock"];
const PLATFORM = ["job_schedules", "prs", "tenants", "work_items"];

describeDatabases(
  "migrations, from an empty database on,",
  (database) => {
    it("are all pending, which asking does not change", async () => {
      expect(await migrations(database()).status()).to.deep.equal({ applied: [], pending: ALL });
      const error = await rejection(requireMigrated(database()));
      expect(error).to.be.instanceOf(ConfigurationError).with.property("hint", "Run `mltrain migrate`.");
      for (const name of ALL) expect((error as Error).message).to.include(name);
      expect(await tablesOf(database())).to.deep.equal([]);
    });

    it("leave nothing behind where one fails", async () => {
      const { knex } = database();
      await knex.schema.createTable("ml_runs", (table) => table.integer("other"));
      expect(await rejection(migrations(database()).up())).to.be.instanceOf(Error);
      expect(await tablesOf(database())).to.deep.equal(["ml_runs"]);
      await knex.schema.dropTable("ml_runs");
    });

    it("are applied once, by whichever of several programs comes first", async () => {
      const applied = await Promise.all([1, 2, 3].map(() => migrateInAnotherProcess(database().ownerUrl)));
      expect(applied.map((names) => names.length).sort()).to.deep.equal([0, 0, ALL.length]);
      expect(applied.flat()).to.deep.equal(ALL);
    });

    it("make mltrain's tables, and on SQLite the platform's", async () => {
      const platform = database().dialect.kind === "sqlite" ? PLATFORM : [];
      expect(await tablesOf(database())).to.deep.equal([...OWN, ...BOOKKEEPING, ...platform].sort());
    });

    it("have nothing to do the next time", async () => {
      expect(await migrations(database()).up()).to.deep.equal([]);
      expect(await migrations(database()).status()).to.deep.equal({ applied: ALL, pending: [] });
      await requireMigrated(database());
    });

    it("let a database pass that a newer program has migrated further", async () => {
      const { knex } = database();
      const newer = { name: "9999_newer", batch: 9, migration_time: "2025-01-01T00:00:00.000Z" };
      await knex("mltrain_migrations").insert(newer);
      await requireMigrated(database());
      expect(await migrations(database()).up()).to.deep.equal([]);
      await knex("mltrain_migrations").where({ name: newer.name }).delete();
    });

    it("name what a database of an older program lacks", async () => {
      const { knex } = database();
      const last = ALL.at(-1) ?? "";
      await MIGRATIONS.at(-1)?.down?.(knex);
      await knex("mltrain_migrations").where({ name: last }).delete();
      expect(await rejection(requireMigrated(database()))).to.have.property(
        "message",
        `the database is not up to date: ${last} to be applied`,
      );
      expect(await migrations(database()).up()).to.deep.equal([last]);
    });
  },
  { migrated: false },
);

describeDatabases(
  "migrations, where the platform's relations are there already,",
  (database) => {
    it("leave them alone", async () => {
      const { knex } = database();
      await knex.schema.createTable("work_items", (table) => table.text("mine"));
      await knex("work_items").insert({ mine: "kept" });
      await knex.raw("create view prs as select 1 as one");
      await migrations(database()).up();
      expect(await knex("work_items").select()).to.deep.equal([{ mine: "kept" }]);
      expect(await knex("prs").select()).to.deep.equal([{ one: 1 }]);
    });
  },
  { migrated: false },
);

describeDatabases(
  "migrations, of a database of the release before,",
  (database) => {
    it("keep its versions and deployments, which are not pinned and kept no evidence", async () => {
      await migrations(database()).up();
      const { knex } = database();
      const [last] = MIGRATIONS.slice(-1);
      await last?.down?.(knex);
      await knex("mltrain_migrations").where({ name: last?.name }).delete();
      const time = "2025-01-01T00:00:00.000Z";
      const version = { tenant_id: 1, model: "lead_time", version: 1, run: "r" };
      const about = {
        hyperparameters: "{}",
        feature_schema: "[]",
        watermark: time,
        trained_at: time,
        trained_keys: "",
      };
      const row = { learner: "ridge", artefact: "{}", artefact_hash: "0", row_count: 40, fingerprint: "f", seed: 1 };
      await knex("ml_models").insert({ ...version, ...about, ...row, code_version: "0.1.0" });
      await knex("ml_deployments").insert({ ...version, seq: 1, cause: "train", actor: "a", deployed_at: time });
      expect(await migrations(database()).up()).to.deep.equal([last?.name]);
      await grantRole(database());
      const registry = modelRegistry(scopeOf(database()));
      const champion = await registry.findChampion("lead_time", Infinity);
      expect(champion?.version).to.include({ version: 1, rows: 40 });
      expect(champion?.deployment).to.include({ seq: 1, pinned: false });
      expect(await registry.loadEvidence("lead_time", 1)).to.deep.equal({ holdout: undefined, mix: undefined });
      expect(await registry.listAttempts("lead_time", Infinity, 20)).to.deep.equal([]);
    });
  },
  { migrated: false },
);

describeDatabases(
  "the schema after all migrations",
  (database) => {
    it("is the one that is kept for review in test/schema", async () => {
      await migrations(database()).up();
      const file = join("test", "schema", `${database().dialect.kind}.txt`);
      const dump = await dumpSchema(database());
      if ((process.env["MLTRAIN_UPDATE_SCHEMA"] ?? "") !== "") writeFileSync(file, dump);
      expect(dump).to.equal(readFileSync(file, "utf8"));
    });
  },
  { migrated: false },
);
