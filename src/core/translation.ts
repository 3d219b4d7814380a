import type { Paper, Translation } from "./paper.ts";

/**
 * A sentence to be translated: text, and the numbers of spans that are masked (a formula, a URL, code, a glossary term).
 * Each number comes back exactly once, in whatever place the language asks for. How a mask is written for a service is
 * the service's own affair.
 */
export type Masked = readonly (string | number)[];

/** Bytes of a model that is being fetched, once, before the first translation of a language. */
export interface Preparation {
  readonly language: string;
  readonly bytes: number;
  readonly total: number;
}

export interface TranslateOptions {
  readonly signal: AbortSignal;
  readonly preparing?: (state: Preparation) => void;
}

/** An engine or service. Every one passes `test/contracts/translator.ts`. Languages are BCP 47 tags as in `core/language.ts`. */
export interface Translator {
  /** As in `TRANSLATOR=`, for example `deepl`. */
  readonly name: string;
  /** As a reader is told, for example `DeepL` or `Firefox Translations (Bergamot)`. */
  readonly credit: string;
  /** Whether texts stay on machines of the operator's. */
  readonly local: boolean;
  /** Never rejects: true also where nobody knows because the service cannot be asked, which translating then tells. */
  supports(from: string, to: string): Promise<boolean>;
  /**
   * What besides the text decides the result (model, API version, prompt): part of the key of kept translations. Rejects
   * with a `TranslatorError` where a server that chooses the model itself cannot be asked.
   */
  version(from: string, to: string): Promise<string>;
  /**
   * In the order given, one for each. Rejects with a `TranslatorError`, or with the signal's reason. A service may lose or
   * repeat a mask of a sentence: the caller compares, so that one sentence does not cost the others.
   */
  translate(
    sentences: readonly Masked[],
    from: string,
    to: string,
    options: TranslateOptions,
  ): Promise<readonly Masked[]>;
  close(): Promise<void>;
}

/**
 * What can go wrong, classified once. `rate` and `unavailable` may be tried again; `quota` closes the service until it is
 * reset; a chain goes on to its next service at any of them.
 */
export type TranslatorFault =
  | "auth"
  | "quota"
  | "rate"
  | "unsupportedPair"
  | "tooLarge"
  | "badRequest"
  | "unavailable"
  | "badOutput";

/** `message` is for the log: it names the service and never holds a key or a text. */
export class TranslatorError extends Error {
  readonly fault: TranslatorFault;
  readonly retryAfterMs: number | undefined;

  constructor(
    fault: TranslatorFault,
    message: string,
    options: { retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "TranslatorError";
    this.fault = fault;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Why there is no translation: `notPrepared` where the model of a service could not be fetched. */
export interface TranslationFailure {
  readonly fault: TranslatorFault | "notPrepared";
  /** As readers are told: the first service that failed. Absent where none has the pair. */
  readonly service?: string;
}

/** How far the translation of a paper is. */
export type TranslationProgress =
  | { readonly kind: "preparing"; readonly state: Preparation }
  | { readonly kind: "done"; readonly translation: Translation }
  | ({ readonly kind: "failed" } & TranslationFailure);

export interface TranslationService extends Pick<Translator, "name" | "credit" | "local"> {
  /** Whether it may be asked to translate what people search for. */
  readonly seesQueries: boolean;
}

/** Papers in languages that their records do not hold. */
export interface PaperTranslations {
  /** Whether some service is set up that can try this pair. */
  offers(from: string, to: string): Promise<boolean>;
  /** The translation where nothing of it has to be asked for first: what has failed before stands there in the original. */
  held(paper: Paper, to: string): Promise<Translation | undefined>;
  /** Ends after `done` or `failed`, never rejects. Readers of the same paper share the work. */
  translate(paper: Paper, to: string): AsyncIterable<TranslationProgress>;
  /**
   * A query in another language, where that is local or the operator allowed it; undefined where not, or within the
   * time that a search may wait.
   */
  query(words: string, to: string): Promise<string | undefined>;
  /** As readers are told, in the order tried. Empty where there is none. */
  readonly services: readonly TranslationService[];
  close(): Promise<void>;
}
