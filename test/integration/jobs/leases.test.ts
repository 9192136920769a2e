import { expect } from "chai";
import { leaseStore } from "../../../src/adapters/jobs/leaseStore.js";
import { TryLaterError } from "../../../src/errors.js";
import type { Lease, LeaseStore } from "../../../src/usecases/ports/tenant/leaseStore.js";
import { race } from "../../helpers/tenants/contest.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { refusal } from "../../helpers/program/refusal.js";
import { scopeOf } from "../../helpers/databases/scopes.js";

describeDatabases("leases", (database) => {
  const store = (tenant = 1): LeaseStore => leaseStore(scopeOf(database(), tenant));
  /** A lease that has run out, which nobody took over. */
  const expired = (holder: string): Promise<Lease> => store().acquire(holder, -1);

  it("are given to one, who is named to the next", async () => {
    expect(await store().acquire("run-a", 60)).to.deep.equal({ holder: "run-a", token: 1 });
    const { message } = await refusal(TryLaterError, store().acquire("run-b", 60));
    expect(message).to.match(/run-a is at work on tenant 1, at the longest until 20\d\d-/);
  });

  it("are not given twice to the same holder", async () => {
    await store().acquire("run-a", 60);
    await refusal(TryLaterError, store().acquire("run-a", 60));
  });

  it("are free again after they were released, with a higher token", async () => {
    await store().release(await store().acquire("run-a", 60));
    expect(await store().acquire("run-b", 60)).to.deep.equal({ holder: "run-b", token: 2 });
  });

  it("are taken over when they have run out, and the stale holder can neither renew nor release", async () => {
    const stale = await expired("run-a");
    const taker = await store().acquire("run-b", 60);
    expect(taker.token).to.equal(2);
    await refusal(TryLaterError, store().renew(stale, 60));
    await store().release(stale);
    await refusal(TryLaterError, store().acquire("run-c", 60));
    await store().renew(taker, 60);
  });

  it("know a stale holder by the token, even of the same name", async () => {
    const stale = await expired("run-a");
    await store().acquire("run-a", 60);
    await refusal(TryLaterError, store().renew(stale, 60));
  });

  it("can be renewed, also when they have run out, as long as nobody took them over", async () => {
    const lease = await expired("run-a");
    await store().renew(lease, 60);
    await refusal(TryLaterError, store().acquire("run-b", 60));
  });

  it("run out by the database's clock", async () => {
    await store().acquire("run-a", 0.2);
    await refusal(TryLaterError, store().acquire("run-b", 60));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await store().acquire("run-b", 60)).token).to.equal(2);
  });

  it("of one tenant do not concern another", async () => {
    const lease = await store(1).acquire("run-a", 60);
    expect((await store(2).acquire("run-b", 60)).token).to.equal(1);
    await refusal(TryLaterError, store(2).renew(lease, 60));
    await store(2).release(lease);
    await refusal(TryLaterError, store(1).acquire("run-b", 60));
  });

  it("go to exactly one of ten that ask at once on one pool", async () => {
    const asked = await Promise.allSettled(Array.from({ length: 10 }, (_, i) => store().acquire(`run-${i}`, 60)));
    expect(asked.filter(({ status }) => status === "fulfilled")).to.have.length(1);
    for (const each of asked) if (each.status === "rejected") expect(each.reason).to.be.instanceOf(TryLaterError);
  });

  it("go to exactly one of ten processes that ask at once", async () => {
    const outcomes = await race(10, { url: database().url, tenant: "1", action: "acquire" });
    expect(outcomes.filter((outcome) => "value" in outcome)).to.have.length(1);
    expect(outcomes.filter((outcome) => "error" in outcome && outcome.error === "TryLaterError")).to.have.length(9);
  });
});
