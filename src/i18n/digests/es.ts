import { plural } from "../format.ts";
import type { DigestCommands, DigestErrors, DigestTexts } from "./catalog.ts";

const articles = (n: number) => plural("es", n, { one: "# artículo", other: "# artículos" });

export const digest: DigestTexts = {
  days: {
    weekdays: "laborables,días laborables,entre semana",
    daily: "diario,a diario,todos los días,cada día,todos",
    weekend: "fin de semana,fines de semana",
  },
  all: "todo,todas,todos",
  post: {
    announced: (date) => `anunciados ${date}`,
    counts: (announced, where, matched, shown) =>
      `${announced} nuevos${where === "" ? "" : ` en ${where}`} → ${matched} coinciden → ${shown} mostrados`,
    catchingUp: (days, n) => `Puesta al día: ${days}, ${articles(n)}`,
    reason: { title: "título", abstract: "resumen", author: "autor", category: "categoría" },
    also: (topics) => `también: ${topics}`,
    nearMisses: "Por poco",
    lacking: (part) => `sin ${part}`,
    updated: "Actualizados",
    withdrawn: "Retirados",
    late: (sources) =>
      `Aún nada nuevo de ${sources}: llega con retraso o allí es festivo. Lo que se anuncie más tarde llegará con el próximo envío.`,
    failed: (why) =>
      `No se pudo leer la fuente: ${why}. No se pierde nada: sus artículos llegarán con un envío posterior.`,
    quiet: (since) => `Sigo aquí: nada ha coincidido desde ${since}.`,
  },
  subscription: {
    everyDay: "todos los días",
    weekdays: "días laborables",
    most: (n) => `hasta ${articles(n)}`,
    time: "hora",
    days: "días",
    language: "idioma",
    papers: "artículos",
    subscribed: (name) => `${name} ha suscrito este canal a:`,
    changed: (name) => `${name} ha cambiado la suscripción a:`,
    first: (when) =>
      `El primer envío llegará el ${when}. Solo se publican artículos que se anuncien a partir de ahora.`,
    next: (when) => `próximo: ${when}`,
    unchanged: "Este canal ya tiene exactamente esta suscripción.",
    inUtc:
      "No conozco su zona horaria, así que la hora es UTC. Elija otra con `tz:`, por ejemplo `tz:Europe/Berlin`.",
    done: "Hecho.",
    held: (n) =>
      plural("es", n, {
        one: "# artículo guardado aquí coincide.",
        other: "# artículos guardados aquí coinciden.",
      }),
    follow: (number) =>
      `Véalo con \`/paperboy preview ${number}\`, termínelo con \`/paperboy unsubscribe ${number}\`.`,
    mayNotPost:
      "La suscripción está lista, pero todavía no puedo escribir en este canal: añádame, o no se podrá publicar nada.",
    notConfirmed: "La suscripción está lista. No se pudo publicar el aviso en el canal.",
    listTitle: "Suscripciones de este canal",
    none: "Este canal no tiene suscripciones. Empiece con `/paperboy subscribe neural collapse cat:cs.LG`.",
    unsubscribed: (name) => `${name} ha terminado:`,
    paused: (name) => `${name} ha puesto en pausa los envíos de este canal.`,
    pausedUntil: (name, date) => `${name} ha puesto en pausa los envíos de este canal hasta el ${date}.`,
    resumed: (name) => `${name} ha reanudado los envíos de este canal.`,
    missed: "Lo que se anuncie durante la pausa no se publicará después.",
    isPaused: "en pausa",
    isPausedUntil: (date) => `en pausa hasta el ${date}`,
    failing: (since, next) => `falla desde ${since}, próximo intento ${next}`,
    isSuspended: (since) => `suspendida desde ${since}`,
    nothingToResume: "En este canal no hay nada en pausa ni suspendido.",
    resumeHint: "Cuando esté hecho, escriba `/paperboy resume` en el canal.",
  },
  suspended: {
    title: "Hay envíos suspendidos",
    topic: "Estos envíos, que usted configuró, se han detenido. No se ha borrado nada de ellos.",
    why: {
      channelGone: "El canal ya no existe, o ya no puedo verlo.",
      archived: "El canal o el hilo está archivado.",
      notMember: "No soy miembro del canal.",
      forbidden: "No puedo escribir en el canal.",
      botRemoved: "Me han quitado del servidor o del espacio de trabajo.",
      tokenRevoked: "Me han revocado el acceso.",
      triedTooLong: "La publicación ha fallado durante una semana.",
    },
    todo: {
      channelGone: "Si aún existe, deme acceso; si no, suscriba otro canal.",
      archived: "Sáquelo del archivo o suscriba otro canal.",
      notMember: "Invíteme al canal.",
      forbidden: "Pida a quien administre el canal que me deje escribir e insertar enlaces en él.",
      botRemoved: "Pida a la administración que me añada de nuevo.",
      tokenRevoked: "Pida a quien mantiene Paperboy que me instale de nuevo.",
      triedTooLong: "Pregunte a quien mantiene Paperboy: el motivo está en el registro.",
    },
  },
  preview: {
    title: (topic) => `Vista previa: ${topic}`,
    onlyYou: "Solo usted ve esto, y nada queda marcado como publicado.",
    nothing: "Ahora no se publicaría nada.",
    newest: "Los artículos más recientes guardados aquí que coinciden",
    noneHeld: "Ningún artículo guardado aquí coincide.",
  },
  day: {
    papers: (announced, matched, shown) =>
      `${announced} anunciados, ${matched} coinciden, ${shown} mostrados`,
    noneMatched: (announced) => `${announced} anunciados, ninguno coincide`,
    nothingNew: "nada anunciado desde el último envío",
    weekend: "sin anuncio: fin de semana",
    holiday: "sin anuncio: festivo de arXiv",
    notUpdated: (until) => `fuente aún sin actualizar, se reintenta hasta ${until}`,
    failed: (why) => `falló: ${why}`,
  },
  coverage: {
    from: (names) => `Los artículos nuevos llegan de: ${names}.`,
    nothing:
      "No se consulta ninguna fuente para este tema: solo llegarían artículos que el operador añada desde archivos.",
    nameCategory: "Indique una categoría de arXiv con `cat:`, por ejemplo `cat:cs.LG`.",
    addCategory: "Son las categorías de arXiv que se siguen aquí; `cat:` en un tema añade las suyas.",
    noContact: "Aquí no se consulta arXiv: quien opera Paperboy debe definir antes `ARXIV_CONTACT`.",
  },
  why: {
    title: (id) => `Por qué ${id}`,
    known: "Está guardado aquí.",
    unknown: "No está guardado aquí: ninguna fuente lo ha traído.",
    announced: (date, source, type) => `Anunciado ${date} por ${source}: ${type}.`,
    notAnnounced: "Es uno de los artículos más antiguos: aquí no lo ha anunciado ninguna fuente.",
    types: {
      new: "nuevo",
      cross: "lista cruzada",
      replace: "nueva versión",
      "replace-cross": "nueva versión de una lista cruzada",
      withdrawn: "retirada",
    },
    delivered: (date) => `Publicado en este canal el ${date}.`,
    waiting: (date) => `Previsto para este canal el ${date}, aún sin publicar.`,
    withdrawn: "Sus autores lo han retirado: no se recomienda.",
    matches: (reason) => `Coincide: ${reason}.`,
    blocked: (part) => `Lo excluye ${part}.`,
    lacks: (part) => `Le falta ${part}.`,
    far: "Tiene palabras del tema, pero muy pocas.",
    before: "Se anunció antes de que empezara la suscripción.",
    onlyReplaced:
      "Solo se envían artículos nuevos y listas cruzadas; las actualizaciones, solo de artículos que este canal recibió.",
    shown: (date, rank) => `Envío del ${date}: puesto ${rank}, mostrado.`,
    overCap: (date, rank, shown) => `Envío del ${date}: puesto ${rank}, por encima del límite de ${shown}.`,
    considered: (date) => `Envío del ${date}: examinado, entonces no coincidía.`,
    ahead: (when) => `Se examinará para el próximo envío, ${when}.`,
    notAhead: "Se examinará cuando la suscripción continúe.",
    noSubscription: "Este canal no tiene suscripciones.",
  },
  status: {
    source: (name) => `Fuente ${name}`,
    ok: (checked) => `consultada ${checked}`,
    newest: (date) => `último anuncio ${date}`,
    failing: (since, why) => `falla desde ${since}: ${why}`,
    nextLook: (when) => `próxima consulta ${when}`,
    nextDigest: (when) => `Próximo envío en este canal: ${when}`,
  },
  modal: { title: "Suscribirse a un tema", submit: "Suscribir", cancel: "Cancelar" },
};

