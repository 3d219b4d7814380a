import type { InputBlock, ModalView, PlainTextInput, StaticSelect } from "@slack/types";
import { languages, nativeName } from "../../core/language.ts";
import type { Catalog } from "../../i18n/catalog.ts";
import { plainText } from "./controls.ts";
import type { Asker } from "./payload.ts";

/** What Slack calls our one modal. */
export const subscribeModal = "paperboy_subscribe";

/** A modal's limits, in characters (https://docs.slack.dev/reference/views). */
const limits = { title: 24, button: 24, label: 48, hint: 150, error: 150 } as const;

type OptionName = keyof Catalog["commands"]["subscribe"]["options"];

/** The options asked for, in order, with what stands in an empty field. */
const fields: readonly (readonly [name: OptionName, example: string])[] = [
  ["topic", "neural collapse -survey"],
  ["cat", "cs.LG"],
  ["by", "papyan"],
  ["at", "09:00"],
  ["tz", "Europe/Berlin"],
  ["days", "weekdays"],
  ["max", "5"],
];

/** The modal in which somebody subscribes a channel; it remembers where it was asked for. */
export function subscribeView(texts: Catalog, { channel, responseUrl }: Asker): ModalView {
  const say = texts.digest.modal;
  const { options } = texts.commands.subscribe;
  const labelled = (name: OptionName, element: PlainTextInput | StaticSelect): InputBlock => ({
    type: "input",
    block_id: name,
    label: plainText(capital(options[name].name), limits.label),
    hint: plainText(options[name].description, limits.hint),
    optional: name !== "topic",
    element,
  });
  return {
    type: "modal",
    callback_id: subscribeModal,
    title: plainText(say.title, limits.title),
    submit: plainText(say.submit, limits.button),
    close: plainText(say.cancel, limits.button),
    private_metadata: JSON.stringify({ channel, responseUrl }),
    blocks: [
      ...fields.map(([name, example]) =>
        labelled(name, {
          type: "plain_text_input",
          action_id: name,
          placeholder: plainText(example, limits.hint),
        }),
      ),
      labelled("lang", {
        type: "static_select",
        action_id: "lang",
        options: languages.map((tag) => ({ text: plainText(nativeName(tag), limits.label), value: tag })),
      }),
    ],
  };
}

/** What was filled in, and where it was asked for. */
export function readSubmission(view: { readonly private_metadata?: string; readonly state?: unknown }): {
  readonly options: Readonly<Record<string, string>>;
  readonly origin: Partial<Pick<Asker, "channel" | "responseUrl">>;
} {
  const { values = {} } = (view.state ?? {}) as {
    values?: Record<
      string,
      Record<string, { value?: string | null; selected_option?: { value?: string } | null }>
    >;
  };
  const options = Object.entries(values).flatMap(([name, states]) => {
    const state = states[name];
    const value = (state?.value ?? state?.selected_option?.value ?? "").trim();
    return value === "" ? [] : [[name, value] as const];
  });
  return { options: Object.fromEntries(options), origin: originOf(view.private_metadata) };
}

function originOf(metadata: string | undefined): Partial<Pick<Asker, "channel" | "responseUrl">> {
  try {
    return JSON.parse(metadata ?? "{}") as Partial<Pick<Asker, "channel" | "responseUrl">>;
  } catch {
    return {};
  }
}

/** Shows what is wrong beneath the field whose value it names, else beneath the topic. */
export function fieldErrors(
  said: string,
  options: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const named = fields.find(([name]) => {
    const value = options[name];
    return value !== undefined && name !== "topic" && said.includes(value);
  });
  return { [named?.[0] ?? "topic"]: plainText(said, limits.error).text };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
