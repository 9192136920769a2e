/**
 * Puts the compiled program into dist/program/: a few files instead of some hundreds, since finding and opening each of
 * them was a third of the time that a command takes to start. What a command may not need stays in files of its own.
 */
import { chmodSync, readFileSync, rmSync } from "node:fs";
import { build } from "esbuild";

/** Of the drivers that Knex could load, those that are not here. */
const { peerDependenciesMeta } = JSON.parse(readFileSync("node_modules/knex/package.json", "utf8"));
const drivers = Object.keys(peerDependenciesMeta).filter((name) => name !== "pg");

rmSync("dist/program", { recursive: true, force: true }); // the names of its files change
await build({
  entryPoints: ["dist/bin/mltrain.js"],
  outdir: "dist/program",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  mainFields: ["module", "main"], // jsonc-parser's main asks for its parts in a way that cannot be followed
  // Packages that load files of their own: a binary, a worker. (Of pino, only transports do, and none is used.)
  external: ["libpg-query", "libsql", "pino-pretty", "mariadb/callback", "oracledb", ...drivers],
  // The text of what is loaded lies in memory as long as the program runs: 3 MB less. Names stay, for stack traces.
  minifyWhitespace: true,
  minifySyntax: true,
  // What is CommonJS in the bundle asks for Node's modules by require().
  banner: {
    js: 'import { createRequire as createRequireOfBundle } from "node:module"; const require = createRequireOfBundle(import.meta.url);',
  },
  logLevel: "warning",
});
chmodSync("dist/program/mltrain.js", 0o755);
