import { digest, digestCommands, digestErrors, digestHelp } from "./digests/en.ts";
import { plural } from "./format.ts";

const count = (n: number, one: string, other: string) => plural("en", n, { one, other });

/**
 * English, the source of the keys. Texts are plain sentences without markup. Where a text names a command or a filter
 * it stands in backticks, which the views show as code.
 */
export const en = {
  card: {
    moreAuthors: (n: number) => `+${n}`,
    noAuthors: "Authors not recorded",
    noAbstract: "No abstract is recorded.",
    pdf: "PDF",
    withdrawn: "Withdrawn.",
    truncated: "The source cut this abstract short.",
    sharedBy: "Shared by",
    results: "Results",
    hitCount: (n: number) => count(n, "# paper", "# papers"),
    page: (page: number, pages: number) => `Page ${page} of ${pages}`,
    correctedTo: (words: string) => `Showing results for “${words}”.`,
    alsoSearched: (words: string) => `Also searched for “${words}”.`,
    similarTo: (title: string) => `Papers similar to “${title}”, by wording`,
  },
  summary: {
    tldr: "TL;DR",
    extracted: "extracted from the abstract",
    byModel: (model: string) => `written by ${model} (machine)`,
    problem: "Problem",
    method: "Method",
    result: "Result",
  },
  query: {
    or: "or",
    without: (what: string) => `not: ${what}`,
    by: (names: string) => `by: ${names}`,
    cat: (categories: string) => `category: ${categories}`,
    inTitle: "in titles",
  },
  provenance: {
    original: (language: string) => `Original · ${language}`,
    translated: (language: string, translator: string) => `Translated from ${language} by ${translator}`,
    translatedTwice: (language: string, translator: string, first: string, source: string) =>
      `Translated from ${language} by ${translator}; the ${language} text was itself translated from ${source} by ${first}`,
    titleBy: (translator: string) => `Title translated by ${translator}`,
    machine: (name: string, engine?: string) => `${name} (${engine ? `${engine}, ` : ""}machine)`,
    reviewed: (name: string, engine?: string) =>
      `${name} (${engine ? `${engine}, ` : ""}machine, checked by a person)`,
    missing: (wanted: string, shown: string) =>
      `No ${wanted} translation yet. Showing the ${shown} original.`,
    missingOther: (wanted: string, shown: string) =>
      `No ${wanted} translation yet. Showing the ${shown} translation.`,
    notHeld: (shown: string) =>
      `The original abstract is not held here yet. Showing the ${shown} translation.`,
    stale: (from: number, current: number) => `Translated from v${from}; v${current} is current`,
    kept: (n: number) =>
      count(
        n,
        "# sentence is left in the original, in italics",
        "# sentences are left in the original, in italics",
      ),
    keptTitle: "The title is left in the original",
  },
  translating: {
    running: (language: string) => `Translating into ${language}…`,
    preparing: (language: string, megabytes: number, percent: number) =>
      `Preparing ${language}, about ${megabytes} MB, once: ${percent}%`,
    onDemand: "Not translated yet, done on request",
    noService: "No translation service is set up here; whoever runs Paperboy can choose one with TRANSLATOR.",
    noPair: (services: string, from: string, to: string) =>
      `Not offered by ${services}: from ${from} into ${to}. Choose another language from the menu.`,
    unreachable: (services: string) =>
      `Not translated: ${services} cannot be reached. Please try again in a moment.`,
    limit: (services: string) =>
      `Not translated: the limit of ${services} is reached. Please try again later.`,
    notPrepared: (language: string) =>
      `Not translated: what ${language} needs could not be fetched. Please try again in a moment; the reason is in the log.`,
    refused: (services: string) =>
      `Not translated: the request was refused by ${services}. Whoever runs Paperboy finds the reason in the log.`,
    unusable: (services: string) =>
      `Not translated: what came from ${services} could not be used. Please try again, or cite the original.`,
  },
  controls: {
    open: "Open another result",
    language: "Read in another language",
    original: "Original",
    translation: (language: string) => `In ${language}`,
    originalOf: (language: string) => `${language} (original)`,
    retry: "Try again",
    previous: "◀ Previous",
    next: "Next ▶",
    bibtex: "BibTeX",
    similar: "Similar papers",
    share: "Share to channel",
  },
  replies: {
    nothingFound: (query: string) => `Nothing found for “${query}”.`,
    without: (word: string, n: number) => `Without “${word}”: ${count(n, "# paper", "# papers")}`,
    stillIndexing: (n: number) =>
      `${count(n, "# paper is", "# papers are")} still being indexed. Please try again in a moment.`,
    nothingHint: "Try fewer words, or check the filters.",
    notInIndex: (id: string) => `${id} is not among the papers held here.`,
    askingArxiv: (id: string) => `${id} is not among the papers held here. Asking arXiv for it…`,
    notOnArxiv: (id: string) => `arXiv has no paper ${id}.`,
    arxivUnreachable: (id: string) =>
      `${id} is not among the papers held here, and arXiv could not be asked. Please try again later.`,
    noSimilar: "No similar paper is held here.",
    shared: "Shared to the channel.",
    shareForbidden:
      "I may not write in this channel. Ask someone who manages it to add me, or copy the link to the paper.",
    shareFailed: "The chat service refused the post, so nothing was shared. The reason is in the log.",
    shareUnconfirmed:
      "The chat service did not confirm the post. Look in the channel before sharing again, so that it does not appear twice.",
    languageSetForPerson: (language: string) => `From now on I reply to you in ${language}.`,
    languageSetForChannel: (language: string) =>
      `From now on I reply in this channel in ${language}, unless a reader chose otherwise.`,
    languageClearedForPerson:
      "Your language choice is forgotten. I follow the channel and your chat app again.",
    languageClearedForChannel: "The channel's language choice is forgotten.",
    bibtexTitle: "BibTeX",
  },
  help: {
    title: "What I can do",
    intro: "I find research papers and show them in your language, always saying who translated them.",
    search: "`/paper neural collapse` finds papers by words, author, arXiv id, link or DOI.",
    filters: "Filters: `by:papyan`, `cat:cs.LG`, `year:2020..2022`, `sort:new`, `lang:ja`.",
    operators:
      'Exact words: `"neural collapse"`. Leave out: `-survey`, `-cat:cs.CV`. Either: `transfer | few-shot`. Titles only: `in:title`. Several `by:` and `cat:` must all hold.',
    language:
      "`/paperboy language ja` sets your language; `/paperboy language ja for:channel` sets the channel's.",
    translation:
      "A paper that is not there in your language is translated when you open it; the language menu offers more.",
    digests: digestHelp,
    about: "`/paperboy about` tells where the papers come from; `/paperboy status` tells how I am.",
    privacy: "Answers are visible to you only, until you press “Share to channel”.",
    console: "Here in the console: type a number to press the control with that number, `exit` to leave.",
  },
  about: {
    title: "About Paperboy",
    what: (version: string) =>
      `Paperboy ${version} brings research papers into a team's chat. It is free software (MIT licence).`,
    sources:
      "Titles, abstracts and authors of papers on arXiv are arXiv metadata (CC0); those of other papers come from files and feeds that whoever runs Paperboy has chosen. PDFs are never stored; links lead to where the paper is.",
    lookedUp: "An arXiv id that someone asks for and that is not held here is looked up at arXiv.",
    translations:
      "Each translation names its translator. Machine translations can be wrong: cite the original.",
    summaries: (service: string) =>
      `Summaries are written by ${service}. It gets the title and abstract of papers that are opened, and nothing else: no query, no name, no channel.`,
    privacy: "No query, name or channel leaves this machine except to the chat you typed it in.",
    people: "No name or channel leaves this machine except to the chat you typed it in.",
    translatedHere: (services: string) =>
      `Papers are translated by ${services}, on machines of whoever runs Paperboy.`,
    translatedElsewhere: (services: string) =>
      `To be translated, a paper’s title and abstract, and nothing else, are sent to ${services}.`,
    queriesElsewhere: (services: string) =>
      `The words of a search may be sent to ${services} as well, to search in other languages.`,
    thanks: "Thank you to arXiv for use of its open access interoperability.",
    notEndorsed:
      "This service was not reviewed or approved by, nor does it necessarily express or reflect the policies or opinions of, arXiv.",
  },
  status: {
    title: "Status",
    papers: (n: number) => count(n, "# paper in the index", "# papers in the index"),
    pending: (n: number) => count(n, "# paper waiting to be indexed", "# papers waiting to be indexed"),
    uptime: (duration: string) => `Running for ${duration}`,
    platform: { starting: "starting", ready: "connected", failed: "not connected", stopped: "stopped" },
    version: (version: string) => `Version ${version}`,
  },
  digest,
  errors: {
    ...digestErrors,
    unknownCommand: (name: string) =>
      `\`${name}\` is not a command. Try \`/paper neural collapse\` or \`/paperboy help\`.`,
    unknownSubcommand: (name: string, known: string) =>
      `\`${name}\` is not something \`/paperboy\` does. It knows: ${known}.`,
    unknownOption: (key: string, known: string) =>
      `\`${key}:\` is not a filter. The filters are ${known}. To search for it as text, put it in quotes.`,
    unknownOptionNear: (key: string, near: string) =>
      `\`${key}:\` is not a filter. Did you mean \`${near}:\`?`,
    missingOption: (name: string) => `Something is missing: \`${name}\`.`,
    missingChoice: (choices: string) => `Choose one of: ${choices}.`,
    tooManyWords: (words: string) =>
      `I do not know what to do with \`${words}\` here. Try \`/paperboy help\`.`,
    badOption: (name: string, value: string) => `\`${value}\` is not a value that \`${name}:\` takes.`,
    badChoice: (name: string, value: string, choices: string) =>
      `\`${value}\` is not a value that \`${name}:\` takes. Choose one of: ${choices}.`,
    repeatedOption: (name: string) => `\`${name}:\` is given twice. Keep one of them.`,
    mixedAlternatives: (piece: string) =>
      `I cannot read \`${piece}\` as an alternative. Put \`|\` between words or phrases, or between values: \`cat:cs.LG|cs.CV\`.`,
    tooManyParts: (limit: number) =>
      `That is more than ${limit} phrases, alternatives, exclusions and filters. Keep those that matter most.`,
    notExcludable: (key: string) =>
      `\`${key}:\` cannot be left out with a minus. Words, phrases, \`by:\`, \`cat:\` and \`year:\` can.`,
    emptyQuery: () => "What shall I look for? For example: `/paper neural collapse lang:ja`.",
    queryTooLong: (length: number, limit: number) =>
      `That is ${length} characters; I read at most ${limit}. Keep the words that matter most.`,
    badYear: (value: string) =>
      `\`${value}\` is not a year or a range. Write \`year:2021\` or \`year:2020..2022\`.`,
    badLanguage: (value: string, known: string) =>
      `\`${value}\` is not a language I reply in. I reply in: ${known}.`,
    pageOutOfRange: (page: number, pages: number) =>
      `There is no page ${page}: the results end at page ${pages}.`,
    expiredControl: () =>
      "This control is from another time and I no longer know what it belongs to. Please search again.",
    tooFast: (seconds: number) =>
      `That was a lot at once. Please wait ${count(seconds, "# second", "# seconds")} and try again.`,
    paperGone: (id: string) => `${id} is not among the papers held here any more.`,
    noChannel: () => "There is no channel here to do that in.",
    mayNotManage: () => "Only people who may manage this channel can change its settings.",
    searchUnavailable: () => "The index is not ready yet. Please try again in a moment.",
    internal: (id: string) => `Something went wrong on my side, and it is logged as ${id}. Please try again.`,
  },
  commands: {
    ...digestCommands,
    paper: {
      name: "paper",
      description: "Find a research paper and read its abstract in your language",
      options: {
        query: { name: "query", description: "Words, an author, an arXiv id, a link or a DOI" },
        lang: { name: "language", description: "The language to read in" },
        by: { name: "author", description: "Only papers by this author" },
        cat: { name: "category", description: "Only this arXiv category, such as cs.LG or math" },
        year: { name: "year", description: "Only this year or range, such as 2020..2022" },
        in: { name: "in", description: "Where the words must stand" },
        sort: { name: "sort", description: "The order of the results" },
      },
    },
    paperboy: { name: "paperboy", description: "Help, settings and status of Paperboy" },
    help: { name: "help", description: "What Paperboy can do", options: {} },
    about: { name: "about", description: "Where the papers and translations come from", options: {} },
    status: { name: "status", description: "How Paperboy is doing", options: {} },
    language: {
      name: "language",
      description: "Choose the language of the replies",
      options: {
        code: {
          name: "language",
          description: "The language, or “auto” to follow the channel and your chat app",
        },
        for: { name: "for", description: "Whether this is for you or for the whole channel" },
      },
    },
  },
  console: {
    welcome: "Paperboy, in the console. Type `/paper neural collapse`, or `help`; `exit` leaves.",
    press: "Type a number:",
    noSuchControl: (typed: string) => `There is no control ${typed} here.`,
    postedToChannel: "Posted to the channel:",
  },
  choices: {
    relevance: "best match first",
    new: "newest first",
    title: "titles only",
    me: "for me",
    channel: "for the channel",
    auto: "automatic",
  },
} as const;
