import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import type { Database } from "../../../src/adapters/database/common/database.js";
import { migrations } from "../../../src/adapters/migrations/runner.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { commandLines } from "../../helpers/fuzz/commandLines.js";
import { configFiles, csvFiles } from "../../helpers/fuzz/files.js";
import { grafts } from "../../helpers/fuzz/wild.js";
import { wildCells } from "../../helpers/fuzz/wildRows.js";
import {
  fuzzWorld,
  tryArtefact,
  tryCommandLine,
  tryConfig,
  tryCsv,
  tryRows,
  type FuzzWorld,
} from "../../helpers/fuzz/world.js";
import { inputsOf } from "../../helpers/longTests.js";
import { openUnguarded } from "../../helpers/databases/unguarded.js";

/* The short form of `make bench-safety`'s fuzzing: no input may be a bug, which is an exit code of 70 or a stack. */

const RUNS = inputsOf({ short: 20, long: 400 });

async function neverABug<Input>(
  inputs: fc.Arbitrary<Input>,
  attempt: (input: Input) => Promise<string | undefined>,
): Promise<void> {
  const property = fc.asyncProperty(inputs, async (input) => {
    expect(await attempt(input)).to.equal(undefined);
  });
  await fc.assert(property, { numRuns: RUNS });
}

/** Works in a folder of its own, since command lines name files. */
function useFolder(): () => string {
  let folder: string;
  let home: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "mltrain-fuzz-"));
    home = process.cwd();
    process.chdir(folder);
  });
  after(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  });
  return () => folder;
}

describe("an input that nobody would think of", () => {
  const folder = useFolder();
  let database: Database;
  let world: FuzzWorld;
  before(async () => {
    const url = join(folder(), "small.sqlite");
    database = await openUnguarded(url, { create: true });
    await migrations(database).up();
    world = await fuzzWorld(database, url, folder());
  });
  after(() => database.close());

  it("is never a bug as a command line", () => neverABug(commandLines, (input) => tryCommandLine(world, input)));
  it("is never a bug as a config file", () => neverABug(configFiles, (input) => tryConfig(world, input)));
  it("is never a bug as a CSV file", () => neverABug(csvFiles, (input) => tryCsv(world, input)));
  it("is never a bug as an artefact", () =>
    neverABug(fc.record({ which: fc.nat(2), grafts }), (input) => tryArtefact(world, input)));
});

describeDatabases("rows that nobody would think of", (database) => {
  const folder = useFolder();

  it("are never a bug", async () => {
    const world = await fuzzWorld(database(), database().url, folder());
    const commands = fc.array(fc.nat(11), { minLength: 2, maxLength: 2 });
    await neverABug(fc.record({ cells: wildCells, commands }), (input) => tryRows(world, input));
  });
});
