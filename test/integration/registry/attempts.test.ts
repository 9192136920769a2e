import { expect } from "chai";
import { leaseStore } from "../../../src/adapters/jobs/leaseStore.js";
import { modelRegistry } from "../../../src/adapters/registry/registry.js";
import { ATTEMPT_OUTCOMES, type Attempt } from "../../../src/domain/retraining/attempts.js";
import { ArtefactError, TryLaterError } from "../../../src/errors.js";
import type { Lease } from "../../../src/usecases/ports/tenant/leaseStore.js";
import type { ModelRegistry, NewAttempt } from "../../../src/usecases/ports/tenant/modelRegistry.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { takeLeaseOver } from "../../helpers/tenants/leases.js";
import { newAttempt, newDeployment, newPromotion, newVersion } from "../../helpers/tenants/newVersion.js";
import { refusal } from "../../helpers/program/refusal.js";
import { scopeOf } from "../../helpers/databases/scopes.js";

const day = (number: number): number => Date.UTC(2026, 0, number);

describeDatabases("the log of attempts", (database) => {
  const registry = (tenant = 1): ModelRegistry => modelRegistry(scopeOf(database(), tenant));
  const acquire = (seconds = 60, tenant = 1): Promise<Lease> =>
    leaseStore(scopeOf(database(), tenant)).acquire("run-1", seconds);
  const list = (asOf = Infinity, limit = 20): Promise<Attempt[]> => registry().listAttempts("lead_time", asOf, limit);
  const refused = (on: number, fields: Partial<NewAttempt> = {}): NewAttempt =>
    newAttempt({ attemptedAt: day(on), outcome: "refused", reason: "worse", ...fields });
  const counts = async (): Promise<number[]> => {
    const tables = ["ml_models", "ml_deployments", "ml_attempts"];
    return Promise.all(tables.map(async (table) => (await database().knex(table).select<unknown[]>("*")).length));
  };

  it("gives back what was recorded, every field of it, with every outcome", async () => {
    const lease = await acquire();
    const recorded = ATTEMPT_OUTCOMES.map((outcome, i) =>
      newAttempt({ outcome, attemptedAt: day(i + 1), triggers: ["volume", "age"], reason: `because ${String(i)}` }),
    );
    for (const attempt of recorded) await registry().recordAttempt(attempt, lease);
    expect(await list()).to.deep.equal(recorded.map((attempt, i) => ({ ...attempt, seq: i + 1 })).toReversed());
  });

  it("takes an attempt without triggers, reason and label", async () => {
    const bare = newAttempt({
      triggers: [],
      reason: undefined,
      watermark: undefined,
      rows: 0,
      outcome: "data-refused",
    });
    await registry().recordAttempt(bare, await acquire());
    expect(await list()).to.deep.equal([{ ...bare, seq: 1 }]);
  });

  it("lists the newest first, at most as many as are asked for, as of any time", async () => {
    const lease = await acquire();
    for (const on of [1, 2, 3, 4]) await registry().recordAttempt(refused(on), lease);
    const seqs = async (asOf: number, limit: number): Promise<number[]> =>
      (await list(asOf, limit)).map(({ seq }) => seq);
    expect(await seqs(Infinity, 20)).to.deep.equal([4, 3, 2, 1]);
    expect(await seqs(Infinity, 2)).to.deep.equal([4, 3]);
    expect(await seqs(day(2), 20)).to.deep.equal([2, 1]);
    expect(await seqs(day(2) - 1, 20)).to.deep.equal([1]);
    expect(await seqs(day(1) - 1, 20)).to.deep.equal([]);
  });

  it("lists as many without those of one outcome", async () => {
    const lease = await acquire();
    const outcomes = ["refused", "data-refused", "data-refused", "failed", "data-refused"] as const;
    for (const [i, outcome] of outcomes.entries()) await registry().recordAttempt(refused(i + 1, { outcome }), lease);
    const without = async (asOf: number, limit: number): Promise<number[]> =>
      (await registry().listAttempts("lead_time", asOf, limit, "data-refused")).map(({ seq }) => seq);
    expect(await without(Infinity, 20)).to.deep.equal([4, 1]);
    expect(await without(Infinity, 1)).to.deep.equal([4]);
    expect(await without(day(3), 20)).to.deep.equal([1]);
  });

  it("counts 1, 2, 3 within the tenant's model", async () => {
    const lease = await acquire();
    await registry().recordAttempt(refused(1), lease);
    await registry().recordAttempt(refused(2), lease);
    await registry().recordAttempt(refused(3, { model: "story_points" }), lease);
    await registry(2).recordAttempt(refused(4), await acquire(60, 2));
    const seqsOf = async (tenant: number, model: Attempt["model"]): Promise<number[]> =>
      (await registry(tenant).listAttempts(model, Infinity, 20)).map(({ seq }) => seq);
    expect(await seqsOf(1, "lead_time")).to.deep.equal([2, 1]);
    expect(await seqsOf(1, "story_points")).to.deep.equal([1]);
    expect(await seqsOf(2, "lead_time")).to.deep.equal([1]);
  });

  it("shows nothing of another tenant", async () => {
    await registry(2).recordAttempt(refused(1, { reason: "theirs" }), await acquire(60, 2));
    await registry(21).recordAttempt(refused(2), await acquire(60, 21));
    expect(await list()).to.deep.equal([]);
    await registry().recordAttempt(refused(3, { reason: "ours" }), await acquire());
    expect((await list()).map(({ reason, seq }) => [reason, seq])).to.deep.equal([["ours", 1]]);
    expect((await registry(2).listAttempts("lead_time", Infinity, 20)).map(({ reason }) => reason)).to.deep.equal([
      "theirs",
    ]);
  });

  it("is written to only under the lease: not when it has run out, was released, or was taken over", async () => {
    const expired = await acquire(-1);
    await refusal(TryLaterError, registry().recordAttempt(refused(1), expired));
    const released = await acquire();
    await leaseStore(scopeOf(database())).release(released);
    await refusal(TryLaterError, registry().recordAttempt(refused(1), released));
    const lost = await acquire();
    await takeLeaseOver(database());
    await refusal(TryLaterError, registry().recordAttempt(refused(1), lost));
    await refusal(TryLaterError, registry().recordAttempt(refused(1), { ...lost, token: lost.token + 1 }));
    expect(await counts()).to.deep.equal([0, 0, 0]);
  });

  it("is written to with the lease of its own tenant only", async () => {
    const theirs = await acquire(60, 2);
    await refusal(TryLaterError, registry().recordAttempt(refused(1), theirs));
    expect(await counts()).to.deep.equal([0, 0, 0]);
  });

  describe("of a promotion", () => {
    it("has it with the version and its deployment", async () => {
      await registry().promote(newPromotion(), await acquire());
      expect(await counts()).to.deep.equal([1, 1, 1]);
      expect(await list()).to.deep.equal([{ ...newAttempt(), seq: 1 }]);
    });

    it("has nothing of one that lost the race, or its lease", async () => {
      const lease = await acquire();
      const first = await registry().promote(newPromotion(), lease);
      await refusal(TryLaterError, registry().promote(newPromotion(), lease));
      await takeLeaseOver(database());
      const next = newPromotion(newVersion(), newDeployment({ replaces: first.deployment }));
      await refusal(TryLaterError, registry().promote(next, lease));
      expect(await counts()).to.deep.equal([1, 1, 1]);
    });

    it("leaves no version behind where the attempt cannot be written", async () => {
      const lease = await acquire();
      const attempt = newAttempt({ outcome: "nonsense" as Attempt["outcome"] });
      const error = await refusal(Error, registry().promote({ ...newPromotion(), attempt }, lease));
      expect(error.message).to.match(/check constraint/i);
      expect(await counts()).to.deep.equal([0, 0, 0]);
    });
  });

  it("with a row that cannot be read is refused (73), naming the column", async () => {
    await registry().recordAttempt(refused(1), await acquire());
    await database().knex("ml_attempts").update({ triggers: "{" });
    const { message, exitCode } = await refusal(ArtefactError, list());
    expect([exitCode, message]).to.deep.equal([73, 'ml_attempts.triggers is "{", which this program cannot read']);
  });
});
