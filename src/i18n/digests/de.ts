import { plural } from "../format.ts";
import type { DigestCommands, DigestErrors, DigestTexts } from "./catalog.ts";

const papers = (n: number) => plural("de", n, { one: "# Paper", other: "# Paper" });

export const digest: DigestTexts = {
  days: {
    weekdays: "werktags,werktage,wochentags,arbeitstage",
    daily: "täglich,jeden tag,alle",
    weekend: "wochenende,am wochenende",
  },
  all: "alle,alles",
  post: {
    announced: (date) => `angekündigt ${date}`,
    counts: (announced, where, matched, shown) =>
      `${announced} neu${where === "" ? "" : ` in ${where}`} → ${matched} passend → ${shown} gezeigt`,
    catchingUp: (days, n) => `Nachgeholt: ${days}, ${papers(n)}`,
    reason: { title: "Titel", abstract: "Abstract", author: "Autor", category: "Kategorie" },
    also: (topics) => `auch: ${topics}`,
    nearMisses: "Knapp daneben",
    lacking: (part) => `ohne ${part}`,
    updated: "Aktualisiert",
    withdrawn: "Zurückgezogen",
    late: (sources) =>
      `Noch nichts Neues von ${sources}: verspätet, oder dort ist Feiertag. Was später angekündigt wird, kommt mit der nächsten Ausgabe.`,
    failed: (why) =>
      `Die Quelle konnte nicht gelesen werden: ${why}. Nichts geht verloren: Ihre Paper kommen mit einer späteren Ausgabe.`,
    quiet: (since) => `Noch da: Seit ${since} war nichts Passendes dabei.`,
  },
  subscription: {
    everyDay: "täglich",
    weekdays: "werktags",
    most: (n) => `höchstens ${papers(n)}`,
    time: "Uhrzeit",
    days: "Tage",
    language: "Sprache",
    papers: "Paper",
    subscribed: (name) => `${name} hat für diesen Kanal abonniert:`,
    changed: (name) => `${name} hat dieses Abo geändert:`,
    first: (when) =>
      `Die erste Ausgabe kommt am ${when}. Gezeigt werden nur Paper, die ab jetzt angekündigt werden.`,
    next: (when) => `nächste: ${when}`,
    unchanged: "Genau dieses Abo hat dieser Kanal schon.",
    inUtc:
      "Ihre Zeitzone kenne ich nicht, die Uhrzeit gilt daher in UTC. Eine andere wählt `tz:`, zum Beispiel `tz:Europe/Berlin`.",
    done: "Erledigt.",
    held: (n) =>
      plural("de", n, { one: "# Paper im Bestand passt dazu.", other: "# Paper im Bestand passen dazu." }),
    follow: (number) =>
      `Ansehen mit \`/paperboy preview ${number}\`, beenden mit \`/paperboy unsubscribe ${number}\`.`,
    mayNotPost:
      "Das Abo ist eingerichtet, aber ich darf in diesem Kanal noch nicht schreiben: Fügen Sie mich hinzu, sonst kann nichts gepostet werden.",
    notConfirmed: "Das Abo ist eingerichtet. Der Hinweis darauf konnte nicht in den Kanal gepostet werden.",
    listTitle: "Abos dieses Kanals",
    none: "Dieser Kanal hat keine Abos. Der Anfang: `/paperboy subscribe neural collapse cat:cs.LG`.",
    unsubscribed: (name) => `${name} hat beendet:`,
    paused: (name) => `${name} hat die Ausgaben dieses Kanals pausiert.`,
    pausedUntil: (name, date) => `${name} hat die Ausgaben dieses Kanals bis ${date} pausiert.`,
    resumed: (name) => `${name} lässt die Ausgaben dieses Kanals weiterlaufen.`,
    missed: "Was während der Pause angekündigt wird, wird danach nicht gepostet.",
    isPaused: "pausiert",
    isPausedUntil: (date) => `pausiert bis ${date}`,
    failing: (since, next) => `scheitert seit ${since}, nächster Versuch ${next}`,
    isSuspended: (since) => `ausgesetzt seit ${since}`,
    nothingToResume: "In diesem Kanal ist nichts pausiert oder ausgesetzt.",
    resumeHint: "Danach im Kanal `/paperboy resume` eingeben.",
  },
  suspended: {
    title: "Ausgaben sind ausgesetzt",
    topic: "Diese Ausgaben, die Sie eingerichtet haben, kommen nicht mehr. Gelöscht ist nichts davon.",
    why: {
      channelGone: "Den Kanal gibt es nicht mehr, oder ich kann ihn nicht mehr sehen.",
      archived: "Der Kanal oder Thread ist archiviert.",
      notMember: "Ich bin kein Mitglied des Kanals.",
      forbidden: "Ich darf in dem Kanal nicht schreiben.",
      botRemoved: "Ich wurde vom Server oder aus dem Workspace entfernt.",
      tokenRevoked: "Mein Zugang wurde widerrufen.",
      triedTooLong: "Das Posten ist eine Woche lang gescheitert.",
    },
    todo: {
      channelGone:
        "Wenn es ihn noch gibt, lassen Sie mich hinein; sonst abonnieren Sie für einen anderen Kanal.",
      archived: "Holen Sie ihn aus dem Archiv, oder abonnieren Sie für einen anderen Kanal.",
      notMember: "Laden Sie mich in den Kanal ein.",
      forbidden:
        "Bitten Sie jemanden, der den Kanal verwaltet, mir das Schreiben und das Einbetten von Links zu erlauben.",
      botRemoved: "Bitten Sie jemanden von der Administration, mich wieder hinzuzufügen.",
      tokenRevoked: "Bitten Sie, wer Paperboy betreibt, mich neu zu installieren.",
      triedTooLong: "Fragen Sie, wer Paperboy betreibt: Der Grund steht im Protokoll.",
    },
  },
  preview: {
    title: (topic) => `Vorschau: ${topic}`,
    onlyYou: "Das sehen nur Sie, und nichts gilt dadurch als gepostet.",
    nothing: "Jetzt würde nichts gepostet.",
    newest: "Die neuesten passenden Paper im Bestand",
    noneHeld: "Kein Paper im Bestand passt.",
  },
  day: {
    papers: (announced, matched, shown) => `${announced} angekündigt, ${matched} passend, ${shown} gezeigt`,
    noneMatched: (announced) => `${announced} angekündigt, keins passend`,
    nothingNew: "seit der letzten Ausgabe nichts angekündigt",
    weekend: "keine Ankündigung: Wochenende",
    holiday: "keine Ankündigung: Feiertag bei arXiv",
    notUpdated: (until) => `Quelle noch nicht aktualisiert, neue Versuche bis ${until}`,
    failed: (why) => `gescheitert: ${why}`,
  },
  coverage: {
    from: (names) => `Neue Paper kommen aus: ${names}.`,
    nothing:
      "Für dieses Thema wird keine Quelle gelesen: Es kämen nur Paper, die der Betreiber aus Dateien hinzufügt.",
    nameCategory: "Nennen Sie mit `cat:` eine Kategorie von arXiv, zum Beispiel `cat:cs.LG`.",
    addCategory:
      "Das sind die Kategorien von arXiv, die hier verfolgt werden; `cat:` in einem Thema fügt seine eigenen hinzu.",
    noContact: "arXiv wird hier nicht gelesen: Wer Paperboy betreibt, muss erst `ARXIV_CONTACT` setzen.",
  },
  why: {
    title: (id) => `Warum ${id}`,
    known: "Es ist hier im Bestand.",
    unknown: "Es ist hier nicht im Bestand: Keine Quelle hat es gebracht.",
    announced: (date, source, type) => `Angekündigt ${date} von ${source}: ${type}.`,
    notAnnounced: "Es gehört zu den älteren Papern: Hier hat es keine Quelle angekündigt.",
    types: {
      new: "neu",
      cross: "Querverweis",
      replace: "neue Fassung",
      "replace-cross": "neue Fassung eines Querverweises",
      withdrawn: "Rückzug",
    },
    delivered: (date) => `In diesem Kanal gepostet am ${date}.`,
    waiting: (date) => `Für diesen Kanal am ${date} geplant, noch nicht gepostet.`,
    withdrawn: "Es wurde von den Autoren zurückgezogen: Es wird nicht empfohlen.",
    matches: (reason) => `Es passt: ${reason}.`,
    blocked: (part) => `Es ist ausgeschlossen durch ${part}.`,
    lacks: (part) => `Ihm fehlt ${part}.`,
    far: "Es hat Wörter des Themas, aber zu wenige.",
    before: "Es wurde angekündigt, bevor das Abo begann.",
    onlyReplaced:
      "Ausgaben zeigen nur neue Paper und Querverweise; neue Fassungen nur von Papern, die dieser Kanal bekommen hat.",
    shown: (date, rank) => `Ausgabe vom ${date}: Rang ${rank}, gezeigt.`,
    overCap: (date, rank, shown) => `Ausgabe vom ${date}: Rang ${rank}, jenseits der Grenze von ${shown}.`,
    considered: (date) => `Ausgabe vom ${date}: geprüft, passte damals nicht.`,
    ahead: (when) => `Es wird für die nächste Ausgabe geprüft, ${when}.`,
    notAhead: "Es wird geprüft, wenn das Abo weiterläuft.",
    noSubscription: "Dieser Kanal hat keine Abos.",
  },
  status: {
    source: (name) => `Quelle ${name}`,
    ok: (checked) => `geprüft ${checked}`,
    newest: (date) => `neueste Ankündigung ${date}`,
    failing: (since, why) => `scheitert seit ${since}: ${why}`,
    nextLook: (when) => `nächste Prüfung ${when}`,
    nextDigest: (when) => `Nächste Ausgabe in diesem Kanal: ${when}`,
  },
  modal: { title: "Thema abonnieren", submit: "Abonnieren", cancel: "Abbrechen" },
};

