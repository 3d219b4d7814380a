import { readConfig } from "../../src/config.ts";
import type { Paper } from "../../src/core/paper.ts";
import { startRegistry } from "../fakes/bergamot/registry.ts";
import { serveLibretranslate } from "../fakes/translators/libretranslate.ts";
import { serveOpenai } from "../fakes/translators/openai.ts";
import { openTestApp, type TestApp } from "./app.ts";
import { samplePaper } from "./paper.ts";

/** What somebody has put into `.env` who has just begun, and the service behind it. */
export interface NewUser {
  readonly app: TestApp;
  /** As a German card names the engine. */
  readonly credit: string;
  /** What of the translated text shows that this service made it. */
  readonly trace: RegExp;
}

/** Bergamot's toy model says nonsense; the loopback services say everything in capitals. */
const capitals = /WE TRAIN NETWORKS/;

export const newUsers: Readonly<Record<string, () => Promise<NewUser & { close(): Promise<void> }>>> = {
  "only LIBRETRANSLATE_URL": async () => {
    const service = await serveLibretranslate();
    const app = await appWith({ LIBRETRANSLATE_URL: service.url });
    return { app, credit: "LibreTranslate (maschinell)", trace: capitals, close: () => service.close() };
  },
  "only OPENAI_BASE_URL": async () => {
    const service = await serveOpenai();
    const app = await appWith({ OPENAI_BASE_URL: service.baseUrl });
    const credit = `${new URL(service.baseUrl).host}, maschinell)`;
    return { app, credit, trace: capitals, close: () => service.close() };
  },
  nothing: async () => {
    const registry = await startRegistry(["en-de"]);
    // Tests have no way to Mozilla's registry: the one on this machine stands for it.
    const app = await appWith({ BERGAMOT_MODELS_URL: registry.url });
    return {
      app,
      credit: "Firefox Translations (Bergamot, maschinell)",
      trace: /(?:se ){6}|(?:sen|al|ty){6}/,
      close: () => registry.close(),
    };
  },
};

function appWith(environment: Record<string, string>): Promise<TestApp> {
  return openTestApp({ translation: readConfig(environment).translation });
}

let count = 0;

/** A paper that nobody has translated. */
export async function untranslated(app: TestApp): Promise<Paper> {
  count += 1;
  const paper = samplePaper({
    id: `2407.0${1000 + count}`,
    title: `Kowari ${count} learns quickly from few examples`,
    abstract:
      "We train networks. Our method keeps $x^2$ and https://a.example/x_y as they are. The results show that training is faster.",
  });
  await app.add(paper);
  return paper;
}
