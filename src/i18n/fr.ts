import type { Catalog } from "./catalog.ts";
import { digest, digestCommands, digestErrors, digestHelp } from "./digests/fr.ts";
import { plural } from "./format.ts";

// The spaces before : ; ! ? and inside « » are no-break spaces (U+00A0).

const count = (n: number, one: string, other: string) => plural("fr", n, { one, other });

/** "de l’anglais", "du chinois". */
const from = (language: string) => (/^[aeiouéèêîœ]/i.test(language) ? `de l’${language}` : `du ${language}`);

export const fr: Catalog = {
  card: {
    moreAuthors: (n) => `+${n}`,
    noAuthors: "Auteurs non renseignés",
    noAbstract: "Aucun résumé n’est renseigné.",
    pdf: "PDF",
    withdrawn: "Article retiré.",
    truncated: "Ce résumé est déjà tronqué dans la source.",
    sharedBy: "Partagé par",
    results: "Résultats",
    hitCount: (n) => count(n, "# article", "# articles"),
    page: (page, pages) => `Page ${page} sur ${pages}`,
    correctedTo: (words) => `Résultats affichés pour « ${words} ».`,
    alsoSearched: (words) => `Recherche étendue à « ${words} ».`,
    similarTo: (title) => `Articles au vocabulaire proche de « ${title} »`,
  },
  summary: {
    tldr: "TL;DR",
    extracted: "phrase extraite du résumé",
    byModel: (model) => `rédigé par ${model} (machine)`,
    problem: "Problème",
    method: "Méthode",
    result: "Résultat",
  },
  query: {
    or: "ou",
    without: (what) => `sans : ${what}`,
    by: (names) => `de : ${names}`,
    cat: (categories) => `catégorie : ${categories}`,
    inTitle: "dans les titres",
  },
  provenance: {
    original: (language) => `Version originale · ${language}`,
    translated: (language, translator) => `Traduit ${from(language)} par ${translator}`,
    translatedTwice: (language, translator, first, source) =>
      `Traduit ${from(language)} par ${translator} ; le texte en ${language} a lui-même été traduit ${from(source)} par ${first}`,
    titleBy: (translator) => `Titre traduit par ${translator}`,
    machine: (name, engine) => `${name} (${engine ? `${engine}, ` : ""}traduction automatique)`,
    reviewed: (name, engine) =>
      `${name} (${engine ? `${engine}, ` : ""}traduction automatique, vérifiée par une personne)`,
    missing: (wanted, shown) =>
      `Pas encore de traduction en ${wanted}. Voici la version originale en ${shown}.`,
    missingOther: (wanted, shown) =>
      `Pas encore de traduction en ${wanted}. Voici la traduction en ${shown}.`,
    notHeld: (shown) =>
      `Le résumé original n’est pas encore disponible ici. Voici la traduction en ${shown}.`,
    stale: (translated, current) =>
      `Traduit d’après la v${translated} ; la version actuelle est la v${current}`,
    kept: (n) =>
      count(
        n,
        "# phrase laissée dans la langue originale, en italique",
        "# phrases laissées dans la langue originale, en italique",
      ),
    keptTitle: "Titre laissé dans la langue originale",
  },
  translating: {
    running: (language) => `Traduction en ${language} en cours…`,
    preparing: (language, megabytes, percent) =>
      `Préparation : ${language}, environ ${megabytes} Mo, une seule fois : ${percent} %`,
    onDemand: "Pas encore traduit, traduction à la demande",
    noService:
      "Aucun service de traduction n’est configuré ici ; la personne qui gère Paperboy peut en choisir un avec TRANSLATOR.",
    noPair: (services, source, target) =>
      `Non proposé par ${services} : ${from(source)} en ${target}. Choisissez une autre langue dans le menu.`,
    unreachable: (services) => `Non traduit : pas de réponse de ${services}. Réessayez dans un instant.`,
    limit: (services) => `Non traduit : la limite de ${services} est atteinte. Réessayez plus tard.`,
    notPrepared: (language) =>
      `Non traduit : les fichiers nécessaires (${language}) n’ont pas pu être téléchargés. Réessayez dans un instant ; la raison est dans le journal.`,
    refused: (services) =>
      `Non traduit : la demande a été refusée par ${services}. La personne qui gère Paperboy en trouvera la raison dans le journal.`,
    unusable: (services) =>
      `Non traduit : la réponse de ${services} est inutilisable. Réessayez ou citez la version originale.`,
  },
  controls: {
    open: "Ouvrir un autre résultat",
    language: "Lire dans une autre langue",
    original: "Version originale",
    translation: (language) => `En ${language}`,
    originalOf: (language) => `${language} (original)`,
    retry: "Réessayer",
    previous: "◀ Précédent",
    next: "Suivant ▶",
    bibtex: "BibTeX",
    similar: "Articles similaires",
    share: "Partager dans le canal",
  },
  replies: {
    nothingFound: (query) => `Aucun résultat pour « ${query} ».`,
    without: (word, n) => `Sans « ${word} » : ${count(n, "# article", "# articles")}`,
    stillIndexing: (n) =>
      `${count(n, "# article est", "# articles sont")} encore en cours d’indexation. Réessayez dans un instant.`,
    nothingHint: "Essayez avec moins de mots ou vérifiez les filtres.",
    notInIndex: (id) => `L’article ${id} n’est pas disponible ici.`,
    askingArxiv: (id) => `L’article ${id} n’est pas disponible ici. Interrogation d’arXiv…`,
    notOnArxiv: (id) => `arXiv n’a pas d’article ${id}.`,
    arxivUnreachable: (id) =>
      `L’article ${id} n’est pas disponible ici et arXiv n’a pas pu être interrogé. Réessayez plus tard.`,
    noSimilar: "Aucun article similaire n’est disponible ici.",
    shared: "Partagé dans le canal.",
    shareForbidden:
      "Je n’ai pas le droit d’écrire dans ce canal. Demandez à une personne qui le gère de m’y ajouter, ou copiez le lien de l’article.",
    shareFailed:
      "Le service de messagerie a refusé la publication, rien n’a été partagé. La raison figure dans le journal.",
    shareUnconfirmed:
      "Le service de messagerie n’a pas confirmé la publication. Regardez dans le canal avant de partager à nouveau, pour éviter un doublon.",
    languageSetForPerson: (language) => `Désormais, je vous répondrai en ${language}.`,
    languageSetForChannel: (language) =>
      `Désormais, je répondrai en ${language} dans ce canal, sauf aux personnes qui ont choisi une autre langue.`,
    languageClearedForPerson:
      "Votre choix de langue est oublié. Je m’adapte de nouveau à la langue du canal et de votre messagerie.",
    languageClearedForChannel: "Le choix de langue du canal est oublié.",
    bibtexTitle: "BibTeX",
  },
  help: {
    title: "Ce que je sais faire",
    intro:
      "Je trouve des articles de recherche et les affiche dans votre langue, en indiquant toujours qui les a traduits.",
    search: "`/paper neural collapse` trouve des articles par mots, auteur, identifiant arXiv, lien ou DOI.",
    filters: "Filtres : `by:papyan`, `cat:cs.LG`, `year:2020..2022`, `sort:new`, `lang:fr`.",
    operators:
      'Mots exacts : `"neural collapse"`. Exclure : `-survey`, `-cat:cs.CV`. L’un ou l’autre : `transfer | few-shot`. Titres seulement : `in:title`. Plusieurs `by:` et `cat:` doivent tous être vrais.',
    language:
      "`/paperboy language fr` définit votre langue ; `/paperboy language fr for:channel`, celle du canal.",
    translation:
      "Un article qui n’existe pas dans votre langue est traduit à l’ouverture ; le menu des langues en propose d’autres.",
    digests: digestHelp,
    about: "`/paperboy about` indique d’où viennent les articles ; `/paperboy status`, comment je vais.",
    privacy:
      "Vous êtes la seule personne à voir les réponses, sauf si vous choisissez « Partager dans le canal ».",
    console:
      "Ici, dans la console : tapez un numéro pour activer l’élément qui le porte, `exit` pour quitter.",
  },
  about: {
    title: "À propos de Paperboy",
    what: (version) =>
      `Paperboy ${version} apporte les articles de recherche dans la messagerie d’une équipe. C’est un logiciel libre (licence MIT).`,
    sources:
      "Les titres, les résumés et les noms d’auteurs des articles d’arXiv sont des métadonnées d’arXiv (CC0) ; ceux des autres articles viennent de fichiers et de flux choisis par la personne qui gère Paperboy. Les PDF ne sont jamais stockés ; les liens mènent là où se trouve l’article.",
    lookedUp: "Un identifiant arXiv demandé qui n’est pas disponible ici est recherché auprès d’arXiv.",
    translations:
      "Chaque traduction indique qui l’a faite. Les traductions automatiques peuvent être erronées : citez l’original.",
    summaries: (service) =>
      `Les résumés en une phrase sont rédigés par ${service}, qui ne reçoit que le titre et le résumé des articles ouverts : ni requête, ni nom, ni canal.`,
    privacy:
      "Aucune requête, aucun nom, aucun canal ne sort de cette machine, sauf vers la messagerie d’où vient la demande.",
    people: "Aucun nom ni canal ne quitte cette machine, sauf vers la messagerie où il a été saisi.",
    translatedHere: (services) =>
      `Les articles sont traduits par ${services}, sur les machines de la personne qui gère Paperboy.`,
    translatedElsewhere: (services) =>
      `Pour la traduction, le titre et le résumé d’un article, et rien d’autre, sont envoyés à ${services}.`,
    queriesElsewhere: (services) =>
      `Les mots d’une recherche peuvent aussi être envoyés à ${services}, pour chercher dans d’autres langues.`,
    thanks: "Merci à arXiv pour l’utilisation de son interopérabilité en libre accès.",
    notEndorsed:
      "Ce service n’a été ni examiné ni approuvé par arXiv, et il n’exprime ni ne reflète nécessairement les politiques ou les opinions d’arXiv.",
  },
  status: {
    title: "État",
    papers: (n) => count(n, "# article dans l’index", "# articles dans l’index"),
    pending: (n) => count(n, "# article en attente d’indexation", "# articles en attente d’indexation"),
    uptime: (duration) => `En service depuis ${duration}`,
    platform: { starting: "démarrage", ready: "connecté", failed: "non connecté", stopped: "arrêté" },
    version: (version) => `Version ${version}`,
  },
  digest,
  errors: {
    ...digestErrors,
    unknownCommand: (name) =>
      `\`${name}\` n’est pas une commande. Essayez \`/paper neural collapse\` ou \`/paperboy help\`.`,
    unknownSubcommand: (name, known) =>
      `\`/paperboy\` ne connaît pas \`${name}\`. Choix possibles : ${known}.`,
    unknownOption: (key, known) =>
      `\`${key}:\` n’est pas un filtre. Les filtres sont : ${known}. Pour le chercher comme du texte, mettez-le entre guillemets.`,
    unknownOptionNear: (key, near) => `\`${key}:\` n’est pas un filtre. Vouliez-vous dire \`${near}:\` ?`,
    missingOption: (name) => `Il manque quelque chose : \`${name}\`.`,
    missingChoice: (choices) => `Choisissez parmi : ${choices}.`,
    tooManyWords: (words) => `Je ne sais pas quoi faire de \`${words}\` ici. Essayez \`/paperboy help\`.`,
    badOption: (name, value) => `\`${value}\` n’est pas une valeur admise pour \`${name}:\`.`,
    badChoice: (name, value, choices) =>
      `\`${value}\` n’est pas une valeur admise pour \`${name}:\`. Valeurs possibles : ${choices}.`,
    repeatedOption: (name) => `\`${name}:\` est indiqué deux fois. N’en gardez qu’un.`,
    mixedAlternatives: (piece) =>
      `Je ne peux pas lire \`${piece}\` comme alternative. Placez \`|\` entre des mots ou des expressions, ou entre des valeurs : \`cat:cs.LG|cs.CV\`.`,
    tooManyParts: (limit) =>
      `Cela fait plus de ${limit} expressions, alternatives, exclusions et filtres. Gardez les plus importants.`,
    notExcludable: (key) =>
      `\`${key}:\` ne peut pas être exclu avec un signe moins. Les mots, les expressions, \`by:\`, \`cat:\` et \`year:\` le peuvent.`,
    emptyQuery: () => "Que dois-je chercher ? Par exemple : `/paper neural collapse lang:fr`.",
    queryTooLong: (length, limit) =>
      `Cela fait ${length} caractères ; j’en lis ${limit} au maximum. Gardez les mots les plus importants.`,
    badYear: (value) =>
      `\`${value}\` n’est ni une année ni une période. Écrivez \`year:2021\` ou \`year:2020..2022\`.`,
    badLanguage: (value, known) => `Je ne réponds pas en \`${value}\`. Choix possibles : ${known}.`,
    pageOutOfRange: (page, pages) =>
      `Il n’y a pas de page ${page} : les résultats s’arrêtent à la page ${pages}.`,
    expiredControl: () =>
      "Cet élément est trop ancien et je ne sais plus à quoi il se rapporte. Veuillez relancer la recherche.",
    tooFast: (seconds) =>
      `Cela fait beaucoup d’un coup. Patientez ${count(seconds, "# seconde", "# secondes")}, puis réessayez.`,
    paperGone: (id) => `L’article ${id} n’est plus disponible ici.`,
    noChannel: () => "Impossible ici : il n’y a pas de canal.",
    mayNotManage: () =>
      "Seules les personnes autorisées à gérer ce canal peuvent en modifier les paramètres.",
    searchUnavailable: () => "L’index n’est pas encore prêt. Réessayez dans un instant.",
    internal: (id) =>
      `Un problème est survenu de mon côté ; il est consigné sous la référence ${id}. Veuillez réessayer.`,
  },
  commands: {
    ...digestCommands,
    paper: {
      name: "article",
      description: "Trouver un article de recherche et lire son résumé dans votre langue",
      options: {
        query: {
          name: "recherche",
          description: "Des mots, un nom d’auteur, un identifiant arXiv, un lien ou un DOI",
        },
        lang: { name: "langue", description: "La langue de lecture" },
        by: { name: "auteur", description: "Seulement les articles de cette personne" },
        cat: { name: "catégorie", description: "Seulement cette catégorie arXiv, par exemple cs.LG ou math" },
        year: { name: "année", description: "Seulement cette année ou période, par exemple 2020..2022" },
        in: { name: "dans", description: "Où les mots doivent se trouver" },
        sort: { name: "tri", description: "L’ordre des résultats" },
      },
    },
    paperboy: { name: "paperboy", description: "Aide, réglages et état de Paperboy" },
    help: { name: "aide", description: "Ce que Paperboy sait faire", options: {} },
    about: { name: "à-propos", description: "D’où viennent les articles et les traductions", options: {} },
    status: { name: "état", description: "Comment va Paperboy", options: {} },
    language: {
      name: "langue",
      description: "Choisir la langue des réponses",
      options: {
        code: {
          name: "langue",
          description: "La langue, ou « auto » pour suivre celle du canal et de votre messagerie",
        },
        for: { name: "pour", description: "Pour vous ou pour tout le canal" },
      },
    },
  },
  console: {
    welcome: "Paperboy, dans la console. Tapez `/paper neural collapse` ou `help` ; `exit` pour quitter.",
    press: "Tapez un numéro :",
    noSuchControl: (typed) => `Il n’y a pas d’élément ${typed} ici.`,
    postedToChannel: "Publié dans le canal :",
  },
  choices: {
    relevance: "les plus pertinents d’abord",
    new: "les plus récents d’abord",
    title: "titres seulement",
    me: "pour moi",
    channel: "pour le canal",
    auto: "automatique",
  },
};
