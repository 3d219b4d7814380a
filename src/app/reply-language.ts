import type { Place } from "../core/command.ts";
import { isLanguage, type Language } from "../core/language.ts";
import type { SettingsStore } from "../core/ports.ts";
import { negotiate } from "../i18n/index.ts";

/** The language of a reply: asked for > the person's choice > the channel's > the platform's locale > the deployment's. */
export async function replyLanguage(from: {
  readonly asked: Language | undefined;
  readonly place: Place;
  readonly settings: SettingsStore;
  readonly defaultLanguage: Language;
}): Promise<Language> {
  const { asked, place, settings, defaultLanguage } = from;
  if (asked) return asked;
  const chosen =
    (await settings.language("person", place.person.key)) ??
    (place.channel && (await settings.language("channel", place.channel.key)));
  if (chosen !== undefined && isLanguage(chosen)) return chosen;
  // A platform that cannot tell the locale must not cost the person their answer.
  const locale = await place.locale().catch(() => undefined);
  return negotiate(locale) ?? defaultLanguage;
}
