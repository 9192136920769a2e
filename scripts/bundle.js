/**
 * Bundles the compiled program into dist/program/ as one file and a small one that starts it. Finding and opening
 * several hundred files was a third of a command's start.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { thirdPartyLicences } from "./thirdPartyLicences.js";

/** Of the drivers that Knex could load, those that are not here. */
const { peerDependenciesMeta } = JSON.parse(readFileSync("node_modules/knex/package.json", "utf8"));
const drivers = Object.keys(peerDependenciesMeta).filter((name) => name !== "pg");

/** Knex dialects of other databases: a twelfth of the text. */
const dialects = readdirSync("node_modules/knex/lib/dialects", { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !["better-sqlite3", "sqlite3", "postgres"].includes(entry.name))
  .map(({ name }) => `*/${name}`);

rmSync("dist/program", { recursive: true, force: true }); // also the last build's bytecode
/** @type {import("esbuild").BuildOptions} */
const options = {
  bundle: true,
  format: "cjs", // bytecode can be kept of a script, not of a module
  platform: "node",
  target: "node20",
  mainFields: ["module", "main"], // jsonc-parser's main asks for its parts in a way that cannot be followed
  // Packages that load files of their own: a binary, a worker. (Of pino, only transports do, and none is used.)
  external: ["libpg-query", "libsql", "pino-pretty", ...drivers, ...dialects],
  // The text stays in memory as long as the program runs. Names stay for stack traces.
  minifyWhitespace: true,
  minifySyntax: true,
  supported: { "dynamic-import": false }, // a script has none; require() finds the packages left outside as well
  define: { "import.meta.url": "urlOfThisFile" },
  logLevel: "warning",
};
const banner = 'const urlOfThisFile = require("node:url").pathToFileURL(__filename).href;';
await build({
  ...options,
  entryPoints: ["dist/bin/mltrain.js"],
  outfile: "dist/program/mltrain.js",
  banner: { js: banner },
});
const { metafile } = await build({
  ...options,
  metafile: true,
  entryPoints: ["dist/bin/program.js"],
  outfile: "dist/program/program.js",
  // An expression: Node.js wraps a module in the same way.
  banner: { js: `(function (exports, require, module, __filename, __dirname) {${banner}` },
  footer: { js: "})" },
});
writeFileSync("dist/program/THIRD_PARTY_LICENCES.txt", thirdPartyLicences(metafile));
writeFileSync("dist/program/package.json", '{ "type": "commonjs" }\n');
chmodSync("dist/program/mltrain.js", 0o755);
// V8 accepts bytecode only with the flags that it was compiled with, so use the default ones.
execFileSync(process.execPath, ["scripts/bytecode.js"], {
  env: { ...process.env, NODE_OPTIONS: undefined },
  stdio: "inherit",
});
