import { spawn, type ChildProcess } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import pg from "pg";
import { freePort } from "../../test/helpers/databases/postgresServer.js";

/** A transaction pooler in front of a Postgres server. */
export interface Pooler {
  /** The database through the pooler. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Where Debian installs it, outside the path. */
export function findPgbouncer(): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin"];
  return folders.map((folder) => join(folder, "pgbouncer")).find((file) => existsSync(file));
}

/** Starts pgbouncer in front of the database of the URL. It returns a server connection to the pool after each transaction. */
export async function startPgbouncer(program: string, url: string, poolSize: number): Promise<Pooler> {
  const { hostname, port: serverPort, username, password, pathname } = new URL(url);
  const folder = mkdtempSync(join(tmpdir(), "mltrain-pgbouncer-"));
  const port = await freePort();
  writeFileSync(join(folder, "users.txt"), `"${username}" "${password}"\n`);
  const settings = [
    "[databases]",
    `* = host=${hostname} port=${serverPort}`,
    "[pgbouncer]",
    `listen_addr = 127.0.0.1\nlisten_port = ${String(port)}\nunix_socket_dir =`,
    `auth_type = scram-sha-256\nauth_file = ${join(folder, "users.txt")}`,
    `pool_mode = transaction\ndefault_pool_size = ${String(poolSize)}\nmax_client_conn = 200`,
  ];
  writeFileSync(join(folder, "pgbouncer.ini"), `${settings.join("\n")}\n`);
  const owner = nonRoot();
  if (owner !== undefined) {
    for (const path of [folder, join(folder, "users.txt"), join(folder, "pgbouncer.ini")]) {
      chownSync(path, owner.uid, owner.gid);
    }
  }
  const child = spawn(program, [join(folder, "pgbouncer.ini")], { ...owner, cwd: folder, stdio: "ignore" });
  const pooled = Object.assign(new URL(url), { hostname: "127.0.0.1", port: String(port), pathname }).href;
  await untilReady(pooled, child);
  return {
    url: pooled,
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", () => {
          rmSync(folder, { recursive: true });
          resolve();
        });
        child.kill("SIGTERM");
      }),
  };
}

/** pgbouncer refuses to run as root. */
function nonRoot(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const [, , uid, gid] =
    readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .map((line) => line.split(":"))
      .find(([name]) => name === "nobody") ?? [];
  if (uid === undefined) throw new Error("pgbouncer cannot run as root, and there is no user nobody");
  return { uid: Number(uid), gid: Number(gid) };
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return;
    } catch {
      if (child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      await client.end();
    }
  }
  throw new Error("pgbouncer does not start");
}
