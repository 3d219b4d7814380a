import type { Input, Place } from "../core/command.ts";
import { decodeControl } from "../core/control.ts";
import { detectLanguage, languageByScript } from "../core/detect-language.ts";
import { isLanguage, type Language } from "../core/language.ts";
import type { SettingsStore } from "../core/ports.ts";
import { negotiate } from "../i18n/index.ts";

/**
 * The language of a reply: asked for > the person's choice > the channel's > the query's own where that is sure > the
 * platform's locale > the deployment's. `said`: the query as typed.
 */
export async function replyLanguage(from: {
  readonly asked: Language | undefined;
  readonly said?: string | undefined;
  readonly place: Place;
  readonly settings: SettingsStore;
  readonly defaultLanguage: Language;
}): Promise<Language> {
  const { asked, said, place, settings, defaultLanguage } = from;
  if (asked) return asked;
  const chosen =
    (await settings.language("person", place.person.key)) ??
    (place.channel && (await settings.language("channel", place.channel.key)));
  if (chosen !== undefined && isLanguage(chosen)) return chosen;
  // A platform that cannot tell the locale must not cost the person their answer.
  const locale = negotiate(await place.locale().catch(() => undefined));
  return (await queryLanguage(said ?? "", locale)) ?? locale ?? defaultLanguage;
}

/** What somebody searches for, as they typed it. A query that a control keeps in the store is not looked up. */
export function queryIn(input: Input): string | undefined {
  if (input.kind === "control") return decodeControl(input.id)?.query;
  if (input.kind === "text") return input.name.toLowerCase() === "paper" ? input.text : undefined;
  return typeof input.options.query === "string" ? input.options.query : undefined;
}

/** `lang:ja`, `by:"Qing Qu"`: filters are no words of a language. */
const filters = /(?<!\S)-?[a-z]+[:：](?:["“][^"”]*["”]?|\S*)/giu;

/** Small words and letters that English has not: without one of them a detector's guess is not sure. */
const telling =
  /[äöüßàâçéèêëîïôûùœñáíóú¿¡]|(?<!\p{L})(?:und|das|mit|für|von|zur|zum|durch|über|le|les|des|du|une|dans|pour|avec|aux|el|los|las|del|una|para|con|por)(?!\p{L})/iu;

/** Chinese and Japanese share characters, so the reader's locale decides where the script leaves it open. */
async function queryLanguage(said: string, locale: Language | undefined): Promise<Language | undefined> {
  const words = said.replace(filters, " ");
  const script = languageByScript(words);
  if (script === "zh") return locale?.startsWith("zh") || locale === "ja" ? locale : "zh-Hans";
  if (script?.startsWith("zh") && locale === "ja") return locale;
  if (script !== undefined) return script;
  if (!telling.test(words)) return undefined;
  const detected = await detectLanguage(words);
  return detected !== undefined && detected !== "en" && isLanguage(detected) ? detected : undefined;
}
