/** The process that holds one engine: builds its index, or loads it and asks it. `run.ts` starts it. */
import { once } from "node:events";
import { readdir, readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Paper } from "../../core/paper.ts";
import { readJsonLines } from "../../sources/jsonl.ts";
import type { BenchEngine } from "./engine.ts";
import { type EngineName, engines } from "./engines/index.ts";
import { latency, stall } from "./measure.ts";
import { memoryMeter } from "./memory.ts";
import type { BenchQuery } from "./queries.ts";

/** What the process is told to do. */
export interface Task {
  readonly engine: EngineName;
  readonly phase: "build" | "serve";
  /** The engine's own, which `build` leaves for `serve`. */
  readonly folder: string;
  readonly papersFile: string;
  readonly queriesFile: string;
  /** Where the engine's packages are. */
  readonly packages: string;
  readonly stallSeconds: number;
}

/** What is in the file of queries. */
export interface Questions {
  readonly queries: readonly BenchQuery[];
  /** Without a typo, the same kind with a typo in each, and what nobody means well by. */
  readonly clean: readonly BenchQuery[];
  readonly misspelt: readonly BenchQuery[];
  readonly hostile: readonly BenchQuery[];
  /** Beginnings of titles, names and categories. */
  readonly typed: readonly string[];
}

export interface Built {
  readonly build_s: number;
  readonly disk_mb: number | null;
}

export interface Served {
  readonly heap_mb: number;
  readonly rss_mb: number;
  readonly load_s: number | null;
  readonly load_cpu_s: number | null;
  readonly queries: number;
  readonly answered: number;
  readonly p50_ms: number;
  readonly p95_ms: number;
  readonly p99_ms: number;
  readonly stall_p99_ms: number;
  /** For an engine that sets bounds to a query. */
  readonly special?: {
    readonly clean_p99_ms: number;
    readonly misspelt_p99_ms: number;
    readonly hostile_p99_ms: number;
  };
  /** For an engine that completes what is typed. */
  readonly suggest_p99_ms?: number;
}

export type Outcome =
  | { readonly built: Built }
  /** The index could not be saved, so the process that built it was asked. */
  | { readonly built: Built; readonly served: Served; readonly unsaved: string }
  | { readonly served: Served }
  | { readonly error: string };

/** Papers given to an engine at a time, as the library gives them to the index. */
const batch = 500;
const megabyte = 1e6;

async function run(task: Task): Promise<Outcome> {
  const kind = await engines[task.engine]();
  const require = createRequire(join(task.packages, "package.json"));
  const load = (name: string) => import(pathToFileURL(require.resolve(name)).href);
  const meter = memoryMeter();
  const before = await meter.heap();
  const open = (saved: boolean) => kind.open({ folder: task.folder, saved, load });

  if (task.phase === "build") {
    const engine = await open(false);
    const adding = await build(engine, task.papersFile);
    const started = performance.now();
    try {
      await engine.save();
    } catch (error) {
      const built = { build_s: adding, disk_mb: null };
      const served = await serve(engine, { load_s: null, load_cpu_s: null });
      return { built, served, unsaved: messageOf(error) };
    }
    const build_s = adding + (performance.now() - started) / 1000;
    await engine.close();
    return { built: { build_s, disk_mb: (await sizeOf(task.folder)) / megabyte } };
  }

  const started = performance.now();
  const cpu = process.cpuUsage();
  const engine = await open(true);
  const spent = process.cpuUsage(cpu);
  const load_s = (performance.now() - started) / 1000;
  const served = await serve(engine, { load_s, load_cpu_s: (spent.user + spent.system) / 1e6 });
  await engine.close();
  return { served };

  async function serve(engine: BenchEngine, loading: Pick<Served, "load_s" | "load_cpu_s">): Promise<Served> {
    const questions = JSON.parse(await readFile(task.queriesFile, "utf8")) as Questions;
    const all = questions.queries;
    const queries = kind.filters ? all : all.map(({ words }) => ({ words }));
    const search = (query: BenchQuery) => engine.search(query);
    const times = await latency(search, queries);
    const stall_p99_ms = await stall(engine, queries, task.stallSeconds);
    const special = kind.bounded
      ? {
          clean_p99_ms: (await latency(search, questions.clean)).p99,
          misspelt_p99_ms: (await latency(search, questions.misspelt)).p99,
          hostile_p99_ms: (await latency(search, questions.hostile)).p99,
        }
      : undefined;
    const suggest = engine.suggest?.bind(engine);
    const suggesting = suggest && (await latency(suggest, questions.typed));
    const heap = Math.max(0, (await meter.heap()) - before);
    return {
      ...loading,
      heap_mb: heap / megabyte,
      rss_mb: process.memoryUsage.rss() / megabyte,
      queries: times.asked,
      answered: times.answered,
      p50_ms: times.p50,
      p95_ms: times.p95,
      p99_ms: times.p99,
      stall_p99_ms,
      ...(special && { special }),
      ...(suggesting && { suggest_p99_ms: suggesting.p99 }),
    };
  }
}

/** Seconds that the engine takes for the papers; reading them is not counted. */
async function build(engine: BenchEngine, papersFile: string): Promise<number> {
  let seconds = 0;
  let papers: Paper[] = [];
  const flush = async () => {
    const started = performance.now();
    await engine.add(papers);
    seconds += (performance.now() - started) / 1000;
    papers = [];
  };
  for await (const entry of readJsonLines(papersFile)) {
    if (!("value" in entry)) throw new Error(`${papersFile}, line ${entry.line}: ${entry.problem}`);
    papers.push(entry.value as Paper);
    if (papers.length === batch) await flush();
  }
  if (papers.length > 0) await flush();
  return seconds;
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async (file) => (await stat(join(file.parentPath, file.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const [task] = (await once(process, "message")) as [Task];
const outcome: Outcome = await run(task).catch((error: unknown) => ({ error: messageOf(error) }));
process.send?.(outcome);
