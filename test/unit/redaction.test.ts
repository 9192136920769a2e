import { expect } from "chai";
import { redactSecrets, shownPath } from "../../src/redaction.js";

describe("redactSecrets", () => {
  const said: Readonly<Record<string, string>> = {
    'cannot reach postgres://ada:p"w x@db:5432/platform': "cannot reach postgres://***@db:5432/platform",
    "postgres://ada:secret is malformed": "postgres://***",
    "postgres://db:5432/platform is down": "postgres://db:5432/platform is down",
    "got host=db password=a b&c dbname=x": "got host=db password=*** dbname=x",
    "libsql://db?authToken=abc&tls=1": "libsql://db?authToken=***&tls=1",
    '{"user":"ada","password":"a\\"b"}': '{"user":"ada","password":"***"}',
    "write postgres://user:password@host": "write postgres://user:password@host",
    "a.json:3:5: window: expected hours, got 7": "a.json:3:5: window: expected hours, got 7",
  };
  for (const [text, shown] of Object.entries(said)) {
    it(`says ${shown} of ${text}`, () => {
      expect(redactSecrets(text)).to.equal(shown);
    });
  }
});

describe("shownPath", () => {
  it("shows paths, and nothing that may be a connection string", () => {
    for (const path of ["./mltrain.sqlite", "/data/dt=2026-11-28/x.db", "/mnt/@home/Bob's x.db", "C:\\data\\x.db"]) {
      expect(shownPath(path)).to.equal(path);
    }
    for (const other of ["ada:secret@db", "host=db password=secret", '{"password":"secret"}', "x.db?key=secret"]) {
      expect(shownPath(other)).to.not.include("secret");
    }
  });
});
