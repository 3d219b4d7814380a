import { createServer, type RequestListener, type Server } from "node:http";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { get, type HttpOptions, statusError } from "../../src/sources/http.ts";
import { isPublicAddress, publicLookup } from "../../src/sources/public-address.ts";

const never = new AbortController().signal;
const open: HttpOptions = { userAgent: "Paperboy/test", allowPrivate: true };
const closed: HttpOptions = { userAgent: "Paperboy/test", allowPrivate: false };
const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(
    servers.splice(0).map(
      (server) =>
        new Promise((resolve) => {
          server.close(resolve);
          server.closeAllConnections();
        }),
    ),
  );
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

describe("what may be asked", () => {
  test.each([
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://0/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data",
    "http://100.64.0.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://[2002:7f00:1::]/",
    "http://①②⑦.⓪.⓪.①/",
    "http://user:password@127.0.0.1/",
    "http://localhost/",
    "http://example.org:8080/",
    "https://example.org:22/",
  ])("%s is not asked", async (url) => {
    await expect(get(url, closed, {}, never)).rejects.toThrow(
      /may not be asked|ENOTFOUND|cannot be reached \(EAI_AGAIN\)/,
    );
  });

  test.each(["ftp://example.org/", "file:///etc/passwd"])("%s is neither http nor https", async (url) => {
    await expect(get(url, open, {}, never)).rejects.toThrow("neither http nor https");
  });

  test("a name that leads to this machine is refused where it is connected to", async () => {
    await expect(get("http://localhost/", closed, {}, never)).rejects.toThrow(
      "localhost may not be asked: the name leads to an address that is not public",
    );
    for (const all of [true, false]) {
      const error = await new Promise((resolve) => publicLookup("localhost", { all }, resolve));
      expect(String(error)).toContain("not public");
    }
  });

  test("a redirect to a place that may not be asked is not followed", async () => {
    let secretAsked = false;
    const secret = await serve((_, response) => {
      secretAsked = true;
      response.end("secret");
    });
    const base = await serve((_, response) => response.writeHead(302, { location: secret }).end());
    expect(await get(base, open, {}, never)).toMatchObject({ text: "secret" });
    secretAsked = false;
    await expect(get(base, { ...open, mostRedirects: 0 }, {}, never)).rejects.toThrow("leads on");
    const toFile = await serve((_, response) =>
      response.writeHead(301, { location: "file:///etc/passwd" }).end(),
    );
    await expect(get(toFile, open, {}, never)).rejects.toThrow("neither http nor https");
    expect(secretAsked).toBe(false);
  });

  test("public addresses may be", () => {
    for (const address of ["8.8.8.8", "151.101.3.42", "2606:4700::1"])
      expect(isPublicAddress(address)).toBe(true);
  });
});

describe("answers", () => {
  test("are unpacked and read in their own encoding", async () => {
    const base = await serve((request, response) => {
      expect(request.headers["user-agent"]).toBe("Paperboy/test");
      response.writeHead(200, { "content-encoding": "gzip" });
      response.end(gzipSync(Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', "latin1")));
    });
    expect((await get(base, open, {}, never)).text).toContain("<a>é</a>");
  });

  test.each([
    [
      "that unpack to too much",
      "larger than 5 MB",
      { "content-encoding": "gzip" },
      gzipSync(Buffer.alloc(200 * 1024 * 1024)),
    ],
    [
      "whose packing is cut",
      "cannot be unpacked",
      { "content-encoding": "gzip" },
      gzipSync(Buffer.alloc(100_000, "ab12")).subarray(0, 60),
    ],
    ["that are packed otherwise", "packed as br", { "content-encoding": "br" }, Buffer.from("x")],
    ["that are too large", "larger than 5 MB", {}, Buffer.alloc(6 * 1024 * 1024)],
  ] as const)("%s are refused in words", async (_, says, headers, body) => {
    const base = await serve((_, response) => response.writeHead(200, headers).end(body));
    await expect(get(base, open, {}, never)).rejects.toThrow(says);
  });

  test("that never end are given up", async () => {
    const base = await serve((_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(" "), 10);
      response.on("close", () => clearInterval(drip));
    });
    await expect(get(base, { ...open, timeoutMs: 200 }, {}, never)).rejects.toThrow(
      "did not answer within 0.2 s",
    );
  });

  test("that are cut off are told from those that are not there", async () => {
    const cut = await serve((_, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write("x");
      setTimeout(() => response.destroy(), 20);
    });
    await expect(get(cut, open, {}, never)).rejects.toThrow("cut the answer off");
    const gone = await serve(() => {});
    await new Promise((resolve) => servers.pop()?.close(resolve));
    await expect(get(gone, open, {}, never)).rejects.toThrow("cannot be reached (ECONNREFUSED)");
  });

  test("tell when to come back, in seconds or as a date", () => {
    const now = Date.parse("2026-11-22T00:00:00Z");
    const answer = (value: string, status = 429) =>
      statusError("arXiv", { status, headers: { "retry-after": value }, text: "" }, now);
    expect(answer("120")).toMatchObject({ retryAfterMs: 120_000, lasting: false });
    expect(answer("Sun, 22 Nov 2026 00:01:00 GMT", 503)).toMatchObject({
      retryAfterMs: 60_000,
      lasting: false,
    });
    expect(answer("soon", 404)).toMatchObject({ retryAfterMs: undefined, lasting: true });
  });
});
