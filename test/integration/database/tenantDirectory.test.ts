import { expect } from "chai";
import { tenantDirectory } from "../../../src/adapters/database/scope/tenantDirectory.js";
import { parseTenantId, type TenantId } from "../../../src/domain/tenant.js";
import { ConfigurationError } from "../../../src/errors.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { refusal } from "../../helpers/program/refusal.js";

const tenant = (id: number): TenantId => parseTenantId(String(id));

describeDatabases("the tenant directory", (database) => {
  it("finds a tenant, active or not, and none that is not there", async () => {
    await database()
      .knex("tenants")
      .insert([
        { id: 1, name: "One", active: true },
        { id: 2, name: "Two", active: false },
      ]);
    const directory = tenantDirectory(database().asRole, undefined);
    expect(await directory.find(tenant(1))).to.deep.equal({ id: 1, active: true });
    expect(await directory.find(tenant(2))).to.deep.equal({ id: 2, active: false });
    expect(await directory.find(tenant(3))).to.equal(undefined);
  });

  it("lists the active tenants in order of their number, and passes over ids that are none", async () => {
    await database()
      .knex("tenants")
      .insert([10, 9, 0, -5, 2_147_483_647].map((id) => ({ id, name: "x", active: true })));
    await database().knex("tenants").insert({ id: 8, name: "gone", active: false });
    expect(await tenantDirectory(database().asRole, undefined).listActive()).to.deep.equal([9, 10, 2_147_483_647]);
  });

  describe("mapped to another relation", () => {
    const mapping = { table: "customers", columns: { id: "number" } };
    afterEach(() => database().knex.schema.dropTableIfExists("customers"));

    it("reads text ids, and takes a tenant for active where the relation does not say", async () => {
      await database().knex.raw("create table customers (number text, name text)");
      await database()
        .knex("customers")
        .insert(["7", "12", "acme"].map((number) => ({ number, name: "x" })));
      const directory = tenantDirectory(database().asRole, mapping);
      expect(await directory.listActive()).to.deep.equal([7, 12]);
      expect(await directory.find(tenant(7))).to.deep.equal({ id: 7, active: true });
    });

    it("is a configuration error (78) where there is no such relation or column, naming it", async () => {
      const directory = tenantDirectory(database().asRole, mapping);
      const absent = await refusal(ConfigurationError, directory.listActive());
      expect(absent.message).to.equal("the list of tenants cannot be read from customers: there is no such relation");
      await database().knex.raw("create table customers (id integer)");
      const lacking = await refusal(ConfigurationError, directory.find(tenant(1)));
      expect(lacking.message).to.contain("it has no column number");
    });
  });
});