export const digestErrors: DigestErrors = {
  emptyTopic: () =>
    "¿A qué debe suscribirse este canal? Por ejemplo: `/paperboy subscribe neural collapse -survey cat:cs.LG at:09:00`.",
  badTime: (value) => `\`${value}\` no es una hora. Escriba \`at:09:00\`, \`at:9am\` o \`at:21:30\`.`,
  badDays: (value) =>
    `\`${value}\` no nombra días. Escriba \`days:weekdays\`, \`days:daily\`, \`days:mon,wed\` o \`days:1,3\`.`,
  badZone: (value) => `\`${value}\` no es una zona horaria. Escriba una como \`tz:Europe/Berlin\`.`,
  badZoneNear: (value, near) => `\`${value}\` no es una zona horaria. ¿Quería decir ${near}?`,
  badMax: (value, most) =>
    `\`${value}\` no es un número de artículos. Escriba \`max:5\`, como máximo ${most}.`,
  badUntil: (value) =>
    `\`${value}\` no es un día por venir. Escriba \`/paperboy pause 2026-12-24\`, \`/paperboy pause monday\` o solo \`/paperboy pause\`.`,
  mayNotSubscribe: () =>
    "Solo quien puede administrar este canal puede cambiar sus suscripciones. Pregúntele; `/paperboy preview` es para todos.",
  noSubscriptions: () =>
    "Este canal no tiene suscripciones. Empiece con `/paperboy subscribe neural collapse`.",
  noSuchSubscription: (typed, numbers) =>
    `\`${typed}\` no es una suscripción de este canal. Tiene ${numbers}: vea \`/paperboy subscriptions\`.`,
  whichSubscription: (numbers, command) =>
    `¿Cuál? Este canal tiene ${numbers}: vea \`/paperboy subscriptions\` y escriba \`/paperboy ${command} 1\`.`,
  tooManySubscriptions: (most) =>
    `Este canal tiene ${most} suscripciones, que es el máximo. Termine una con \`/paperboy unsubscribe 1\`.`,
  changedMeanwhile: () => "Otra persona cambió esta suscripción en el mismo momento. Inténtelo de nuevo.",
  whichPaper: () => "¿Qué artículo? Escriba `/paperboy why 2212.12206`.",
  badPaperId: (value) =>
    `\`${value}\` no es el identificador de un artículo. Escriba \`/paperboy why 2212.12206\`.`,
};

