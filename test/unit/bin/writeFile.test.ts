import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { checkWritable, writeFile } from "../../../bin/writeFile.js";
import { UsageError } from "../../../src/errors.js";
import { rejection } from "../../helpers/program/rejection.js";

describe("checkWritable", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "mltrain-write-"));
    writeFileSync(join(folder, "there.svg"), "old");
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("accepts writable files, and changes nothing", async () => {
    for (const name of ["new.svg", "there.svg"]) await checkWritable(join(folder, name));
    expect(readdirSync(folder)).to.deep.equal(["there.svg"]);
    expect(readFileSync(join(folder, "there.svg"), "utf8")).to.equal("old");
  });

  for (const name of ["", "none/new.svg", "there.svg/new.svg"]) {
    it(`refuses a path that cannot be written: <folder>/${name}`, async () => {
      const file = join(folder, name);
      for (const error of [await rejection(checkWritable(file)), await rejection(writeFile(file, "new"))]) {
        expect(error).to.be.instanceOf(UsageError);
        expect((error as UsageError).message).to.include(`cannot write ${file}`);
      }
    });
  }
});
