import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { expect } from "chai";
import { collectGarbage } from "../../../bin/collectGarbage.js";

describe("collectGarbage", () => {
  before(() => {
    setFlagsFromString("--expose-gc");
  });

  // The engine updates its byte counts later, from another thread, so the test checks the reference instead.
  it("collects an unreferenced typed array", async () => {
    const array = new WeakRef(new Float64Array(4_000_000));
    await setImmediate(); // a weak reference keeps its target until the current job ends
    expect(array.deref()).to.have.length(4_000_000);
    await setImmediate();
    collectGarbage();
    expect(array.deref()).to.equal(undefined);
  });
});
