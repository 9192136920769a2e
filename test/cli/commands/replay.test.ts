import { expect } from "chai";
import { DEFAULT_SETTINGS, type Settings } from "../../../src/domain/settings.js";
import { ConfigurationError, UsageError } from "../../../src/errors.js";
import type { ReplayInput } from "../../../src/usecases/running/inputs.js";
import type { Platform } from "../../../src/usecases/ports/platform.js";
import { run, type Fakes } from "../../helpers/program/cli.js";
import { replayResult } from "../results/replay.js";

const SETTINGS: Settings = { ...DEFAULT_SETTINGS, policy: "guarded", seed: 5 };

/** Returns the settings of another config file; `broken.json` is not valid. */
const loadSettings = (file: string): Promise<Settings> =>
  file === "broken.json"
    ? Promise.reject(
        new ConfigurationError("broken.json:1:3: policy: expected one of guarded, classic", {
          hint: "See the schema.",
        }),
      )
    : Promise.resolve({ ...DEFAULT_SETTINGS, policy: "classic", seed: 9 });

/** Runs a replay, and returns the input of the use case and the written files. */
async function replaying(flags: string, fakes: Fakes = {}) {
  const inputs: ReplayInput[] = [];
  const files: Record<string, string> = {};
  let closed = 0;
  const close = (): Promise<void> => {
    closed++;
    return Promise.resolve();
  };
  const platform = { settings: SETTINGS, loadSettings, close };
  const ran = await run(`replay ${flags}`.trim(), {
    openPlatform: () => Promise.resolve(platform as unknown as Platform),
    useCases: {
      replay: (_platform, input) => {
        inputs.push(input);
        return Promise.resolve(replayResult);
      },
    },
    writeFile: (file, text) => {
      files[file] = text;
      return Promise.resolve();
    },
    ...fakes,
  });
  return { ...ran, input: inputs[0], files, closed };
}

describe("mltrain replay", () => {
  it("replays both policies daily over the whole history by default", async () => {
    const { input, files, closed, exitCode, stdout } = await replaying("--tenant 7");
    expect(input).to.deep.equal({
      tenant: 7,
      models: ["story_points", "lead_time", "rework_risk"],
      policies: [
        { name: "classic", settings: { ...SETTINGS, policy: "classic" } },
        { name: "guarded", settings: { ...SETTINGS, policy: "guarded" } },
      ],
      everyDays: 1,
    });
    expect({ files, closed, exitCode }).to.deep.equal({ files: {}, closed: 1, exitCode: 73 });
    expect(stdout).to.match(/^Tenant 7, /);
  });

  it("uses the flags; keeps the order of the policies, each once", async () => {
    const { input } = await replaying(
      "--tenant 7 --model lead_time --policy strict.json,guarded --policy guarded " +
        "--from 2026-01-01 --to 2026-05-01 --every 7d",
    );
    expect(input).to.deep.equal({
      tenant: 7,
      models: ["lead_time"],
      policies: [
        { name: "strict.json", settings: { ...DEFAULT_SETTINGS, policy: "classic", seed: 9 } },
        { name: "guarded", settings: SETTINGS },
      ],
      from: Date.UTC(2026, 0, 1),
      to: Date.UTC(2026, 4, 1),
      everyDays: 7,
    });
  });

  it("writes the plot to the file of --svg, without a message on stdout", async () => {
    const { files, stdout } = await replaying("--tenant 7 --json --svg course.svg");
    expect(Object.keys(files)).to.deep.equal(["course.svg"]);
    expect(files["course.svg"]).to.match(/^<svg /);
    expect(JSON.parse(stdout)).to.include({ command: "replay", tenant: 7 });
  });

  it("exits with 64 before the replay if the file cannot be written", async () => {
    const checkWritable = () => Promise.reject(new UsageError("cannot write /nowhere/x.svg"));
    expect(await replaying("--tenant 7 --svg /nowhere/x.svg", { checkWritable })).to.deep.include({
      exitCode: 64,
      stdout: "",
      input: undefined,
    });
  });

  it("exits with 64 if a policy file is not valid, and shows place and hint", async () => {
    const { exitCode, stderr, input, closed } = await replaying("--tenant 7 --policy broken.json");
    expect({ exitCode, input, closed }).to.deep.equal({ exitCode: 64, input: undefined, closed: 1 });
    expect(stderr).to.equal("mltrain: broken.json:1:3: policy: expected one of guarded, classic\n  See the schema.\n");
  });

  const wrong: readonly (readonly [flags: string, message: RegExp])[] = [
    ["", /--tenant is missing/],
    ["--tenant 7 --policy best", /--policy "best" is not valid\n {2}Use guarded, classic, or a config file/],
    ["--tenant 7 --policy classic,", /--policy "" is not valid/],
    ["--tenant 7 --every 7", /--every "7" is not valid\n {2}Use whole days/],
    ["--tenant 7 --every 0d", /--every "0d" is not valid/],
    ["--tenant 7 --from yesterday", /--from "yesterday" is not a time/],
    ["--tenant 7 --to 2026-06-02", /--to .* is in the future/],
    ["--tenant 7 --from 2026-05-02 --to 2026-05-01", /--from is later than --to/],
  ];
  for (const [flags, message] of wrong) {
    it(`exits with 64 on: mltrain replay ${flags}`, async () => {
      const opened: string[] = [];
      const ran = await replaying(flags, {
        openPlatform: () => {
          opened.push("platform");
          return Promise.reject(new Error("unreachable"));
        },
      });
      expect(ran.stderr).to.match(message);
      expect({ exitCode: ran.exitCode, opened }).to.deep.equal({ exitCode: 64, opened: [] });
    });
  }
});
