import { readConfig } from "../../src/config.ts";
import { serveLibretranslate } from "../fakes/translators/libretranslate.ts";
import { openTestApp, type TestApp } from "./app.ts";

/** An app whose only service takes a request, says nothing to it, and can then be turned off. */
export interface ServiceOff {
  readonly app: TestApp;
  /** Resolves when the service had been asked and is gone. */
  turnOff(): Promise<void>;
  close(): Promise<void>;
}

export async function openServiceOff(): Promise<ServiceOff> {
  const service = await serveLibretranslate({ codes: ["en", "de", "fr", "zh-Hant"] });
  const { translation } = readConfig({ TRANSLATOR: "libretranslate", LIBRETRANSLATE_URL: service.url });
  const app = await openTestApp({ translation });
  const asked = Promise.withResolvers<void>();
  service.next.push("hang");
  const { push } = service.requests;
  service.requests.push = (...exchanges) => {
    if (exchanges.some(({ method }) => method === "POST")) asked.resolve();
    return push.apply(service.requests, exchanges);
  };
  return {
    app,
    async turnOff() {
      await asked.promise;
      await service.close();
    },
    close: () => app.close(),
  };
}
