import { expect } from "chai";
import { isOwnRow, quoteDotted, quoteText, saysOwnRow } from "../../../../src/domain/doctor/sql.js";

describe("the SQL of doctor", () => {
  it("quotes names and texts, whatever is in them", () => {
    expect(quoteDotted('a"b.c')).to.equal('"a""b"."c"');
    expect(quoteText("it's")).to.equal("'it''s'");
    expect(isOwnRow("tenant_id", "bigint")).to.equal(
      "\"tenant_id\" = nullif(current_setting('mltrain.tenant_id', true), '')::bigint",
    );
    expect(isOwnRow("tenant_id", "character varying")).to.equal(
      "\"tenant_id\"::text = nullif(current_setting('mltrain.tenant_id', true), '')",
    );
  });

  it("knows the condition as servers write it, and no other", () => {
    const setting = "NULLIF(current_setting('mltrain.tenant_id'::text, true), ''::text)";
    const same = [
      `(tenant_id = (${setting})::integer)`,
      `(tenant_id = (${setting})::bigint)`,
      `(tenant_id = ${setting})`,
      `((tenant_id)::text = ${setting})`,
      `((tenant_id)::text = ((${setting})::character varying)::text)`,
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
      // Both would take tenant 12345678901 for tenant 1234567890.
      `((tenant_id)::text = ((${setting})::character varying(10))::text)`,
      `(tenant_id = (${setting})::character(10))`,
    ];
    for (const text of others) expect(saysOwnRow(text, "tenant_id"), String(text)).to.equal(false);
  });
});
