import { expect } from "chai";
import { parseDatabaseUrl } from "../../../../src/adapters/database/common/databaseUrl.js";
import { ConfigurationError } from "../../../../src/errors.js";

describe("parseDatabaseUrl", () => {
  const paths: Readonly<Record<string, string>> = {
    "./mltrain.sqlite": "./mltrain.sqlite",
    "/data/x.db": "/data/x.db",
    "sqlite:x.db": "x.db",
    "sqlite:/data/x.db": "/data/x.db",
    "sqlite:///data/x.db": "/data/x.db",
    "sqlite://x.db": "x.db",
    "file:x.db": "x.db",
    "file:///data/x.db": "/data/x.db",
    "FILE:/data/x.db": "/data/x.db",
    " x.db\n": "x.db",
    ":memory:": ":memory:",
  };
  for (const [url, path] of Object.entries(paths)) {
    it(`takes ${JSON.stringify(url)} for the SQLite file ${path}`, () => {
      expect(parseDatabaseUrl(url)).to.deep.equal({ kind: "sqlite", path });
    });
  }

  for (const url of ["postgres://u@h/db", "postgresql://u:p@h:5432/db", "postgres:///db?host=/run/postgresql"]) {
    it(`takes ${url} for Postgres`, () => {
      expect(parseDatabaseUrl(url)).to.deep.equal({ kind: "postgres", url });
    });
  }

  for (const url of ["", "  ", "sqlite:", "file://", "mysql://u:secret@h/db", "https://u:secret@h/db"]) {
    it(`refuses ${JSON.stringify(url)} without showing a password`, () => {
      expect(() => parseDatabaseUrl(url))
        .to.throw(ConfigurationError)
        .with.property("message")
        .that.does.not.include("secret");
    });
  }
});
