import { readFileSync } from "node:fs";
import { expect } from "chai";

const lines = readFileSync("deploy/cron/mltrain.crontab", "utf8").split("\n");
const jobs = lines.filter((line) => line !== "" && !/^(#|[A-Z]+=)/.test(line));

const FIELD = String.raw`(?:\*(?:/\d+)?|\d+(?:,\d+)*)`;

describe("deploy/cron/mltrain.crontab", () => {
  it("has a line for the job and one for the night", () => {
    const commands = jobs.map((line) => / mltrain (.*?) --json/.exec(line)?.[1]);
    expect(commands).to.deep.equal(["job run --tenant 1", "train --all-tenants"]);
  });

  for (const job of jobs) {
    describe(job.slice(0, 40), () => {
      it("has five fields of time", () => {
        expect(job).to.match(new RegExp(`^(${FIELD}\\s+){5}set -a;`));
      });

      it("has no %, which cron would turn into a line feed, and no secret", () => {
        expect(job).not.to.match(/%|:\/\/|--db/);
      });

      it("is stopped by SIGTERM at a deadline, and has more than 10 seconds to stop", () => {
        expect(Number(/timeout --kill-after=(\d+) \d+ mltrain/.exec(job)?.[1])).to.be.greaterThan(10);
      });
    });
  }
});
