import { expect } from "chai";
import { explainSqlite } from "../../../../src/adapters/database/sqlite/errors.js";
import { EXIT } from "../../../../src/errors.js";

describe("explainSqlite", () => {
  // What libsql 0.5.29 says when another user's file in WAL mode is opened without the right to write; the tests may run
  // as root, whom no file refuses.
  const message = "attempt to write a readonly database";

  for (const code of [undefined, "SQLITE_ERROR", "SQLITE_READONLY"]) {
    it(`takes a read-only file for a matter of configuration, with the code ${String(code)}`, () => {
      const explained = explainSqlite(Object.assign(new Error(message), code === undefined ? {} : { code }));
      expect(explained).to.include({ exitCode: EXIT.configuration });
      expect(explained?.hint).to.match(/writable/);
    });
  }
});
