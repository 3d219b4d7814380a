import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import type { Paper } from "../../core/paper.ts";
import { rounded } from "../metrics.ts";
import { Random } from "../random.ts";
import type { Built, Outcome, Questions, Served, Task } from "./engine-process.ts";
import { type EngineName, engines, ownEngines } from "./engines/index.ts";
import { readPapers, resample } from "./papers.ts";
import { hostileQueries, makeBeginnings, makeQueries } from "./queries.ts";

export interface BenchOptions {
  readonly file: string;
  /** Papers to measure with: fewer than the file has are sampled, more are resampled. All of the file's unless given. */
  readonly limit?: number;
  /** The product and MiniSearch's own search unless given. */
  readonly engines?: readonly EngineName[];
  /** How long the event loop is watched. */
  readonly seconds: number;
  readonly signal?: AbortSignal;
  /** Told what is being done. */
  readonly onProgress?: (message: string) => void;
}

export type BenchLine = Readonly<Record<string, string | number | boolean | null>>;

const seed = 20_261_122;
const queryCount = 650;
const specialCount = 350;
/** An engine that takes longer for one phase is given up. */
const patience = 40 * 60_000;

/** Measures one engine after the other, each in processes of its own, and gives a line for each. */
export async function* bench(options: BenchOptions): AsyncGenerator<BenchLine> {
  const folder = await mkdtemp(join(tmpdir(), "paperboy-bench-"));
  try {
    options.onProgress?.("reading the papers");
    const { papers, resampled, papersFile, queriesFile } = await prepare(options, folder);
    for (const engine of options.engines ?? ownEngines) {
      if (options.signal?.aborted) return;
      try {
        const task = {
          engine,
          folder: join(folder, engine),
          papersFile,
          queriesFile,
          packages: await fetchPackages(engine, join(folder, "packages", engine), options),
          stallSeconds: options.seconds,
        };
        yield { engine, papers, resampled, ...(await measure(task, options)) };
      } catch (error) {
        if (options.signal?.aborted) return;
        yield { engine, papers, resampled, error: error instanceof Error ? error.message : String(error) };
      }
      await rm(join(folder, engine), { recursive: true, force: true });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes the papers and the queries to files, so that every engine is given the same. */
async function prepare({ file, limit }: BenchOptions, folder: string) {
  const random = new Random(seed);
  const real = await readPapers(file, limit ?? Number.POSITIVE_INFINITY, random);
  const queriesFile = join(folder, "queries.json");
  const queries = makeQueries(real, queryCount, random);
  await writeFile(queriesFile, JSON.stringify({ queries, ...special(real) } satisfies Questions));
  const papersFile = join(folder, "papers.jsonl");
  const out = createWriteStream(papersFile);
  const write = async (paper: Paper) => {
    if (!out.write(`${JSON.stringify(paper)}\n`)) await once(out, "drain");
  };
  for (const paper of real) await write(paper);
  const resampled = Math.max(0, (limit ?? 0) - real.length);
  const more = resample(real, random);
  for (let number = 0; number < resampled; number++) await write(more.next().value as Paper);
  out.end();
  await finished(out);
  return { papers: real.length + resampled, resampled, papersFile, queriesFile };
}

/**
 * The same words with a typo in each query and in none, and hostile ones, for engines that set bounds to a query; and what
 * is typed for autocomplete.
 */
function special(papers: readonly Paper[]): Omit<Questions, "queries"> {
  const of = (typos: number) => makeQueries(papers, specialCount, new Random(seed + 1), typos);
  return {
    clean: of(0),
    misspelt: of(1),
    hostile: hostileQueries(papers, specialCount, new Random(seed + 2)),
    typed: makeBeginnings(papers, queryCount, new Random(seed + 3)),
  };
}

async function measure(task: Omit<Task, "phase">, options: BenchOptions): Promise<BenchLine> {
  await mkdir(task.folder, { recursive: true });
  options.onProgress?.(`${task.engine}: building`);
  const first = await inProcess({ ...task, phase: "build" }, options.signal);
  if (!("built" in first)) throw new Error("error" in first ? first.error : "built nothing");
  const { filters } = await engines[task.engine]();
  const unfiltered = filters ? {} : { filters };
  if ("served" in first)
    return { ...figures(first.built, first.served), ...unfiltered, unsaved: first.unsaved };
  options.onProgress?.(`${task.engine}: asking`);
  const second = await inProcess({ ...task, phase: "serve" }, options.signal);
  if (!("served" in second)) throw new Error("error" in second ? second.error : "served nothing");
  return { ...figures(first.built, second.served), ...unfiltered };
}

function figures(built: Built, served: Served): BenchLine {
  const known = (value: number | null, digits: number) => (value === null ? null : rounded(value, digits));
  return {
    build_s: rounded(built.build_s, 1),
    heap_mb: rounded(served.heap_mb, 1),
    rss_mb: rounded(served.rss_mb, 1),
    disk_mb: known(built.disk_mb, 1),
    load_s: known(served.load_s, 3),
    load_cpu_s: known(served.load_cpu_s, 3),
    p50_ms: rounded(served.p50_ms, 3),
    p95_ms: rounded(served.p95_ms, 3),
    p99_ms: rounded(served.p99_ms, 3),
    stall_p99_ms: rounded(served.stall_p99_ms, 2),
    queries: served.queries,
    answered: rounded(served.answered, 3),
    ...(served.special && {
      clean_p99_ms: rounded(served.special.clean_p99_ms, 3),
      misspelt_p99_ms: rounded(served.special.misspelt_p99_ms, 3),
      hostile_p99_ms: rounded(served.special.hostile_p99_ms, 3),
    }),
    ...(served.suggest_p99_ms !== undefined && { suggest_p99_ms: rounded(served.suggest_p99_ms, 3) }),
  };
}

/** Runs a task in a process of its own, with Node's own limits on memory. */
async function inProcess(task: Task, signal: AbortSignal | undefined): Promise<Outcome> {
  const child = fork(new URL("./engine-process.ts", import.meta.url), {
    execArgv: ["--expose-gc", "--disable-warning=ExperimentalWarning"],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    ...(signal && { signal }),
  });
  let complaint = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-20_000);
  });
  const limit = setTimeout(() => child.kill("SIGKILL"), patience);
  try {
    return await new Promise<Outcome>((resolve, reject) => {
      child.once("message", (outcome) => resolve(outcome as Outcome));
      child.once("error", reject);
      child.once("exit", (code, by) => reject(new Error(deathOf(code, by, complaint))));
      child.send(task);
    });
  } finally {
    clearTimeout(limit);
    // Some engines leave threads or timers that would keep the process.
    child.kill("SIGKILL");
  }
}

function deathOf(code: number | null, by: NodeJS.Signals | null, complaint: string): string {
  const fatal = /FATAL ERROR: (.*)/.exec(complaint)?.[1];
  const last = complaint.trim().split("\n").at(-1) ?? "";
  return `the process ended with ${code ?? by}: ${(fatal ?? last).slice(0, 300)}`;
}

/** Installs an engine's packages where nothing but this run finds them; gives their folder. */
async function fetchPackages(engine: EngineName, folder: string, options: BenchOptions): Promise<string> {
  const { packages } = await engines[engine]();
  if (packages.length === 0) return folder;
  options.onProgress?.(`${engine}: fetching ${packages.join(" ")}`);
  await mkdir(folder, { recursive: true });
  const flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
  const npm = spawn("npm", ["install", "--prefix", folder, ...flags, ...packages], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
    shell: process.platform === "win32",
    ...(options.signal && { signal: options.signal }),
  });
  let complaint = "";
  npm.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint += text;
  });
  const [code] = (await once(npm, "close")) as [number | null];
  if (code !== 0) throw new Error(`npm could not fetch it: ${complaint.trim().slice(0, 300)}`);
  return folder;
}
