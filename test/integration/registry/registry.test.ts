import { expect } from "chai";
import { leaseStore } from "../../../src/adapters/jobs/leaseStore.js";
import { modelRegistry } from "../../../src/adapters/registry/registry.js";
import type { Champion } from "../../../src/domain/versions.js";
import type { Evaluation } from "../../../src/domain/evaluation.js";
import { TryLaterError } from "../../../src/errors.js";
import type { Lease } from "../../../src/usecases/ports/tenant/leaseStore.js";
import type { ModelRegistry, NewDeployment } from "../../../src/usecases/ports/tenant/modelRegistry.js";
import { baselineArtefact } from "../../helpers/tenants/artefacts.js";
import { race } from "../../helpers/tenants/contest.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { newDeployment, newPromotion, newVersion } from "../../helpers/tenants/newVersion.js";
import { refusal } from "../../helpers/program/refusal.js";
import { scopeOf } from "../../helpers/databases/scopes.js";

const day = (number: number): number => Date.UTC(2026, 0, number);

describeDatabases("the registry", (database) => {
  const registry = (tenant = 1): ModelRegistry => modelRegistry(scopeOf(database(), tenant));
  const acquire = (seconds = 60, tenant = 1): Promise<Lease> =>
    leaseStore(scopeOf(database(), tenant)).acquire("run-1", seconds);
  const deployed = (replaces: Champion | undefined, on: number): Omit<NewDeployment, "version"> =>
    newDeployment({ replaces: replaces?.deployment, deployedAt: day(on) });

  /** Versions 1 to `count`, trained and deployed on the days 1 to `count`. */
  async function promoted(count: number, lease: Lease, tenant = 1): Promise<Champion[]> {
    const champions: Champion[] = [];
    for (let i = 1; i <= count; i++) {
      const version = newVersion({ trainedAt: day(i), artefact: baselineArtefact(i) });
      champions.push(await registry(tenant).promote(newPromotion(version, deployed(champions.at(-1), i)), lease));
    }
    return champions;
  }
  const rowsOf = async (table: string): Promise<number> => {
    return (await database().knex(table).select<unknown[]>("tenant_id")).length;
  };

  it("gives back what was recorded, every field of it", async () => {
    const { artefact, trainedKeys, evidence, ...described } = newVersion();
    const champion = await registry().promote(newPromotion(), await acquire());
    const { replaces, ...deployment } = newDeployment();
    const expected: Champion = {
      version: { ...described, version: 1, artefactHash: registry().hashOf(artefact) },
      deployment: { ...deployment, version: 1, seq: 1, pinned: false },
    };
    expect(replaces).to.equal(undefined);
    expect(champion).to.deep.equal(expected);
    expect(await registry().findChampion("lead_time", Infinity)).to.deep.equal(expected);
    expect(await registry().findVersion("lead_time", 1, Infinity)).to.deep.equal(expected.version);
    expect(await registry().listVersions("lead_time", Infinity)).to.deep.equal([expected.version]);
    expect(await registry().listDeployments("lead_time", Infinity)).to.deep.equal([expected.deployment]);
    expect(await registry().loadArtefact("lead_time", 1)).to.deep.equal(artefact);
    expect(await registry().trainedKeys("lead_time", 1)).to.deep.equal(new Set(trainedKeys));
    expect(await registry().loadEvidence("lead_time", 1)).to.deep.equal(evidence);
  });

  it("takes a version without holdout, features, hyper-parameters, keys and reason", async () => {
    const bare = newVersion({ holdout: undefined, featureSchema: [], hyperparameters: {}, trainedKeys: [] });
    await registry().promote(newPromotion(bare, newDeployment({ reason: undefined })), await acquire());
    const champion = await registry().findChampion("lead_time", Infinity);
    expect(champion?.version)
      .to.include({ holdout: undefined })
      .and.deep.include({ featureSchema: [], hyperparameters: {} });
    expect(champion?.deployment.reason).to.equal(undefined);
    expect((await registry().trainedKeys("lead_time", 1)).size).to.equal(0);
  });

  it("numbers versions 1, 2, 3 within the tenant's model", async () => {
    const lease = await acquire();
    const champions = await promoted(3, lease);
    const numbers = champions.map(({ version, deployment }) => [version.version, deployment.seq]);
    expect(numbers).to.deep.equal([1, 2, 3].map((number) => [number, number]));
    const other = newVersion({ model: "story_points", artefact: baselineArtefact(1, { model: "story_points" }) });
    const first = await registry().promote(newPromotion(other, newDeployment({ model: "story_points" })), lease);
    expect(first.version.version).to.equal(1);
    expect((await promoted(1, await acquire(60, 2), 2))[0]?.version.version).to.equal(1);
  });

  it("never gives a number twice: a rollback does not free one, and what once served cannot be deleted", async () => {
    const lease = await acquire();
    const [, second] = await promoted(2, lease);
    const back = await registry().deploy({ ...deployed(second, 3), version: 1, cause: "rollback" }, lease);
    const deleted = database().knex("ml_models").where({ version: 2 }).delete();
    expect(await deleted.then(() => "deleted", String)).to.match(/foreign key/i);
    const next = await registry().promote(newPromotion(newVersion(), newDeployment({ replaces: back })), lease);
    expect([next.version.version, next.deployment.seq]).to.deep.equal([3, 4]);
  });

  it("shows champion, versions and deployments as they were at any time", async () => {
    const lease = await acquire();
    const champions = await promoted(3, lease);
    await registry().deploy(
      {
        ...deployed(champions[2], 4),
        version: 2,
        cause: "rollback",
        quarantine: { version: 3, reason: "bad", actor: "me" },
      },
      lease,
    );
    const seen = async (asOf: number): Promise<unknown[]> => [
      (await registry().findChampion("lead_time", asOf))?.version.version,
      (await registry().listVersions("lead_time", asOf)).map(({ version }) => version),
      (await registry().listDeployments("lead_time", asOf)).map(({ version }) => version),
      (await registry().listQuarantine("lead_time", asOf)).map(({ version }) => version),
    ];
    expect(await seen(day(1) - 1)).to.deep.equal([undefined, [], [], []]);
    expect(await seen(day(1))).to.deep.equal([1, [1], [1], []]);
    expect(await seen(day(3) + 5000)).to.deep.equal([3, [1, 2, 3], [1, 2, 3], []]);
    expect(await seen(day(4))).to.deep.equal([2, [1, 2, 3], [1, 2, 3, 2], [3]]);
    expect(await seen(Infinity)).to.deep.equal(await seen(day(4)));
    expect(await registry().findVersion("lead_time", 3, day(2))).to.equal(undefined);
  });

  it("shows nothing of another tenant or model", async () => {
    await promoted(2, await acquire());
    expect(await registry(2).findChampion("lead_time", Infinity)).to.equal(undefined);
    expect(await registry(2).listVersions("lead_time", Infinity)).to.deep.equal([]);
    expect(await registry().findChampion("story_points", Infinity)).to.equal(undefined);
  });

  it("refuses a promotion over a deployment that is no longer the newest, and keeps nothing of it", async () => {
    const lease = await acquire();
    const [first] = await promoted(2, lease);
    for (const stale of [undefined, first]) {
      await refusal(TryLaterError, registry().promote(newPromotion(newVersion(), deployed(stale, 5)), lease));
      await refusal(TryLaterError, registry().deploy({ ...deployed(stale, 5), version: 1 }, lease));
    }
    expect([await rowsOf("ml_models"), await rowsOf("ml_deployments")]).to.deep.equal([2, 2]);
  });

  it("refuses a promotion without the lease: run out, released, taken over, or never had", async () => {
    const store = leaseStore(scopeOf(database()));
    const expired = await acquire(-1);
    const promote = (lease: Lease): Promise<Champion> => registry().promote(newPromotion(), lease);
    await refusal(TryLaterError, promote(expired));
    const holder = await store.acquire("run-2", 60);
    await refusal(TryLaterError, promote(expired));
    await refusal(TryLaterError, promote({ holder: "run-2", token: holder.token + 1 }));
    await refusal(TryLaterError, promote({ holder: "run-1", token: holder.token }));
    await store.release(holder);
    await refusal(TryLaterError, promote(holder));
    expect([await rowsOf("ml_models"), await rowsOf("ml_deployments")]).to.deep.equal([0, 0]);
  });

  it("records neither version nor quarantine when the deployment cannot be written", async () => {
    const lease = await acquire();
    const [first] = await promoted(1, lease);
    const quarantine = { version: 7, reason: "there is no such version", actor: "me" };
    const failed = registry().deploy({ ...deployed(first, 2), version: 1, quarantine }, lease);
    expect(
      await failed.then(
        () => "written",
        () => "refused",
      ),
    ).to.equal("refused");
    expect([await rowsOf("ml_deployments"), await rowsOf("ml_quarantine")]).to.deep.equal([1, 0]);
  });

  it("keeps the first reason of a version that is put into quarantine twice", async () => {
    const lease = await acquire();
    const champions = await promoted(2, lease);
    const quarantine = (reason: string) => ({ version: 2, reason, actor: "me" });
    const back = await registry().deploy(
      { ...deployed(champions[1], 3), version: 1, quarantine: quarantine("first") },
      lease,
    );
    await registry().deploy(
      { ...newDeployment({ replaces: back, deployedAt: day(4) }), version: 1, quarantine: quarantine("again") },
      lease,
    );
    expect(await registry().listQuarantine("lead_time", Infinity)).to.deep.equal([
      { model: "lead_time", version: 2, reason: "first", actor: "me", run: "run-1", quarantinedAt: day(3) },
    ]);
  });

  it("lets exactly one of five processes promote over the same deployment", async () => {
    const lease = await acquire();
    const outcomes = await race(5, { url: database().url, tenant: "1", action: "promote", lease });
    expect(outcomes.filter((outcome) => "value" in outcome)).to.have.length(1);
    expect(outcomes.filter((outcome) => "error" in outcome && outcome.error === "TryLaterError")).to.have.length(4);
    expect([await rowsOf("ml_models"), await rowsOf("ml_deployments")]).to.deep.equal([1, 1]);
  });

  it("keeps the history of evaluations, the newest at most, as of any time", async () => {
    await promoted(2, await acquire());
    const evaluation = (on: number, fields: Partial<Evaluation> = {}): Evaluation => ({
      model: "lead_time",
      version: 1,
      evaluatedAt: day(on),
      run: `run-${on}`,
      window: { from: day(1), to: day(on) - 1 },
      scores: { rows: 12, values: { r2: { value: 0.1, baseline: -0.01 } } },
      verdict: "degraded",
      ...fields,
    });
    const first = evaluation(3);
    const second = evaluation(4, { window: undefined, verdict: "insufficient", scores: { rows: 0, values: {} } });
    const undefinedScore = evaluation(4, {
      version: 2,
      scores: { rows: 1, positives: 0, values: { r2: { value: undefined, baseline: 1 } } },
    });
    for (const each of [undefinedScore, first, second]) await registry().appendEvaluation(each);
    const list = (asOf: number, limit: number): Promise<Evaluation[]> =>
      registry().listEvaluations("lead_time", asOf, limit);
    expect(await list(Infinity, 10)).to.deep.equal([first, second, undefinedScore]);
    expect(await list(Infinity, 2)).to.deep.equal([second, undefinedScore]);
    expect(await list(day(3), 10)).to.deep.equal([first]);
    await registry().appendEvaluation({ ...first, verdict: "healthy" });
    expect(await list(day(3), 10)).to.deep.equal([{ ...first, verdict: "healthy" }]);
  });
});