export const digestErrors: DigestErrors = {
  emptyTopic: () =>
    "Was soll dieser Kanal abonnieren? Zum Beispiel: `/paperboy subscribe neural collapse -survey cat:cs.LG at:09:00`.",
  badTime: (value) =>
    `\`${value}\` ist keine Uhrzeit. Schreiben Sie \`at:09:00\`, \`at:9am\` oder \`at:21:30\`.`,
  badDays: (value) =>
    `\`${value}\` nennt keine Tage. Schreiben Sie \`days:weekdays\`, \`days:daily\`, \`days:mon,wed\` oder \`days:1,3\`.`,
  badZone: (value) => `\`${value}\` ist keine Zeitzone. Schreiben Sie eine wie \`tz:Europe/Berlin\`.`,
  badZoneNear: (value, near) => `\`${value}\` ist keine Zeitzone. Meinten Sie ${near}?`,
  badMax: (value, most) =>
    `\`${value}\` ist keine Anzahl von Papern. Schreiben Sie \`max:5\`, höchstens ${most}.`,
  badUntil: (value) =>
    `\`${value}\` ist kein kommender Tag. Schreiben Sie \`/paperboy pause 2026-12-24\`, \`/paperboy pause monday\` oder nur \`/paperboy pause\`.`,
  mayNotSubscribe: () =>
    "Die Abos dieses Kanals kann nur ändern, wer ihn verwalten darf. Fragen Sie dort nach; `/paperboy preview` steht allen offen.",
  noSubscriptions: () => "Dieser Kanal hat keine Abos. Der Anfang: `/paperboy subscribe neural collapse`.",
  noSuchSubscription: (typed, numbers) =>
    `\`${typed}\` ist kein Abo dieses Kanals. Er hat ${numbers}: siehe \`/paperboy subscriptions\`.`,
  whichSubscription: (numbers, command) =>
    `Welches? Dieser Kanal hat ${numbers}: siehe \`/paperboy subscriptions\`, dann \`/paperboy ${command} 1\` eingeben.`,
  tooManySubscriptions: (most) =>
    `Dieser Kanal hat ${most} Abos, mehr gehen nicht. Beenden Sie eins mit \`/paperboy unsubscribe 1\`.`,
  changedMeanwhile: () =>
    "Jemand anderes hat dieses Abo im selben Augenblick geändert. Bitte noch einmal versuchen.",
  whichPaper: () => "Welches Paper? Schreiben Sie `/paperboy why 2212.12206`.",
  badPaperId: (value) =>
    `\`${value}\` ist keine ID eines Papers. Schreiben Sie \`/paperboy why 2212.12206\`.`,
};

