import { expect } from "chai";
import { collectGarbage } from "../../bin/collectGarbage.js";

describe("collectGarbage", () => {
  it("gives back the memory of typed arrays that nothing refers to", () => {
    collectGarbage();
    const before = process.memoryUsage().arrayBuffers;
    expect(memoryBesideAnArray() - before).to.be.at.least(32_000_000);
    collectGarbage();
    expect(process.memoryUsage().arrayBuffers - before).to.be.below(1_000_000);
  });
});

/** In a function of its own, so that nothing refers to the array once it returns. */
function memoryBesideAnArray(): number {
  const array = new Float64Array(4_000_000).fill(1);
  return process.memoryUsage().arrayBuffers + array.length * 0;
}
