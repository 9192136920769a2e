const { readdirSync } = require("node:fs");
const { availableParallelism } = require("node:os");
const { join } = require("node:path");

/**
 * Files that are named on the command line run alone; without any, all run. Files go to the workers one by one: those
 * that take long come first, so that no worker waits for another at the end.
 */
const LONGEST_FIRST = ["cli", "integration", "property", "unit"];

const files = readdirSync("dist/test", { recursive: true })
  .filter((file) => file.endsWith(".test.js"))
  .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
  .map((file) => join("dist/test", file));
const areNamed = process.argv.slice(2).some((argument) => argument.endsWith(".js"));
const seed = process.env.MLTRAIN_TEST_SEED ?? "";

module.exports = {
  ...(areNamed ? {} : { spec: seed === "" ? files : shuffled(files, Number(seed)) }),
  parallel: true,
  // A test that starts the program waits for it: one worker more than there are cores keeps them busy.
  jobs: availableParallelism() + 1,
  forbidOnly: true,
  forbidPending: true,
  timeout: 60_000,
  require: ["dist/test/helpers/hooks.js"],
};

function rank(file) {
  return LONGEST_FIRST.findIndex((folder) => file.startsWith(folder));
}

/** Returns the files in an order that depends on the seed alone (Fisher and Yates, mulberry32). */
function shuffled(list, from) {
  const result = [...list];
  let state = from >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}