export const digestCommands: DigestCommands = {
  subscribe: {
    name: "abonnieren",
    description: "Ein Thema für diesen Kanal abonnieren: neue Paper, jeden Arbeitsmorgen",
    options: {
      topic: { name: "thema", description: "Wörter wie bei /paper: neural collapse -survey" },
      by: { name: "autor", description: "Nur Paper mit diesem Namen in der Autorenliste" },
      cat: { name: "kategorie", description: "Nur diese arXiv-Kategorie, etwa cs.LG oder math" },
      year: { name: "jahr", description: "Nur aus diesem Jahr oder Zeitraum, etwa 2020..2022" },
      in: { name: "in", description: "Wo die Wörter stehen müssen" },
      lang: { name: "sprache", description: "Die Sprache der Ausgaben" },
      at: { name: "um", description: "Die Uhrzeit, etwa 09:00" },
      tz: { name: "zeitzone", description: "Die Zeitzone, etwa Europe/Berlin" },
      days: { name: "tage", description: "werktags, täglich oder Tage wie Mo,Mi" },
      max: { name: "max", description: "Höchstzahl der Paper einer Ausgabe, 1 bis 10" },
    },
  },
  subscriptions: { name: "abos", description: "Die Abos dieses Kanals", options: {} },
  unsubscribe: {
    name: "abbestellen",
    description: "Ein Abo dieses Kanals beenden",
    options: { which: { name: "welches", description: "Seine Nummer in der Liste der Abos, oder alle" } },
  },
  pause: {
    name: "pausieren",
    description: "Die Ausgaben dieses Kanals pausieren",
    options: {
      until: { name: "bis", description: "Der Tag, an dem es weitergeht, etwa 2026-12-24 oder Montag" },
    },
  },
  resume: {
    name: "fortsetzen",
    description: "Pausierte oder ausgesetzte Ausgaben dieses Kanals fortsetzen",
    options: {},
  },
  preview: {
    name: "vorschau",
    description: "Was eine Ausgabe jetzt zeigen würde, nur für Sie",
    options: { which: { name: "welches", description: "Die Nummer des Abos" } },
  },
  why: {
    name: "warum",
    description: "Warum ein Paper in diesem Kanal gepostet wurde oder nicht",
    options: { id: { name: "paper", description: "Die ID des Papers, etwa 2212.12206" } },
  },
};

export const digestHelp =
  "`/paperboy subscribe neural collapse cat:cs.LG at:09:00` postet hier jeden Arbeitsmorgen neue Paper; `/paperboy subscriptions` listet die Abos auf, `/paperboy preview` zeigt die nächste Ausgabe, `/paperboy why` erklärt, was aus einem Paper wurde.";
