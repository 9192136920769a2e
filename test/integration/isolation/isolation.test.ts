import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { inputsOf } from "../../helpers/longTests.js";
import { histories, setStage } from "../../helpers/leaks/nonInterference.js";

const RUNS = inputsOf({ short: 4, long: 80 });

describeDatabases("what other tenants do", (database) => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "mltrain-strangers-"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("changes no byte of what a tenant sees, and nothing of theirs is shown", async () => {
    const stage = await setStage(database(), database().url, folder);
    const alone = await stage.live(undefined);
    const everything = alone.shown.join("\n");
    expect(everything)
      .to.match(/"outcome":"promoted"/)
      .and.to.match(/"outcome":"rolled-back"/);
    expect(everything)
      .to.match(/"job":"ran"/)
      .and.to.match(/"outcome":"predicted"/);
    expect(everything).to.not.match(/"exitCode":70/);
    await fc.assert(
      fc.asyncProperty(histories, async (events) => {
        const seen = await stage.live(events);
        expect(seen.shown).to.deep.equal(alone.shown);
        expect(seen.written).to.deep.equal(alone.written);
        expect(seen.sings).to.equal(false);
      }),
      { numRuns: RUNS, seed: 20_261_123, endOnFailure: true },
    );
  }).timeout(20_000 + 10_000 * RUNS);
});
