import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expectRefused } from "../../helpers/program/programRefusal.js";
import { newFolder, seededFile } from "../../helpers/program/seededFiles.js";

const SCHEMA = /docs\/schemas\/config\.schema\.json lists every key/;

const lines = (...text: readonly string[]): string => text.join("\n");

/** A refused config file: the mistake, its text, and the message. */
const ROWS: readonly (readonly [what: string, text: string | Buffer, says: RegExp])[] = [
  [
    "an unknown key",
    lines("{", '  "models": {', '    "lead_time": { "minimumScor": 0.6 }', "  }", "}"),
    /config\.json:3:\d+: models\.lead_time\.minimumScor: unknown key; did you mean minimumScore\?$/,
  ],
  [
    "a threshold that is not a number",
    lines("{", '  "tenants": { "1": { "models": {', '    "lead_time": { "maximumAgeDays": "often" } } } }', "}"),
    /config\.json:3:\d+: tenants\."1"\.models\.lead_time\.maximumAgeDays: expected days .*, got "often"$/,
  ],
  [
    "a tenant that is not a number",
    '{\n"tenants": {\n"acme": {} } }',
    /config\.json:3:1: tenants\.acme: expected a tenant id/,
  ],
  ["a key given twice", '{ "seed": 1,\n  "seed": 2 }', /config\.json:2:3: seed: given twice$/],
  ["a trailing comma", '{\n  "seed": 1,\n}', /config\.json:3:1: not JSON: a key in double quotes is expected/],
  ["an empty file", "", /config\.json:1:1: the file is empty/],
  ["not UTF-8", Buffer.from('{ "database": "s\xe4ge.sqlite" }', "latin1"), /config\.json is not UTF-8 text$/],
];

describe("a config file that is not valid", () => {
  let file: string;
  before(async () => {
    file = await seededFile();
  });

  /** Writes the file, and returns its path. */
  function configOf(text: string | Buffer): string {
    const config = join(newFolder(), "config.json");
    writeFileSync(config, text);
    return config;
  }

  for (const [what, text, says] of ROWS) {
    it(`is reported with line and key: ${what}`, async () => {
      const hint = typeof text === "string" ? SCHEMA : /Save it as UTF-8/;
      const args = ["train", "--tenant", "1", "--config", configOf(text)];
      await expectRefused({ args, code: 78, says, hint, database: file });
    });
  }

  it("is reported if it comes from the environment", async () => {
    const environment = { MLTRAIN_CONFIG: configOf('{ "sed": 1 }') };
    const says = /config\.json:1:3: sed: unknown key; did you mean seed\?$/;
    const args = ["train", "--tenant", "1"];
    await expectRefused({ args, environment, code: 78, says, hint: SCHEMA, database: file });
  });

  for (const [what, config, says] of [
    ["does not exist", "nowhere.json", /^cannot read the config file nowhere\.json: there is no such file$/],
    ["is a folder", ".", /^cannot read the config file \.: it is a folder$/],
  ] as const) {
    it(`is reported if it ${what}`, async () => {
      const hint = /Give an existing JSON file with --config or MLTRAIN_CONFIG/;
      const args = ["train", "--tenant", "1", "--config", config];
      await expectRefused({ args, cwd: newFolder(), code: 78, says, hint, database: file });
    });
  }
});
