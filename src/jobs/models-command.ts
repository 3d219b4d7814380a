import { readArgs, UsageError } from "../args.ts";
import { TranslatorError } from "../core/translation.ts";
import { type CheckedModel, pinnedModel } from "../translators/bergamot/model.ts";
import { type Models, megabytes, packedSize } from "../translators/bergamot/models.ts";
import { type Pair, pairs, parseRoute } from "../translators/bergamot/pairs.ts";
import { progressBar, type Shown } from "./progress.ts";

/**
 * `npm run models`: lists, fetches or deletes models of Bergamot's. 0: done; 1: something failed, was stopped, or was
 * not there to be removed.
 */
export async function modelsCommand(
  models: Models,
  args: readonly string[],
  stop: AbortSignal,
): Promise<0 | 1> {
  const [verb = "list", ...typed] = readArgs(args, {}).positionals;
  if (verb === "list" && typed.length === 0) return list(models);
  if (verb !== "add" && verb !== "remove")
    throw new UsageError(`models ${[verb, ...typed].join(" ")}: it is \`list\`, \`add\` or \`remove\`.`);
  if (typed.length === 0)
    throw new UsageError(`models ${verb} which? For example: npm run models -- ${verb} en-zh`);
  const wanted = new Set(typed.flatMap((each) => routeTyped(each)));
  let code: 0 | 1 = 0;
  for (const pair of wanted) {
    const done = verb === "add" ? await add(models, pair, stop) : await remove(models, pair);
    if (!done) code = 1;
    if (stop.aborted) return 1;
  }
  return code;
}

function routeTyped(typed: string): readonly Pair[] {
  const route = parseRoute(typed);
  if (!route)
    throw new UsageError(
      `${typed}: not a pair of Bergamot's languages. They are English to and from zh-Hans, zh-Hant, ja, ko, de, fr and es, as in en-zh-Hant; others go through English.`,
    );
  return route;
}

async function list(models: Models): Promise<0> {
  for (const pair of pairs) {
    const model = await models.installed(pair);
    const state = model
      ? `here, ${megabytes(sizeOf(model))}`
      : `not here, about ${megabytes(packedSize(pinnedModel(pair).files))} to fetch`;
    const { architecture } = model ?? pinnedModel(pair);
    process.stdout.write(`${pair.padEnd(11)}  ${architecture.padEnd(11)}  ${state}\n`);
  }
  return 0;
}

async function add(models: Models, pair: Pair, stop: AbortSignal): Promise<boolean> {
  if (await models.installed(pair)) {
    process.stdout.write(`${pair} is here already.\n`);
    return true;
  }
  const bar = progressBar(showFetch);
  const close = () => models.close();
  stop.addEventListener("abort", close);
  try {
    const model = await models.ensure(pair, (bytes, total) => bar.update({ pair, bytes, total }));
    bar.done();
    process.stdout.write(
      `${pair} is fetched and checked: ${model.architecture}, ${megabytes(sizeOf(model))}.\n`,
    );
    const recorded = model.files.filter((file) => file.recorded);
    if (recorded.length > 0)
      process.stdout.write(
        `  No sha256 is published for ${recorded.map(({ role }) => role).join(" and ")}: what came now is what will be taken from now on.\n`,
      );
    return true;
  } catch (error) {
    bar.done();
    if (!stop.aborted && !(error instanceof TranslatorError)) throw error;
    process.stderr.write(
      stop.aborted
        ? "Stopped. What came is kept; the next `models -- add` goes on from there.\n"
        : `${pair}: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    return false;
  } finally {
    stop.removeEventListener("abort", close);
  }
}

async function remove(models: Models, pair: Pair): Promise<boolean> {
  const removed = await models.remove(pair);
  process.stdout.write(removed ? `${pair} is removed.\n` : `${pair} is not here.\n`);
  return removed;
}

function sizeOf({ files }: CheckedModel): number {
  return files.reduce((all, { size }) => all + size, 0);
}

function showFetch(
  { pair, bytes, total }: { pair: Pair; bytes: number; total: number },
  seconds: number,
): Shown {
  const perSecond = bytes / Math.max(seconds, 0.001);
  return {
    share: bytes / total,
    text: `${pair}  ${megabytes(bytes)} of ${megabytes(total)}, ${(perSecond / 1_000_000).toFixed(1)} MB/s`,
  };
}
