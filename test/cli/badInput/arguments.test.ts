import { expectRefused } from "../../helpers/program/programRefusal.js";
import { runProgram } from "../../helpers/program/program.js";
import { seededFile, TENANTS } from "../../helpers/program/seededFiles.js";
import { expect } from "chai";

/** A refused command line: its arguments, exit code, message and hint. */
type Row = readonly [args: readonly string[], code: number, says: RegExp, hint: RegExp];

const ID = /Give the id of a row of the tenants table, in digits: for example --tenant 1\./;
const MODELS = /Use one of: story_points, lead_time, rework_risk\./;

const ROWS: readonly Row[] = [
  [
    ["assess", "--tenant", String(TENANTS.unknown)],
    66,
    /^there is no tenant 99$/,
    /must stand in the tenants relation/,
  ],
  [["train", "--tenant", String(TENANTS.unknown)], 66, /^there is no tenant 99$/, /must stand in the tenants relation/],
  [["job", "ensure", "--tenant", "99"], 66, /^there is no tenant 99$/, /must stand in the tenants relation/],
  [["train", "--tenant", String(TENANTS.inactive)], 66, /^tenant 7 is inactive$/, /Only active tenants are worked for/],
  [
    ["status", "--tenant", String(TENANTS.inactive)],
    66,
    /^tenant 7 is inactive$/,
    /Only active tenants are worked for/,
  ],
  [["train", "--tenant", "0"], 64, /^tenant id "0" is not valid$/, ID],
  [["train", "--tenant", "1e3"], 64, /^tenant id "1e3" is not valid$/, ID],
  [["train", "--tenant", "1;drop table work_items"], 64, /^tenant id "1;drop table work_items" is not valid$/, ID],
  [["train", "--tenant", "1", "--model", "velocity"], 66, /^model "velocity" not found$/, MODELS],
  [["train", "--tenant", "1", "--forec"], 64, /^unknown option '--forec'$/, /^Did you mean --force\?$/],
  [["trian", "--tenant", "1"], 64, /^unknown command 'trian'$/, /^Did you mean train\?$/],
  [["rollback", "--tenant", "1", "--model", "lead_time"], 64, /there is no terminal$/, /Add --yes to confirm/],
];

describe("a wrong argument of the built program", () => {
  let file: string;
  before(async () => {
    file = await seededFile();
  });

  for (const [args, code, says, hint] of ROWS) {
    it(`exits with ${code}, and changes nothing in the database: mltrain ${args.join(" ")}`, async () => {
      await expectRefused({ args, code, says, hint, database: file });
    });
  }

  it("is refused before the database is opened", async () => {
    const { code, stderr } = await runProgram([
      "train",
      "--tenant",
      "0",
      "--db",
      "postgres://nobody@no-such-host.invalid/x",
    ]);
    expect(code).to.equal(64);
    expect(stderr).to.not.include("no-such-host");
  });
});
