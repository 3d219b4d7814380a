import { createGunzip } from "node:zlib";

/**
 * So much is unpacked at a time. A file made to burst (1,032:1 is the most gzip can do) then takes 4 MB of memory, and
 * so much is lost before a place that is damaged: zlib keeps to itself what it made of a piece that it fails on.
 */
const pieceSize = 4_096;

/** A gzip file that ends early or is damaged. What came before has been given out. */
export class DamagedGzip extends Error {
  override name = "DamagedGzip";
}

/**
 * Unpacks gzip, several members one after another included. Unlike a stream that is piped, it gives out all that
 * comes before a cut before it throws `DamagedGzip`.
 */
export async function* gunzip(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const unzip = createGunzip();
  const ready: Buffer[] = [];
  let failure: Error | undefined;
  let ended = false;
  unzip.on("data", (piece: Buffer) => ready.push(piece));
  unzip.on("error", (error) => {
    failure = error;
  });
  unzip.on("end", () => {
    ended = true;
  });
  try {
    for await (const chunk of source) {
      for (let at = 0; at < chunk.length && !failure && !ended; at += pieceSize) {
        await settled((done) => unzip.write(chunk.subarray(at, at + pieceSize), done));
        yield* ready.splice(0);
      }
      // Data after the last member is no gzip. Reading on would only read what cannot be used.
      if (failure || ended) break;
    }
    if (!failure && !ended) await settled((done) => unzip.once("end", done).end());
    yield* ready.splice(0);
    if (failure) throw new DamagedGzip(explain(failure), { cause: failure });
  } finally {
    unzip.destroy();
  }

  /** Waits until the step is done or has failed, and what it brought has been handed over. */
  async function settled(step: (done: () => void) => void): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        unzip.off("close", done);
        resolve();
      };
      unzip.on("close", done);
      step(done);
    });
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function explain(error: Error): string {
  if ("code" in error && error.code === "Z_BUF_ERROR") return "the file ends early: it was cut off";
  return `the gzip file is damaged from here on (${error.message})`;
}
