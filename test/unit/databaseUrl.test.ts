import { expect } from "chai";
import { parseDatabaseUrl, redactUrl } from "../../src/adapters/database/databaseUrl.js";
import { ConfigurationError } from "../../src/errors.js";

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

describe("redactUrl", () => {
  const redacted: Readonly<Record<string, string>> = {
    "postgres://u:secret@h/db": "postgres://u:***@h/db",
    "postgres://u:se@cr/et@h/db": "postgres://u:***@h/db",
    "postgres://:secret@h/db": "postgres://:***@h/db",
    "postgres://h/db?user=u&password=secret&x=1": "postgres://h/db?user=u&password=***&x=1",
    "cannot open postgres://u:secret@h/db: refused": "cannot open postgres://u:***@h/db: refused",
    "host=h password=secret": "host=h password=***",
    "postgres://u@h:5432/db": "postgres://u@h:5432/db",
    "./data/a@b.sqlite": "./data/a@b.sqlite",
  };
  for (const [text, expected] of Object.entries(redacted)) {
    it(`shows ${text} as ${expected}`, () => {
      expect(redactUrl(text)).to.equal(expected);
    });
  }
});
