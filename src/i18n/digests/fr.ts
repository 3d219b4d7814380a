import { plural } from "../format.ts";
import type { DigestCommands, DigestErrors, DigestTexts } from "./catalog.ts";

const articles = (n: number) => plural("fr", n, { one: "# article", other: "# articles" });

export const digest: DigestTexts = {
  days: {
    weekdays: "jours ouvrés,jours ouvrables,en semaine,semaine",
    daily: "tous les jours,chaque jour,quotidien,tous",
    weekend: "week-end,weekend,le week-end",
  },
  all: "tous,tout,toutes",
  post: {
    announced: (date) => `annoncés ${date}`,
    counts: (announced, where, matched, shown) =>
      `${announced} nouveaux${where === "" ? "" : ` en ${where}`} → ${matched} correspondent → ${shown} affichés`,
    catchingUp: (days, n) => `Rattrapage : ${days}, ${articles(n)}`,
    reason: { title: "titre", abstract: "résumé", author: "auteur", category: "catégorie" },
    also: (topics) => `aussi : ${topics}`,
    nearMisses: "De peu",
    lacking: (part) => `sans ${part}`,
    updated: "Mis à jour",
    withdrawn: "Retirés",
    late: (sources) =>
      `Encore rien de nouveau de ${sources} : retard, ou jour férié là-bas. Ce qui sera annoncé plus tard viendra avec le prochain envoi.`,
    failed: (why) =>
      `La source n’a pas pu être lue : ${why}. Rien n’est perdu : ses articles viendront avec un prochain envoi.`,
    quiet: (since) => `Toujours là : rien ne correspond depuis ${since}.`,
  },
  subscription: {
    everyDay: "tous les jours",
    weekdays: "jours ouvrés",
    most: (n) => `${articles(n)} au plus`,
    time: "heure",
    days: "jours",
    language: "langue",
    papers: "articles",
    subscribed: (name) => `${name} a abonné ce salon à :`,
    changed: (name) => `${name} a modifié l’abonnement à :`,
    first: (when) =>
      `Le premier envoi aura lieu ${when}. Seuls les articles annoncés à partir de maintenant sont publiés.`,
    next: (when) => `prochain : ${when}`,
    unchanged: "Ce salon a déjà exactement cet abonnement.",
    inUtc:
      "Je ne connais pas votre fuseau horaire, l’heure est donc en UTC. Choisissez-en un autre avec `tz:`, par exemple `tz:Europe/Berlin`.",
    done: "C’est fait.",
    held: (n) =>
      plural("fr", n, {
        one: "# article détenu ici y correspond.",
        other: "# articles détenus ici y correspondent.",
      }),
    follow: (number) =>
      `Pour le voir : \`/paperboy preview ${number}\` ; pour y mettre fin : \`/paperboy unsubscribe ${number}\`.`,
    mayNotPost:
      "L’abonnement est en place, mais je ne peux pas encore écrire dans ce salon : ajoutez-moi, sinon rien ne pourra être publié.",
    notConfirmed: "L’abonnement est en place. Le salon n’a pas pu en être informé.",
    listTitle: "Abonnements de ce salon",
    none: "Ce salon n’a pas d’abonnement. Commencez par `/paperboy subscribe neural collapse cat:cs.LG`.",
    unsubscribed: (name) => `${name} a mis fin à :`,
    paused: (name) => `${name} a mis en pause les envois de ce salon.`,
    pausedUntil: (name, date) => `${name} a mis en pause les envois de ce salon jusqu’au ${date}.`,
    resumed: (name) => `${name} a repris les envois de ce salon.`,
    missed: "Ce qui est annoncé pendant la pause ne sera pas publié ensuite.",
    isPaused: "en pause",
    isPausedUntil: (date) => `en pause jusqu’au ${date}`,
    failing: (since, next) => `en échec depuis ${since}, prochain essai ${next}`,
    isSuspended: (since) => `suspendu depuis ${since}`,
    nothingToResume: "Rien n’est en pause ni suspendu dans ce salon.",
    resumeHint: "Ensuite, tapez `/paperboy resume` dans le salon.",
  },
  suspended: {
    title: "Des envois sont suspendus",
    topic: "Ces envois, que vous aviez mis en place, se sont arrêtés. Rien n’en est supprimé.",
    why: {
      channelGone: "Le salon n’existe plus, ou je ne le vois plus.",
      archived: "Le salon ou le fil est archivé.",
      notMember: "Je ne suis pas membre du salon.",
      forbidden: "Je n’ai pas le droit d’écrire dans le salon.",
      botRemoved: "J’ai été retiré du serveur ou de l’espace de travail.",
      tokenRevoked: "Mon accès a été révoqué.",
      triedTooLong: "La publication échoue depuis une semaine.",
    },
    todo: {
      channelGone: "S’il existe encore, donnez-m’y accès ; sinon, abonnez un autre salon.",
      archived: "Sortez-le des archives, ou abonnez un autre salon.",
      notMember: "Invitez-moi dans le salon.",
      forbidden: "Demandez à quelqu’un qui gère le salon de m’y laisser écrire et intégrer des liens.",
      botRemoved: "Demandez à l’administration de m’ajouter de nouveau.",
      tokenRevoked: "Demandez à qui exploite Paperboy de me réinstaller.",
      triedTooLong: "Demandez à qui exploite Paperboy : la raison est dans le journal.",
    },
  },
  preview: {
    title: (topic) => `Aperçu : ${topic}`,
    onlyYou: "Vous seul voyez ceci, et rien n’est compté comme publié.",
    nothing: "Rien ne serait publié maintenant.",
    newest: "Les articles détenus ici les plus récents qui correspondent",
    noneHeld: "Aucun article détenu ici ne correspond.",
  },
  day: {
    papers: (announced, matched, shown) =>
      `${announced} annoncés, ${matched} correspondent, ${shown} affichés`,
    noneMatched: (announced) => `${announced} annoncés, aucun ne correspond`,
    nothingNew: "rien d’annoncé depuis le dernier envoi",
    weekend: "pas d’annonce : week-end",
    holiday: "pas d’annonce : jour férié d’arXiv",
    notUpdated: (until) => `source pas encore à jour, nouveaux essais jusqu’à ${until}`,
    failed: (why) => `échec : ${why}`,
  },
  coverage: {
    from: (names) => `Les nouveaux articles viennent de : ${names}.`,
    nothing:
      "Aucune source n’est consultée pour ce sujet : seuls viendraient des articles que l’exploitant ajoute par fichiers.",
    nameCategory: "Indiquez une catégorie d’arXiv avec `cat:`, par exemple `cat:cs.LG`.",
    addCategory: "Ce sont les catégories d’arXiv suivies ici ; `cat:` dans un sujet ajoute les siennes.",
    noContact:
      "arXiv n’est pas consulté ici : la personne qui gère Paperboy doit d’abord définir `ARXIV_CONTACT`.",
  },
  why: {
    title: (id) => `Pourquoi ${id}`,
    known: "Il est détenu ici.",
    unknown: "Il n’est pas détenu ici : aucune source ne l’a apporté.",
    announced: (date, source, type) => `Annoncé ${date} par ${source} : ${type}.`,
    notAnnounced: "Il fait partie des articles plus anciens : aucune source ne l’a annoncé ici.",
    types: {
      new: "nouveau",
      cross: "liste croisée",
      replace: "nouvelle version",
      "replace-cross": "nouvelle version d’une liste croisée",
      withdrawn: "retrait",
    },
    delivered: (date) => `Publié dans ce salon le ${date}.`,
    waiting: (date) => `Prévu pour ce salon le ${date}, pas encore publié.`,
    withdrawn: "Ses auteurs l’ont retiré : il n’est pas recommandé.",
    matches: (reason) => `Il correspond : ${reason}.`,
    blocked: (part) => `Il est exclu par ${part}.`,
    lacks: (part) => `Il lui manque ${part}.`,
    far: "Il contient des mots du sujet, mais trop peu.",
    before: "Il a été annoncé avant le début de l’abonnement.",
    onlyReplaced:
      "Seuls les nouveaux articles et les listes croisées sont envoyés ; les mises à jour, seulement pour les articles que ce salon a reçus.",
    shown: (date, rank) => `Envoi du ${date} : rang ${rank}, affiché.`,
    overCap: (date, rank, shown) => `Envoi du ${date} : rang ${rank}, au-delà de la limite de ${shown}.`,
    considered: (date) => `Envoi du ${date} : examiné, ne correspondait pas alors.`,
    ahead: (when) => `Il sera examiné pour le prochain envoi, ${when}.`,
    notAhead: "Il sera examiné quand l’abonnement reprendra.",
    noSubscription: "Ce salon n’a pas d’abonnement.",
  },
  status: {
    source: (name) => `Source ${name}`,
    ok: (checked) => `vérifiée ${checked}`,
    newest: (date) => `dernière annonce ${date}`,
    failing: (since, why) => `en échec depuis ${since} : ${why}`,
    nextLook: (when) => `prochaine vérification ${when}`,
    nextDigest: (when) => `Prochain envoi dans ce salon : ${when}`,
  },
  modal: { title: "S’abonner à un sujet", submit: "S’abonner", cancel: "Annuler" },
};

