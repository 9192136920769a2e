import { createHash } from "node:crypto";
import { expect } from "chai";
import { leaseStore } from "../../../src/adapters/jobs/leaseStore.js";
import { modelRegistry } from "../../../src/adapters/registry/registry.js";
import { ArtefactError } from "../../../src/errors.js";
import { baselineArtefact } from "../../helpers/tenants/artefacts.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { newPromotion } from "../../helpers/tenants/newVersion.js";
import { refusal } from "../../helpers/program/refusal.js";
import { scopeOf } from "../../helpers/databases/scopes.js";

describeDatabases("artefacts in the database", (database) => {
  beforeEach(async () => {
    const lease = await leaseStore(scopeOf(database())).acquire("run-1", 60);
    await modelRegistry(scopeOf(database())).promote(newPromotion(), lease);
  });

  const change = (row: Readonly<Record<string, string>>) => database().knex("ml_models").update(row);
  const loadRefusal = (): Promise<ArtefactError> =>
    refusal(ArtefactError, modelRegistry(scopeOf(database())).loadArtefact("lead_time", 1));
  const { text, hash } = stored(baselineArtefact(2.5));

  it("are stored as the text that was hashed", async () => {
    const rows = (await database().knex("ml_models").select("artefact", "artefact_hash")) as unknown[];
    expect(rows).to.deep.equal([{ artefact: text, artefact_hash: hash }]);
  });

  it("are refused (73) with one character changed", async () => {
    await change({ artefact: text.replace("2.5", "2.6") });
    const { message, exitCode } = await loadRefusal();
    expect(exitCode).to.equal(73);
    expect(message).to.contain("lead_time_tenant_1_v1 does not match its hash").and.contain(hash);
  });

  it("are refused (73) with the end missing", async () => {
    await change({ artefact: text.slice(0, 20) });
    expect((await loadRefusal()).message).to.contain("does not match its hash");
  });

  it("are refused (73) with another version's hash", async () => {
    await change({ artefact_hash: "0".repeat(64) });
    expect((await loadRefusal()).message).to.contain(`recorded ${"0".repeat(64)}`);
  });

  it("are refused (73) in a newer format, though the hash is right", async () => {
    const newer = stored({ ...baselineArtefact(2.5), format: 5 });
    await change({ artefact: newer.text, artefact_hash: newer.hash });
    const { message, hint } = await loadRefusal();
    expect(message).to.contain("has format 5; this program reads format 4");
    expect(hint).to.match(/^mltrain \d.* wrote it/);
  });

  it("are refused (73) when they are another model's, though the hash is right", async () => {
    const other = stored(baselineArtefact(2.5, { model: "story_points" }));
    await change({ artefact: other.text, artefact_hash: other.hash });
    expect((await loadRefusal()).message).to.contain("holds an artefact of story_points");
  });

  it("that are not there are named", async () => {
    const registry = modelRegistry(scopeOf(database()));
    const missing = await refusal(ArtefactError, registry.loadArtefact("lead_time", 2));
    expect(missing.message).to.equal("lead_time_tenant_1_v2 is not in ml_models");
    await refusal(ArtefactError, registry.trainedKeys("lead_time", 2));
    await refusal(ArtefactError, modelRegistry(scopeOf(database(), 2)).loadArtefact("lead_time", 1));
  });

  it("with columns that cannot be read are refused (73), naming the column", async () => {
    await change({ holdout: "{" });
    const registry = modelRegistry(scopeOf(database()));
    const unreadable = await refusal(ArtefactError, registry.listVersions("lead_time", Infinity));
    expect(unreadable.message).to.contain('ml_models.holdout is "{"');
    await change({ trained_keys: "AAAA" });
    await refusal(ArtefactError, registry.trainedKeys("lead_time", 1));
  });
});

/** An artefact's text with its keys sorted by hand, not by the program. */
function stored(artefact: object): { readonly text: string; readonly hash: string } {
  const sorted = (value: unknown): unknown =>
    value instanceof Object && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .sort()
            .map(([key, member]) => [key, sorted(member)]),
        )
      : value;
  const text = JSON.stringify(sorted(artefact));
  return { text, hash: createHash("sha256").update(text).digest("hex") };
}
