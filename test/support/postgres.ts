import { execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";

/** Where PostgreSQL's server programs lie on this machine; undefined where there are none. */
export const postgresPrograms = findPrograms();

function findPrograms(): string | undefined {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, "bin")),
    ...(process.env.PATH ?? "").split(":"),
  ];
  return folders.find((folder) => existsSync(join(folder, "initdb")));
}

/** PostgreSQL refuses to run as root. */
function serverUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string, user: string) => Number(execFileSync("id", [flag, user], { encoding: "utf8" }));
  for (const user of ["postgres", "nobody"])
    try {
      return { uid: id("-u", user), gid: id("-g", user) };
    } catch {}
  return undefined;
}

export interface Cluster {
  /** The address of its database, emptied. */
  database(): Promise<string>;
  /** Ends the server as a power failure would, and starts it again. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** A real PostgreSQL server of the tests' own, on a free port of loopback. */
export async function startPostgres(): Promise<Cluster> {
  const programs = postgresPrograms as string;
  const folder = mkdtempSync(join(tmpdir(), "paperboy-postgres-"));
  const user = serverUser();
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const run = { ...user, cwd: folder, stdio: "ignore" as const };
  const initdb = ["-D", data, "-U", "paperboy", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
  execFileSync(join(programs, "initdb"), initdb, run);
  const port = await freePort();
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: folder,
    max_connections: 200,
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const start = () => spawn(join(programs, "postgres"), ["-D", data, ...options], run);
  let server = start();
  const address = (name: string) => `postgresql://paperboy@127.0.0.1:${port}/${name}`;
  await answering(address("postgres"));
  const end = async (signal: NodeJS.Signals) => {
    const ended = new Promise((resolve) => server.once("close", resolve));
    server.kill(signal);
    await ended;
  };
  return {
    async database() {
      const url = address("postgres");
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      // Quicker by far than a database for each test.
      await client.query("drop schema public cascade; create schema public");
      await client.end();
      return url;
    },
    async crash() {
      // SIGQUIT is PostgreSQL's immediate shutdown: nothing is finished or flushed.
      await end("SIGQUIT");
      server = start();
      await answering(address("postgres"));
    },
    async stop() {
      await end("SIGINT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

async function answering(url: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (tries > 300) throw error;
      await wait(100);
    }
  }
}