export const digestCommands: DigestCommands = {
  subscribe: {
    name: "suscribir",
    description: "Suscribir este canal a un tema: sus artículos nuevos, cada mañana laborable",
    options: {
      topic: { name: "tema", description: "Palabras como en /paper: neural collapse -survey" },
      by: { name: "autor", description: "Solo artículos de esta persona" },
      cat: { name: "categoría", description: "Solo esta categoría de arXiv, como cs.LG o math" },
      year: { name: "año", description: "Solo este año o intervalo, como 2020..2022" },
      in: { name: "en", description: "Dónde deben estar las palabras" },
      lang: { name: "idioma", description: "El idioma de los envíos" },
      at: { name: "hora", description: "La hora, como 09:00" },
      tz: { name: "zona", description: "La zona horaria, como Europe/Madrid" },
      days: { name: "días", description: "laborables, a diario o días como lun,mié" },
      max: { name: "máx", description: "El máximo de artículos de un envío, de 1 a 10" },
    },
  },
  subscriptions: { name: "suscripciones", description: "Las suscripciones de este canal", options: {} },
  unsubscribe: {
    name: "desuscribir",
    description: "Terminar una suscripción de este canal",
    options: { which: { name: "cuál", description: "Su número en la lista de suscripciones, o todas" } },
  },
  pause: {
    name: "pausar",
    description: "Poner en pausa los envíos de este canal",
    options: { until: { name: "hasta", description: "El día en que continúan, como 2026-12-24 o lunes" } },
  },
  resume: {
    name: "reanudar",
    description: "Continuar con los envíos de este canal en pausa o suspendidos",
    options: {},
  },
  preview: {
    name: "vista-previa",
    description: "Lo que mostraría un envío ahora, solo para usted",
    options: { which: { name: "cuál", description: "El número de la suscripción" } },
  },
  why: {
    name: "por-qué",
    description: "Por qué un artículo se publicó en este canal o no",
    options: { id: { name: "artículo", description: "El identificador del artículo, como 2212.12206" } },
  },
};

export const digestHelp =
  "`/paperboy subscribe neural collapse cat:cs.LG at:09:00` publica aquí los artículos nuevos cada mañana laborable; `/paperboy subscriptions` los enumera, `/paperboy preview` muestra el próximo envío, `/paperboy why` explica qué fue de un artículo.";
