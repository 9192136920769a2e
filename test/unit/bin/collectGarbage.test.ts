import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { expect } from "chai";
import { collectGarbage } from "../../../bin/collectGarbage.js";

describe("collectGarbage", () => {
  before(() => {
    setFlagsFromString("--expose-gc");
  });

  // The bytes that the engine counts follow later, from another thread, so the reference is what is asked.
  it("collects a typed array that nothing refers to", async () => {
    const array = new WeakRef(new Float64Array(4_000_000));
    await setImmediate(); // a weak reference holds on until the job that made it ends
    expect(array.deref()).to.have.length(4_000_000);
    await setImmediate();
    collectGarbage();
    expect(array.deref()).to.equal(undefined);
  });
});
