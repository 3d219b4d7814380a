import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { toyModel, toyVocabulary } from "./toy-model.ts";

/** What goes wrong with the next request of a file. */
export interface Fault {
  /** The connection is cut after so many bytes, when `when` says so: a cut takes along what was sent and not yet read. */
  readonly cutAfter?: number;
  readonly when?: () => boolean;
  readonly status?: number;
  /** Sent in place of the file. */
  readonly bytes?: Buffer;
  /** Done before the file is sent. */
  readonly before?: () => void;
}

export interface Registry {
  readonly url: string;
  /** Each request as `path` or `path range if-range`, without the leading slash. */
  readonly requests: string[];
  /** The unpacked files of a pair, by their names, to be changed at will. */
  readonly files: Map<string, Buffer>;
  /** Faults of the file whose path ends so, one for each of its next requests. */
  fail(path: string, ...faults: readonly Fault[]): void;
  close(): Promise<void>;
}

/**
 * Mozilla's model registry in small: the same paths and `db/models.json`, with a toy model for each pair. It has none of
 * the pinned models' files. `entityTags: false` makes it one that cannot be resumed.
 */
export async function startRegistry(
  pairs: readonly string[],
  { entityTags = true }: { entityTags?: boolean } = {},
): Promise<Registry> {
  const files = new Map<string, Buffer>();
  for (const [index, pair] of pairs.entries()) {
    const name = pair.replace("-", "");
    files.set(`models/${pair}/toy/exported/model.${name}.intgemm.alphas.bin`, toyModel(7 + index));
    // The engine takes an empty lexicon for none.
    files.set(`models/${pair}/toy/exported/lex.50.50.${name}.s2t.bin`, Buffer.alloc(0));
    files.set(`models/${pair}/toy/exported/vocab.${name}.spm`, toyVocabulary);
  }
  const requests: string[] = [];
  const faults = new Map<string, Fault[]>();

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const path = (request.url ?? "").slice(1);
    const { range, "if-range": ifRange } = request.headers;
    requests.push([path, range, ifRange].filter(Boolean).join(" "));
    const [, queue] = [...faults].find(([end]) => path.endsWith(end)) ?? [];
    const fault = queue?.shift() ?? {};
    fault.before?.();
    const body = fault.bytes ?? bodyOf(path);
    if (fault.status || !body) {
      response.writeHead(fault.status ?? 404).end();
      return;
    }
    const tag = `"${createHash("md5").update(body).digest("hex")}"`;
    const start = Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
    const resumes = entityTags && start > 0 && ifRange === tag;
    if (resumes && start >= body.length) {
      response.writeHead(416).end();
      return;
    }
    const rest = resumes ? body.subarray(start) : body;
    response.writeHead(resumes ? 206 : 200, {
      "content-length": rest.length,
      ...(entityTags && { etag: tag }),
      ...(resumes && { "content-range": `bytes ${start}-${body.length - 1}/${body.length}` }),
    });
    if (fault.cutAfter === undefined) response.end(rest);
    else response.write(rest.subarray(0, fault.cutAfter), () => once(fault.when, () => response.destroy()));
  }

  function bodyOf(path: string): Buffer | undefined {
    if (path === "db/models.json") return Buffer.from(JSON.stringify(listOf(files)));
    const file = files.get(path.replace(/\.gz$/, ""));
    return file && path.endsWith(".gz") ? gzipSync(file) : undefined;
  }

  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    files,
    fail: (path, ...more) => faults.set(path, [...more]),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** As Mozilla writes it: only the model has a hash. The other two are there to be passed over. */
function listOf(files: ReadonlyMap<string, Buffer>): unknown {
  const models: Record<string, unknown[]> = {};
  for (const [path, bytes] of files) {
    const [, pair = "", , , name = ""] = path.split("/");
    if (!name.startsWith("model.")) continue;
    const folder = path.slice(0, -name.length);
    const [from, to] = pair.split("-");
    const short = pair.replace("-", "");
    const hash = createHash("sha256").update(bytes).digest("hex");
    const release = (architecture: string, releaseStatus: string, model: string) => ({
      architecture,
      releaseStatus,
      sourceLanguage: from,
      targetLanguage: to,
      files: {
        model: { path: model, uncompressedSize: bytes.length, uncompressedHash: hash },
        lexicalShortlist: { path: `${folder}lex.50.50.${short}.s2t.bin.gz` },
        vocab: { path: `${folder}vocab.${short}.spm.gz` },
      },
    });
    models[pair] = [
      release("tiny", "Release Android", "models/never/tiny.gz"),
      release("base-memory", "Release", `${path}.gz`),
      release("base", "Nightly", "models/never/base.gz"),
    ];
  }
  return { generated: "2026-11-01T00:00:00Z", baseUrl: "https://elsewhere.example", models };
}

function once(isTrue: () => boolean = () => true, run: () => void): void {
  if (isTrue()) run();
  else setTimeout(() => once(isTrue, run), 5);
}