export const digestErrors: DigestErrors = {
  emptyTopic: () =>
    "À quoi abonner ce salon ? Par exemple : `/paperboy subscribe neural collapse -survey cat:cs.LG at:09:00`.",
  badTime: (value) => `\`${value}\` n’est pas une heure. Écrivez \`at:09:00\`, \`at:9am\` ou \`at:21:30\`.`,
  badDays: (value) =>
    `\`${value}\` ne désigne pas de jours. Écrivez \`days:weekdays\`, \`days:daily\`, \`days:mon,wed\` ou \`days:1,3\`.`,
  badZone: (value) => `\`${value}\` n’est pas un fuseau horaire. Écrivez par exemple \`tz:Europe/Berlin\`.`,
  badZoneNear: (value, near) => `\`${value}\` n’est pas un fuseau horaire. Vouliez-vous dire ${near} ?`,
  badMax: (value, most) => `\`${value}\` n’est pas un nombre d’articles. Écrivez \`max:5\`, ${most} au plus.`,
  badUntil: (value) =>
    `\`${value}\` n’est pas un jour à venir. Écrivez \`/paperboy pause 2026-12-24\`, \`/paperboy pause monday\` ou seulement \`/paperboy pause\`.`,
  mayNotSubscribe: () =>
    "Seules les personnes qui gèrent ce salon peuvent changer ses abonnements. Demandez-leur ; `/paperboy preview` est ouvert à tous.",
  noSubscriptions: () =>
    "Ce salon n’a pas d’abonnement. Commencez par `/paperboy subscribe neural collapse`.",
  noSuchSubscription: (typed, numbers) =>
    `\`${typed}\` n’est pas un abonnement de ce salon. Il a ${numbers} : voyez \`/paperboy subscriptions\`.`,
  whichSubscription: (numbers, command) =>
    `Lequel ? Ce salon a ${numbers} : voyez \`/paperboy subscriptions\`, puis tapez \`/paperboy ${command} 1\`.`,
  tooManySubscriptions: (most) =>
    `Ce salon a ${most} abonnements, c’est le maximum. Mettez fin à l’un d’eux avec \`/paperboy unsubscribe 1\`.`,
  changedMeanwhile: () => "Quelqu’un d’autre a modifié cet abonnement au même moment. Veuillez réessayer.",
  whichPaper: () => "Quel article ? Écrivez `/paperboy why 2212.12206`.",
  badPaperId: (value) =>
    `\`${value}\` n’est pas l’identifiant d’un article. Écrivez \`/paperboy why 2212.12206\`.`,
};

