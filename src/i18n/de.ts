import type { Catalog } from "./catalog.ts";
import { digest, digestCommands, digestErrors, digestHelp } from "./digests/de.ts";
import { plural } from "./format.ts";

const count = (n: number, one: string, other: string) => plural("de", n, { one, other });

/** "Englisch" takes the ending that "aus dem Englischen" and "ins Englische" need; a name like "Hindi" takes none. */
const declined = (language: string, ending: "e" | "en") => language.replace(/sch(?= \(|$)/, `sch${ending}`);
const from = (language: string) => `aus dem ${declined(language, "en")}`;
const into = (language: string) => `ins ${declined(language, "e")}`;

export const de: Catalog = {
  card: {
    moreAuthors: (n) => `+${n}`,
    noAuthors: "Keine Autorenangabe",
    noAbstract: "Kein Abstract verzeichnet.",
    pdf: "PDF",
    withdrawn: "Zurückgezogen.",
    truncated: "Dieses Abstract ist schon in der Quelle gekürzt.",
    sharedBy: "Geteilt von",
    results: "Treffer",
    hitCount: (n) => count(n, "# Paper", "# Paper"),
    page: (page, pages) => `Seite ${page} von ${pages}`,
    correctedTo: (words) => `Gezeigt werden Treffer für „${words}“.`,
    alsoSearched: (words) => `Auch gesucht: „${words}“.`,
    similarTo: (title) => `Paper mit ähnlichem Wortlaut wie „${title}“`,
  },
  summary: {
    tldr: "TL;DR",
    extracted: "Satz aus dem Abstract",
    byModel: (model) => `von ${model} geschrieben (maschinell)`,
    problem: "Problem",
    method: "Methode",
    result: "Ergebnis",
  },
  query: {
    or: "oder",
    without: (what) => `ohne: ${what}`,
    by: (names) => `von: ${names}`,
    cat: (categories) => `Kategorie: ${categories}`,
    inTitle: "in Titeln",
  },
  provenance: {
    original: (language) => `Original · ${language}`,
    translated: (language, translator) => `Übersetzt ${from(language)} von ${translator}`,
    translatedTwice: (language, translator, first, source) =>
      `Übersetzt ${from(language)} von ${translator}; der Text auf ${language} wurde seinerseits von ${first} ${from(source)} übersetzt`,
    titleBy: (translator) => `Titel übersetzt von ${translator}`,
    machine: (name, engine) => `${name} (${engine ? `${engine}, ` : ""}maschinell)`,
    reviewed: (name, engine) =>
      `${name} (${engine ? `${engine}, ` : ""}maschinell, von einem Menschen geprüft)`,
    missing: (wanted, shown) =>
      `Noch keine Übersetzung ${into(wanted)}. Angezeigt wird das Original auf ${shown}.`,
    missingOther: (wanted, shown) =>
      `Noch keine Übersetzung ${into(wanted)}. Angezeigt wird die Übersetzung ${into(shown)}.`,
    notHeld: (shown) =>
      `Das Original-Abstract liegt hier noch nicht vor. Angezeigt wird die Übersetzung ${into(shown)}.`,
    stale: (translated, current) => `Übersetzung auf dem Stand von v${translated}; aktuell ist v${current}`,
    kept: (n) => count(n, "# Satz steht im Original, kursiv", "# Sätze stehen im Original, kursiv"),
    keptTitle: "Der Titel steht im Original",
  },
  translating: {
    running: (language) => `Wird ${into(language)} übersetzt …`,
    preparing: (language, megabytes, percent) =>
      `${language} wird vorbereitet, etwa ${megabytes} MB, einmalig: ${percent} %`,
    onDemand: "Noch nicht übersetzt, wird auf Wunsch übersetzt",
    noService:
      "Hier ist kein Übersetzungsdienst eingerichtet; wer Paperboy betreibt, kann mit TRANSLATOR einen wählen.",
    noPair: (services, source, target) =>
      `Von ${services} nicht angeboten: ${from(source)} ${into(target)}. Bitte im Menü eine andere Sprache wählen.`,
    unreachable: (services) =>
      `Nicht übersetzt: keine Verbindung zu ${services}. Bitte gleich noch einmal versuchen.`,
    limit: (services) =>
      `Nicht übersetzt: Das Limit von ${services} ist erreicht. Bitte später noch einmal versuchen.`,
    notPrepared: (language) =>
      `Nicht übersetzt: Was ${language} braucht, konnte nicht geladen werden. Bitte gleich noch einmal versuchen; der Grund steht im Protokoll.`,
    refused: (services) =>
      `Nicht übersetzt: Die Anfrage wurde von ${services} abgelehnt. Wer Paperboy betreibt, findet den Grund im Protokoll.`,
    unusable: (services) =>
      `Nicht übersetzt: Was von ${services} kam, war nicht zu gebrauchen. Bitte noch einmal versuchen oder das Original zitieren.`,
  },
  controls: {
    open: "Anderen Treffer öffnen",
    language: "In einer anderen Sprache lesen",
    original: "Original",
    translation: (language) => `Auf ${language}`,
    originalOf: (language) => `${language} (Original)`,
    retry: "Noch einmal versuchen",
    previous: "◀ Vorherige",
    next: "Nächste ▶",
    bibtex: "BibTeX",
    similar: "Ähnliche Paper",
    share: "Im Kanal teilen",
  },
  replies: {
    nothingFound: (query) => `Keine Treffer für „${query}“.`,
    without: (word, n) => `Ohne „${word}“: ${count(n, "# Paper", "# Paper")}`,
    stillIndexing: (n) =>
      `${count(n, "# Paper wird", "# Paper werden")} noch in den Index aufgenommen. Bitte gleich noch einmal versuchen.`,
    nothingHint: "Vielleicht helfen weniger Wörter oder andere Filter.",
    notInIndex: (id) => `Das Paper ${id} ist hier nicht vorhanden.`,
    askingArxiv: (id) => `Das Paper ${id} ist hier nicht vorhanden. arXiv wird danach gefragt …`,
    notOnArxiv: (id) => `Bei arXiv gibt es kein Paper ${id}.`,
    arxivUnreachable: (id) =>
      `Das Paper ${id} ist hier nicht vorhanden, und arXiv konnte nicht gefragt werden. Bitte später noch einmal versuchen.`,
    noSimilar: "Hier ist kein ähnliches Paper vorhanden.",
    shared: "Im Kanal geteilt.",
    shareForbidden:
      "Ich darf in diesem Kanal nicht schreiben. Wer ihn verwaltet, kann mich hinzufügen; alternativ lässt sich der Link zum Paper kopieren.",
    shareFailed:
      "Der Chatdienst hat die Nachricht abgelehnt, es wurde nichts geteilt. Der Grund steht im Protokoll.",
    shareUnconfirmed:
      "Der Chatdienst hat die Nachricht nicht bestätigt. Bitte vor dem nächsten Versuch im Kanal nachsehen, damit sie nicht doppelt erscheint.",
    languageSetForPerson: (language) => `Ab jetzt antworte ich Ihnen auf ${language}.`,
    languageSetForChannel: (language) =>
      `Ab jetzt antworte ich in diesem Kanal auf ${language}, außer wenn jemand für sich eine andere Sprache gewählt hat.`,
    languageClearedForPerson:
      "Ihre Sprachwahl ist gelöscht. Ich richte mich wieder nach dem Kanal und Ihrer Chat-App.",
    languageClearedForChannel: "Die Sprachwahl des Kanals ist gelöscht.",
    bibtexTitle: "BibTeX",
  },
  help: {
    title: "Was ich kann",
    intro:
      "Ich finde Forschungspaper und zeige sie in Ihrer Sprache, immer mit der Angabe, wer übersetzt hat.",
    search: "`/paper neural collapse` findet Paper über Stichwörter, Namen, arXiv-ID, Link oder DOI.",
    filters: "Filter: `by:papyan`, `cat:cs.LG`, `year:2020..2022`, `sort:new`, `lang:de`.",
    operators:
      'Genauer Wortlaut: `"neural collapse"`. Ausschließen: `-survey`, `-cat:cs.CV`. Eines von beiden: `transfer | few-shot`. Nur Titel: `in:title`. Mehrere `by:` und `cat:` müssen alle zutreffen.',
    language:
      "`/paperboy language de` legt Ihre Sprache fest, `/paperboy language de for:channel` die des Kanals.",
    translation:
      "Ein Paper, das es in Ihrer Sprache noch nicht gibt, wird beim Öffnen übersetzt; das Sprachmenü bietet weitere Sprachen.",
    digests: digestHelp,
    about: "`/paperboy about` sagt, woher die Paper stammen, und `/paperboy status`, wie es mir geht.",
    privacy: "Antworten sind nur für Sie sichtbar, bis Sie „Im Kanal teilen“ wählen.",
    console:
      "Hier in der Konsole: Nummer eingeben, um das Element mit dieser Nummer auszuwählen; `exit` beendet das Programm.",
  },
  about: {
    title: "Über Paperboy",
    what: (version) =>
      `Paperboy ${version} bringt Forschungspaper in den Team-Chat und ist freie Software (MIT-Lizenz).`,
    sources:
      "Titel, Abstracts und Autorenangaben der Paper auf arXiv sind Metadaten von arXiv (CC0); die anderer Paper kommen aus Dateien und Feeds, die der Betreiber von Paperboy gewählt hat. PDFs werden nie gespeichert; die Links führen dorthin, wo das Paper liegt.",
    lookedUp:
      "Eine arXiv-Kennung, nach der gefragt wird und die hier nicht vorhanden ist, wird bei arXiv nachgeschlagen.",
    translations:
      "Bei jeder Übersetzung steht, von wem sie stammt. Maschinelle Übersetzungen können falsch sein: bitte das Original zitieren.",
    summaries: (service) =>
      `Zusammenfassungen schreibt ${service}. Dorthin gehen nur Titel und Abstract geöffneter Arbeiten: keine Suchanfrage, kein Name, kein Kanal.`,
    privacy:
      "Keine Anfrage, kein Name und kein Kanal verlässt diesen Rechner, außer in den Chat, aus dem die Eingabe kam.",
    people: "Kein Name und kein Kanal verlässt diesen Rechner, außer in den Chat, in dem es getippt wurde.",
    translatedHere: (services) =>
      `Paper werden von ${services} übersetzt, auf Rechnern derer, die Paperboy betreiben.`,
    translatedElsewhere: (services) =>
      `Zum Übersetzen gehen Titel und Abstract eines Papers, und nichts anderes, an ${services}.`,
    queriesElsewhere: (services) =>
      `Auch die Wörter einer Suche können an ${services} gehen, um in anderen Sprachen zu suchen.`,
    thanks: "Dank an arXiv für die Nutzung seiner Open-Access-Interoperabilität.",
    notEndorsed:
      "Dieser Dienst wurde von arXiv weder geprüft noch genehmigt und ist nicht unbedingt Ausdruck oder Spiegel der Richtlinien oder Meinungen von arXiv.",
  },
  status: {
    title: "Status",
    papers: (n) => count(n, "# Paper im Index", "# Paper im Index"),
    pending: (n) =>
      count(n, "# Paper wartet auf Aufnahme in den Index", "# Paper warten auf Aufnahme in den Index"),
    uptime: (duration) => `Laufzeit: ${duration}`,
    platform: { starting: "startet", ready: "verbunden", failed: "nicht verbunden", stopped: "gestoppt" },
    version: (version) => `Version ${version}`,
  },
  digest,
  errors: {
    ...digestErrors,
    unknownCommand: (name) =>
      `\`${name}\` ist kein Befehl. So geht es zum Beispiel: \`/paper neural collapse\` oder \`/paperboy help\`.`,
    unknownSubcommand: (name, known) => `\`/paperboy\` kennt \`${name}\` nicht. Möglich sind: ${known}.`,
    unknownOption: (key, known) =>
      `\`${key}:\` ist kein Filter. Die Filter sind: ${known}. Um es als Text zu suchen, in Anführungszeichen setzen.`,
    unknownOptionNear: (key, near) => `\`${key}:\` ist kein Filter. War \`${near}:\` gemeint?`,
    missingOption: (name) => `Es fehlt noch etwas: \`${name}\`.`,
    missingChoice: (choices) => `Bitte eine Möglichkeit wählen: ${choices}.`,
    tooManyWords: (words) =>
      `Mit \`${words}\` kann ich hier nichts anfangen. Hilfe gibt es mit \`/paperboy help\`.`,
    badOption: (name, value) => `\`${value}\` ist kein gültiger Wert für \`${name}:\`.`,
    badChoice: (name, value, choices) =>
      `\`${value}\` ist kein gültiger Wert für \`${name}:\`. Möglich sind: ${choices}.`,
    repeatedOption: (name) => `\`${name}:\` kommt zweimal vor. Bitte nur eine Angabe stehen lassen.`,
    mixedAlternatives: (piece) =>
      `\`${piece}\` kann ich nicht als Alternative lesen. \`|\` steht zwischen Wörtern oder Wortfolgen oder zwischen Werten: \`cat:cs.LG|cs.CV\`.`,
    tooManyParts: (limit) =>
      `Das sind mehr als ${limit} Wortfolgen, Alternativen, Ausschlüsse und Filter. Bitte nur die wichtigsten behalten.`,
    notExcludable: (key) =>
      `\`${key}:\` lässt sich nicht mit einem Minus ausschließen. Bei Wörtern, Wortfolgen, \`by:\`, \`cat:\` und \`year:\` geht es.`,
    emptyQuery: () => "Wonach soll ich suchen? Zum Beispiel: `/paper neural collapse lang:de`.",
    queryTooLong: (length, limit) =>
      `Das sind ${length} Zeichen; ich lese höchstens ${limit}. Bitte nur die wichtigsten Wörter angeben.`,
    badYear: (value) =>
      `\`${value}\` ist weder ein Jahr noch ein Zeitraum. Richtig ist zum Beispiel \`year:2021\` oder \`year:2020..2022\`.`,
    badLanguage: (value, known) =>
      `\`${value}\` ist keine Sprache, in der ich antworte. Möglich sind: ${known}.`,
    pageOutOfRange: (page, pages) => `Seite ${page} gibt es nicht: Die Ergebnisse enden mit Seite ${pages}.`,
    expiredControl: () =>
      "Diese Auswahl stammt von früher, und ich weiß nicht mehr, wozu sie gehört. Bitte neu suchen.",
    tooFast: (seconds) =>
      `Das war viel auf einmal. Bitte noch ${count(seconds, "# Sekunde", "# Sekunden")} warten und es dann erneut versuchen.`,
    paperGone: (id) => `Das Paper ${id} ist hier nicht mehr vorhanden.`,
    noChannel: () => "Hier gibt es keinen Kanal, in dem das möglich wäre.",
    mayNotManage: () => "Nur wer diesen Kanal verwalten darf, kann seine Einstellungen ändern.",
    searchUnavailable: () => "Der Index ist noch nicht bereit. Bitte gleich noch einmal versuchen.",
    internal: (id) =>
      `Bei mir ist etwas schiefgegangen; im Protokoll steht es unter ${id}. Bitte noch einmal versuchen.`,
  },
  commands: {
    ...digestCommands,
    paper: {
      name: "paper",
      description: "Ein Forschungspaper finden und das Abstract in der eigenen Sprache lesen",
      options: {
        query: { name: "suche", description: "Stichwörter, ein Name, eine arXiv-ID, ein Link oder eine DOI" },
        lang: { name: "sprache", description: "Die Lesesprache" },
        by: { name: "autor", description: "Nur Paper mit diesem Namen in der Autorenliste" },
        cat: { name: "kategorie", description: "Nur diese arXiv-Kategorie, etwa cs.LG oder math" },
        year: { name: "jahr", description: "Nur aus diesem Jahr oder Zeitraum, etwa 2020..2022" },
        in: { name: "in", description: "Wo die Wörter stehen müssen" },
        sort: { name: "sortierung", description: "Reihenfolge der Ergebnisse" },
      },
    },
    paperboy: { name: "paperboy", description: "Hilfe, Einstellungen und Status von Paperboy" },
    help: { name: "hilfe", description: "Was Paperboy kann", options: {} },
    about: { name: "info", description: "Woher die Paper und Übersetzungen stammen", options: {} },
    status: { name: "status", description: "Wie es Paperboy geht", options: {} },
    language: {
      name: "sprache",
      description: "Die Sprache der Antworten wählen",
      options: {
        code: {
          name: "sprache",
          description: "Die Sprache oder „auto“, um sich nach Kanal und Chat-App zu richten",
        },
        for: { name: "für", description: "Ob dies nur für Sie oder für den ganzen Kanal gilt" },
      },
    },
  },
  console: {
    welcome: "Paperboy in der Konsole. `/paper neural collapse` oder `help` eingeben; `exit` beendet.",
    press: "Nummer eingeben:",
    noSuchControl: (typed) => `Hier gibt es kein Element ${typed}.`,
    postedToChannel: "Im Kanal veröffentlicht:",
  },
  choices: {
    relevance: "beste Treffer zuerst",
    new: "neueste zuerst",
    title: "nur Titel",
    me: "für mich",
    channel: "für den Kanal",
    auto: "automatisch",
  },
};
