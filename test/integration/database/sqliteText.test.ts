import { join } from "node:path";
import { expect } from "chai";
import Driver from "libsql";
import { tenantScope, type TenantScope } from "../../../src/adapters/database/scope/tenantScope.js";
import { parseTenantId } from "../../../src/domain/tenant.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { eachRow } from "../../helpers/rows/eachRow.js";
import { documentIn } from "../../helpers/program/documents.js";
import { runProgram } from "../../helpers/program/program.js";
import { newFolder, UNTIL } from "../../helpers/program/seededFiles.js";
import { openUnguarded } from "../../helpers/databases/unguarded.js";
import { insertTenant } from "../../helpers/tenants/tenants.js";

/** Bytes of a text, and what is read: the Unicode Standard, table 3-8, says how much each U+FFFD stands for. */
const TEXTS: readonly (readonly [bytes: string, read: string])[] = [
  ["", ""],
  ["6166ff", "af\ufffd"],
  ["636166e920", "caf\ufffd "], // café in ISO 8859-1
  ["eda080", "\ufffd\ufffd\ufffd"], // an unpaired surrogate
  ["c080", "\ufffd\ufffd"], // NUL in two bytes
  ["f09d84", "\ufffd"], // cut short
  ["efbbbf41", "\ufeffA"],
  ["c3a9f09d849e", "é𝄞"],
  ["09410a7f", "\tA\n\u007f"],
  ["c3a900c3a9", "é"], // what is after a NUL, the driver never reads
  ["6100ff", "a"],
];

describeDatabases(
  "text of SQLite that is not UTF-8",
  (database) => {
    it("is read with U+FFFD for what it lacks, all at once and row by row; other values are as they were", async () => {
      const { knex } = database();
      await knex.raw("create table texts (tenant_id integer, id integer, value)");
      try {
        const values = [...TEXTS.map(([bytes]) => `cast(x'${bytes}' as text)`), "x'54ff00'", "1.5", "null", "'T'"];
        for (const [id, value] of values.entries())
          await knex.raw(`insert into texts values (1, ${String(id)}, ${value})`);
        const expected = [...TEXTS.map(([, read]) => read), new Uint8Array([0x54, 0xff, 0]).buffer, 1.5, null, "T"];

        const scope = tenantScope(database(), parseTenantId("1"), { statementTimeoutSeconds: 30 });
        const select = (from: TenantScope) => from.from("texts").select("tenant_id", "value").orderBy("id");
        expect((await scope.rows(select(scope))).map(({ value }) => value)).to.deep.equal(expected);
        const streamed = await scope.snapshot(async (snapshot) => {
          const seen: unknown[] = [];
          for await (const { value } of eachRow(snapshot.stream(select(snapshot)))) seen.push(value);
          return seen;
        });
        expect(streamed).to.deep.equal(expected);
      } finally {
        await knex.raw("drop table texts");
      }
    });

    it("of one tenant stands in no tenant's way", async () => {
      const { knex, url } = database();
      for (const id of [1, 2]) await insertTenant(database(), { id, until: UNTIL, workItems: 120, pullRequests: 120 });
      for (const column of ["key", "wit_id", "assignee", "summary", "team"])
        await knex.raw(
          `update work_items set ${column} = cast(x'e9' || ${column} as text) where tenant_id = 1 and id % 9 = 0`,
        );
      const { code, stdout, stderr } = await runProgram(["train", "--all-tenants", "--json", "--db", url]);
      expect(code, stderr).to.equal(0);
      const { tenants } = documentIn(stdout, "train") as unknown as { tenants: { tenant: number; exitCode: number }[] };
      expect(tenants.map(({ tenant, exitCode }) => [tenant, exitCode])).to.deep.equal([
        [1, 0],
        [2, 0],
      ]);
    });

    it("in an artefact is an artefact that was tampered with: 73", async () => {
      const { knex, url } = database();
      await insertTenant(database(), { id: 1, until: UNTIL, workItems: 120, pullRequests: 120 });
      expect((await runProgram(["train", "--tenant", "1", "--db", url])).code).to.equal(0);
      await knex.raw("update ml_models set artefact = cast(x'ff' || artefact as text)");
      const { code, stderr } = await runProgram(["predict", "--tenant", "1", "--model", "lead_time", "--db", url]);
      expect(code, stderr).to.equal(73);
    });
  },
  { only: "sqlite" },
);

describe("a SQLite file in UTF-16", () => {
  for (const encoding of ["UTF-16le", "UTF-16be"]) {
    it(`is read as one in UTF-8: ${encoding}`, async () => {
      const path = join(newFolder(), "mltrain.sqlite");
      const file = new Driver(path);
      file.exec(`pragma encoding = '${encoding}'`);
      file.exec("create table texts (value)");
      file.exec("insert into texts values ('aé𝄞'), (x'5400ff'), ('plain'), (2.5), (null)");
      file.close();
      const opened = await openUnguarded(path);
      const rows = await opened.knex<{ value: unknown }>("texts").select("value");
      expect(rows.map(({ value }) => value)).to.deep.equal([
        "aé𝄞",
        new Uint8Array([0x54, 0, 0xff]).buffer,
        "plain",
        2.5,
        null,
      ]);
      await opened.close();
    });
  }
});
