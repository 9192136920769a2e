import { expect } from "chai";
import { redactSecrets, shownPath } from "../../src/redaction.js";

describe("redactSecrets", () => {
  const secrets: readonly (readonly [text: string, redacted: string])[] = [
    ["postgres://u:p@h:5432/d?sslmode=require", "postgres://***@h:5432/d?sslmode=require"],
    ["postgresql://u:p@ss@h/d", "postgresql://***@h/d"],
    ["postgres://u@h/d", "postgres://***@h/d"],
    ["host=h user=u password=p@ss dbname=d", "host=h user=u password=*** dbname=d"],
    ["host=h password=a:b@c dbname=d", "host=h password=*** dbname=d"],
    ["password='a b' host=h", "password=*** host=h"],
    ["postgres://h/d?user=u&password=abc&x=1", "postgres://h/d?user=u&password=***&x=1"],
    ["PGPASSWORD=abc", "PGPASSWORD=***"],
    ["postgres://u:se@cr/et@h/db", "postgres://***@h/db"],
    ["postgres://:secret@h/db", "postgres://***@h/db"],
    ["cannot open postgres://u:secret@h/db: refused", "cannot open postgres://***@h/db: refused"],
    ["cannot open //u:se@cret@h/db: refused", "cannot open ***@h/db: refused"],
    ["://u:secret@h/db", "***@h/db"],
    [":secret@h/db", "***@h/db"],
    ["there is no u:secret@h/db", "there is no ***@h/db"],
    ["at 12:30 by ada@example.org", "at 12:30 by ada@example.org"],
    ["postgres://user:password@host:5432/database", "postgres://user:password@host:5432/database"],
    ["./data/a@b.sqlite", "./data/a@b.sqlite"],
    ["./mltrain.sqlite, by ada@example.org", "./mltrain.sqlite, by ada@example.org"],
    ['cannot reach postgres://ada:p"w x@db:5432/platform', "cannot reach postgres://***@db:5432/platform"],
    ["postgres://ada:secret is malformed", "postgres://***"],
    ["postgres://db:5432/platform is down", "postgres://db:5432/platform is down"],
    ["got host=db password=a b&c dbname=x", "got host=db password=*** dbname=x"],
    ["libsql://db?authToken=abc&tls=1", "libsql://db?authToken=***&tls=1"],
    ['{"user":"ada","password":"a\\"b"}', '{"user":"ada","password":"***"}'],
    ["a.json:3:5: window: expected hours, got 7", "a.json:3:5: window: expected hours, got 7"],
    ["no file /data/issue_key=5/x.csv: it is gone", "no file /data/issue_key=5/x.csv: it is gone"],
    ["no /data/auth_token=5/x.csv: it is gone", "no /data/auth_token=***/x.csv: it is gone"],
    ["passphrase=a b sslmode=x", "passphrase=*** sslmode=x"],
    ["postgres://user:password@secret@h", "postgres://***@h"],
    ["got postgres:ada:secret", "got postgres:***"],
    ["see https://example.org/docs", "see https://example.org/docs"],
  ];
  for (const [text, redacted] of secrets) {
    it(`makes ${redacted} of ${text}`, () => {
      expect(redactSecrets(text)).to.equal(redacted);
    });
  }
});

describe("redactSecrets of long texts", () => {
  it("ends soon, and shows their beginning", () => {
    for (const text of ["w", "a://", "postgres/", "a://b", "password= ", "x:", ":", "'"].map((part) =>
      part.repeat(500_000),
    )) {
      const began = performance.now();
      expect(shownPath(text).length).to.be.below(100);
      expect(redactSecrets(text).length).to.be.at.most(10_100);
      expect(performance.now() - began, text.slice(0, 9)).to.be.below(2000); // it was minutes
    }
  });
});

describe("shownPath", () => {
  it("shows paths, and nothing that may be a connection string", () => {
    for (const path of [
      "./mltrain.sqlite",
      "/data/dt=2026-11-28/x.db",
      "/mnt/@home/Bob's x.db",
      "C:\\data\\x.db",
      "/data/issue_key=5/c.json",
    ]) {
      expect(shownPath(path)).to.equal(path);
    }
    for (const other of [
      "ada:secret@db",
      "--password secret",
      "postgres//ada:secret/db",
      "//ada:secret/db",
      "host=x password: secret",
      "host=db password=secret",
      '{"password":"secret"}',
      "x.db?key=secret",
    ]) {
      expect(shownPath(other)).to.not.include("secret");
    }
  });
});
