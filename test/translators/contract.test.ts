import type { Translator } from "../../src/core/translation.ts";
import { openApertium } from "../../src/translators/apertium.ts";
import { openAzure } from "../../src/translators/azure.ts";
import { openDeepl } from "../../src/translators/deepl.ts";
import { openGoogle } from "../../src/translators/google.ts";
import { openLibretranslate } from "../../src/translators/libretranslate.ts";
import { openOpenai } from "../../src/translators/openai.ts";
import { testTranslator } from "../contracts/translator.ts";
import { serveApertium } from "../fakes/translators/apertium.ts";
import { serveAzure } from "../fakes/translators/azure.ts";
import { serveDeepl } from "../fakes/translators/deepl.ts";
import { serveGoogle } from "../fakes/translators/google.ts";
import { serveLibretranslate } from "../fakes/translators/libretranslate.ts";
import { serveOpenai } from "../fakes/translators/openai.ts";

interface Served {
  close(): Promise<void>;
}

async function opened<Server extends Served>(server: Promise<Server>, open: (server: Server) => Translator) {
  const served = await server;
  return { translator: open(served), close: () => served.close() };
}

const spanish = { from: "en", to: "es", unsupported: ["en", "tlh"] } as const;
const chinese = { from: "en", to: "zh-Hant", unsupported: ["en", "tlh"] } as const;

testTranslator("libretranslate", chinese, () =>
  opened(serveLibretranslate({ key: "k" }), ({ url }) => openLibretranslate({ url, apiKey: "k" })),
);
testTranslator("libretranslate, an old server with narrow limits", chinese, () =>
  opened(serveLibretranslate({ codes: ["en", "zh", "zt"], batchLimit: 3, charLimit: 150 }), ({ url }) =>
    openLibretranslate({ url }),
  ),
);
testTranslator("deepl", chinese, () =>
  opened(serveDeepl("k:fx"), ({ url }) => openDeepl({ url, apiKey: "k:fx" })),
);
testTranslator("google", chinese, () =>
  opened(serveGoogle("k"), ({ url }) => openGoogle({ url, apiKey: "k" })),
);
testTranslator("azure", { ...chinese, unsupported: ["en", "vo"] }, () =>
  opened(serveAzure("k", "westeurope"), ({ url }) => openAzure({ url, key: "k", region: "westeurope" })),
);
testTranslator("openai", { ...spanish, unsupported: ["en", "qqz"] }, () =>
  opened(serveOpenai({ key: "k" }), ({ baseUrl }) => openOpenai({ baseUrl, apiKey: "k", model: "m" })),
);
testTranslator("apertium", spanish, () => opened(serveApertium(), ({ url }) => openApertium({ url })));
