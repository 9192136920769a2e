import { expect } from "chai";
import { isOwnRow, quoteDotted, quoteText, saysOwnRow } from "../../../src/domain/doctor/sql.js";

describe("the SQL of doctor", () => {
  it("quotes names and texts, whatever is in them", () => {
    expect(quoteDotted('a"b.c')).to.equal('"a""b"."c"');
    expect(quoteText("it's")).to.equal("'it''s'");
    expect(isOwnRow("tenant_id", "bigint")).to.equal(
      "\"tenant_id\" = nullif(current_setting('mltrain.tenant_id', true), '')::bigint",
    );
  });

  it("knows the condition as servers write it, and no other", () => {
    const setting = "NULLIF(current_setting('mltrain.tenant_id'::text, true), ''::text)";
    const same = [
      `(tenant_id = (${setting})::integer)`,
      `(tenant_id = (${setting})::bigint)`,
      `(tenant_id = ${setting})`,
      `((tenant_id)::text = ((${setting})::character varying(10))::text)`,
    ];
    for (const text of same) expect(saysOwnRow(text, "tenant_id"), text).to.equal(true);
    const others = [
      null,
      "true",
      `((tenant_id = (${setting})::integer) OR true)`,
      `((tenant_id = (${setting})::integer) OR (tenant_id IS NULL))`,
      `(tenant_id <> (${setting})::integer)`,
      `(id = (${setting})::integer)`,
      "(tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::integer)",
      "(tenant_id = (current_setting('mltrain.tenant_id'::text, true))::integer)",
    ];
    for (const text of others) expect(saysOwnRow(text, "tenant_id"), String(text)).to.equal(false);
  });
});
