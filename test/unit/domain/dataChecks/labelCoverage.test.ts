import { expect } from "chai";
import { monthStarts } from "../../../../src/domain/dataChecks/labelCoverage.js";

const iso = (until: string, months: number): string[] =>
  monthStarts(Date.parse(until), months).map((time) => new Date(time).toISOString().slice(0, 10));

describe("monthStarts", () => {
  it("ends with the month of the time, and the month after it", () => {
    expect(iso("2025-03-31T23:59:59.999Z", 2)).to.deep.equal(["2025-02-01", "2025-03-01", "2025-04-01"]);
    expect(iso("2025-03-01T00:00:00.000Z", 2)).to.deep.equal(["2025-02-01", "2025-03-01", "2025-04-01"]);
  });

  it("goes back to the year before", () => {
    expect(iso("2025-01-15T00:00:00Z", 3)).to.deep.equal(["2024-11-01", "2024-12-01", "2025-01-01", "2025-02-01"]);
  });
});