export const digestCommands: DigestCommands = {
  subscribe: {
    name: "abonner",
    description: "Abonner ce salon à un sujet : ses nouveaux articles, chaque matin ouvré",
    options: {
      topic: { name: "sujet", description: "Des mots comme pour /paper : neural collapse -survey" },
      by: { name: "auteur", description: "Seulement les articles de cette personne" },
      cat: { name: "catégorie", description: "Seulement cette catégorie arXiv, par exemple cs.LG ou math" },
      year: { name: "année", description: "Seulement cette année ou période, par exemple 2020..2022" },
      in: { name: "dans", description: "Où les mots doivent se trouver" },
      lang: { name: "langue", description: "La langue des envois" },
      at: { name: "heure", description: "L’heure, par exemple 09:00" },
      tz: { name: "fuseau", description: "Le fuseau horaire, par exemple Europe/Paris" },
      days: { name: "jours", description: "jours ouvrés, tous les jours, ou des jours comme lun,mer" },
      max: { name: "max", description: "Le nombre maximal d’articles d’un envoi, de 1 à 10" },
    },
  },
  subscriptions: { name: "abonnements", description: "Les abonnements de ce salon", options: {} },
  unsubscribe: {
    name: "désabonner",
    description: "Mettre fin à un abonnement de ce salon",
    options: { which: { name: "lequel", description: "Son numéro dans la liste des abonnements, ou tous" } },
  },
  pause: {
    name: "pause",
    description: "Mettre en pause les envois de ce salon",
    options: {
      until: { name: "jusqu-à", description: "Le jour de la reprise, par exemple 2026-12-24 ou lundi" },
    },
  },
  resume: {
    name: "reprendre",
    description: "Reprendre les envois en pause ou suspendus de ce salon",
    options: {},
  },
  preview: {
    name: "aperçu",
    description: "Ce qu’un envoi montrerait maintenant, pour vous seul",
    options: { which: { name: "lequel", description: "Le numéro de l’abonnement" } },
  },
  why: {
    name: "pourquoi",
    description: "Pourquoi un article a été publié dans ce salon, ou ne l’a pas été",
    options: { id: { name: "article", description: "L’identifiant de l’article, par exemple 2212.12206" } },
  },
};

export const digestHelp =
  "`/paperboy subscribe neural collapse cat:cs.LG at:09:00` publie ici les nouveaux articles chaque matin ouvré ; `/paperboy subscriptions` en donne la liste, `/paperboy preview` montre le prochain envoi, `/paperboy why` explique le sort d’un article.";
