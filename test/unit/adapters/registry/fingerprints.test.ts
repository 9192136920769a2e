import { expect } from "chai";
import { tenantFingerprints } from "../../../../src/adapters/tenantHashes/fingerprints.js";
import { decodeTrainedKeys, encodeTrainedKeys } from "../../../../src/adapters/tenantHashes/trainedKeys.js";
import { parseTenantId } from "../../../../src/domain/tenant.js";
import { ArtefactError } from "../../../../src/errors.js";
import { DEFAULT_TRAINING_SETTINGS } from "../../../../src/domain/settings.js";
import type { Examples } from "../../../../src/learning/examples.js";
import { examplesOf } from "../../../helpers/rows/examples.js";

const tenant7 = tenantFingerprints(parseTenantId("7"));

describe("fingerprints of keys", () => {
  it("are HMAC-SHA256, cut to 16 digits: printf %s K-1 | openssl dgst -sha256 -hmac 'mltrain tenant 7 lead_time'", () => {
    expect(tenant7.ofKeys("lead_time", ["K-1"])).to.deep.equal(["fe9dcca7c854264e"]);
  });

  it("differ between tenants and between models", () => {
    const [hash] = tenant7.ofKeys("lead_time", ["K-1"]);
    expect(tenantFingerprints(parseTenantId("8")).ofKeys("lead_time", ["K-1"])).not.to.include(hash);
    expect(tenant7.ofKeys("story_points", ["K-1"])).not.to.include(hash);
  });

  it("of 200,000 rows come back from the database's text", () => {
    const keys = Array.from({ length: 200_000 }, (_, i) => `PROJECT-${String(i)}`);
    const hashes = tenant7.ofKeys("lead_time", keys);
    const text = encodeTrainedKeys(hashes);
    const known = decodeTrainedKeys(text, "lead_time_tenant_7_v1");
    expect(hashes.every((hash) => known.has(hash))).to.equal(true);
    expect(known.size).to.equal(200_000);
    expect(text.length).to.be.lessThan(2_200_000);
  });

  it("are stored alike in whatever order the rows came, and none as nothing", () => {
    const hashes = tenant7.ofKeys("lead_time", ["a", "b", "c"]);
    expect(encodeTrainedKeys(hashes.toReversed())).to.equal(encodeTrainedKeys(hashes));
    expect(decodeTrainedKeys(encodeTrainedKeys([]), "v").size).to.equal(0);
  });

  for (const text of ["AAAA", "not base64!", encodeTrainedKeys(["00112233445566ff"]).slice(0, -1)]) {
    it(`are refused when damaged: ${JSON.stringify(text)}`, () => {
      expect(() => decodeTrainedKeys(text, "lead_time_tenant_7_v1")).to.throw(ArtefactError, "lead_time_tenant_7_v1");
    });
  }
});

describe("the fingerprint of a training", () => {
  const rows = [
    { key: "A", labelKnownAt: 10, label: 1, numbers: { size: NaN, age: 2 }, categories: { type: "bug", team: null } },
    { key: "B", labelKnownAt: 20, label: 2, numbers: { size: 5, age: 0 }, categories: { type: "task", team: "x" } },
  ];
  const examples = examplesOf(rows);
  const settings = { ...DEFAULT_TRAINING_SETTINGS, seed: 1 };
  const of = (changed: Partial<Examples> = {}, other: Partial<typeof settings> = {}): string =>
    tenant7.ofTraining("lead_time", { ...examples, ...changed }, { ...settings, ...other });
  const original = of();

  it("is 64 hexadecimal digits, and the same for the same data", () => {
    expect(original).to.match(/^[0-9a-f]{64}$/);
    expect(of()).to.equal(original);
  });

  const terms = {
    starts: Int32Array.of(0, 1, 2),
    columns: Uint16Array.of(3, 4),
    values: Uint8Array.of(1, 1),
    width: 8,
  };
  const differences: [title: string, hash: string][] = [
    ["the seed", of({}, { seed: 2 })],
    ["the coverage of intervals", of({}, { intervalCoverage: 0.9 })],
    ["the cost of a miss", of({}, { costRatio: 3 })],
    ["the learners to choose between", of({}, { learners: "linear" })],
    ["the model", tenant7.ofTraining("story_points", examples, settings)],
    ["a key", of({ keys: ["A", "C"] })],
    ["where one key ends and the next begins", of({ keys: ["AB", ""] })],
    ["a label", of({ labels: Float64Array.of(1, 3) })],
    ["a label time", of({ labelKnownAt: Float64Array.of(10, 21) })],
    ["a prediction time", of({ predictedAt: Float64Array.of(1, 2) })],
    ["a number", of({ numbers: { ...examples.numbers, age: Float64Array.of(2, 1) } })],
    ["an unknown number becoming known", of({ numbers: { ...examples.numbers, size: Float64Array.of(0, 5) } })],
    ["the name of a column", of({ numbers: { size: examples.numbers.size!, old: examples.numbers.age! } })],
    ["a missing column", of({ numbers: { size: examples.numbers.size! } })],
    ["two columns' values swapped", of({ numbers: { size: examples.numbers.age!, age: examples.numbers.size! } })],
    [
      "a category",
      of({ categories: { ...examples.categories, type: { codes: Int32Array.of(0, 0), names: ["bug"] } } }),
    ],
    ["terms", of({ terms })],
    ["a term's column", of({ terms: { ...terms, columns: Uint16Array.of(3, 5) } })],
  ];
  for (const [title, hash] of differences) {
    it(`differs with ${title}`, () => {
      expect(hash).not.to.equal(original);
    });
  }
  it("differs with each of these differently", () => {
    expect(new Set(differences.map(([, hash]) => hash)).size).to.equal(differences.length);
  });

  const equals: [title: string, hash: string][] = [
    ["order of the columns", of({ numbers: { age: examples.numbers.age!, size: examples.numbers.size! } })],
    [
      "order in which category names were met, and names no row has",
      of({
        categories: {
          team: { codes: Int32Array.of(-1, 0), names: ["x", "y"] },
          type: { codes: Int32Array.of(1, 0), names: ["task", "bug", "epic"] },
        },
      }),
    ],
    ["sign of zero", of({ numbers: { ...examples.numbers, age: Float64Array.of(2, -0) } })],
  ];
  for (const [title, hash] of equals) {
    it(`does not depend on the ${title}`, () => {
      expect(hash).to.equal(original);
    });
  }
});
