import { existsSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { startProgram } from "../../helpers/program/program.js";
import { insertTenant } from "../../helpers/tenants/tenants.js";

describeDatabases(
  "the process list that other users see",
  (database) => {
    it("does not contain the password of --db", async function () {
      if (!existsSync("/proc/self/cmdline")) this.skip();
      await insertTenant(database());
      const url = Object.assign(new URL(database().url), { password: "kraken7" }).href;
      const { child, finished } = startProgram(["train", "--tenant", "1", "--force", "--db", url]);
      const seen = new Set<string>();
      const watch = setInterval(() => {
        try {
          seen.add(readFileSync(`/proc/${String(child.pid)}/cmdline`, "utf8"));
        } catch {
          // the process has ended
        }
      }, 5);
      await finished;
      clearInterval(watch);
      expect([...seen].some((line) => line.startsWith("mltrain"))).to.equal(true);
      expect([...seen].filter((line) => line.startsWith("mltrain")).join("")).to.not.include("kraken7");
    });
  },
  { only: "postgres" },
);
