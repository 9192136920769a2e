import { Writable } from "node:stream";
import { expect } from "chai";
import { openLog } from "../../../src/adapters/telemetry/log.js";

/** Returns a destination that stores its text. */
function memory() {
  const chunks: string[] = [];
  const destination = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { destination, text: () => chunks.join("") };
}

async function jsonLog(level: "debug" | "warn" | "silent" = "debug") {
  const { destination, text } = memory();
  const log = await openLog({ level, pretty: false, destination });
  const lines = (): Record<string, unknown>[] =>
    text()
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { log, lines, text };
}

describe("the log", () => {
  it("has tenant, run and model on every line of a run", async () => {
    const { log, lines } = await jsonLog();
    const ofModel = log.with({ tenant: 7, run: "r" }).with({ model: "lead_time" });
    ofModel.info({ rows: 3 }, "read");
    log.debug({}, "idle");
    const [first, second] = lines();
    expect(first).to.include({ level: "info", tenant: 7, run: "r", model: "lead_time", rows: 3, message: "read" });
    expect(first?.["time"]).to.match(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(second).to.have.all.keys("level", "time", "message");
  });

  it("omits lines below its level", async () => {
    const { log, lines } = await jsonLog("warn");
    log.info({}, "no");
    log.warn({}, "yes");
    log.error({}, "yes");
    expect(lines().map(({ level }) => level)).to.deep.equal(["warn", "error"]);
    const silent = await jsonLog("silent");
    silent.log.error({}, "no");
    expect(silent.text()).to.equal("");
  });

  it("hides the secrets of connection strings in every field", async () => {
    const { log, text } = await jsonLog();
    const url = "postgres://ada:s3cr3t@db/p";
    log
      .with({ database: url })
      .error(
        { url, nested: { list: [`x ${url}`] }, error: new Error(`lost ${url}`), when: new Date(0), none: null },
        `cannot reach ${url}`,
      );
    expect(text()).to.not.include("s3cr3t");
    expect(text().match(/postgres:\/\/\*\*\*@db\/p/g)).to.have.lengthOf.at.least(6);
    expect(text()).to.include('"when":"1970-01-01T00:00:00.000Z"').and.include('"none":null');
  });

  it("prints readable lines at a terminal", async () => {
    const { destination, text } = memory();
    const log = await openLog({ level: "info", pretty: true, destination });
    log.with({ tenant: 7 }).warn({}, "took over");
    expect(text()).to.match(/^\[\d\d:\d\d:\d\d\] WARN: took over \{"tenant":7\}\n$/);
  });
});
