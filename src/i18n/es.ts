import type { Catalog } from "./catalog.ts";
import { digest, digestCommands, digestErrors, digestHelp } from "./digests/es.ts";
import { plural } from "./format.ts";

const count = (n: number, one: string, other: string) => plural("es", n, { one, other });

export const es: Catalog = {
  card: {
    moreAuthors: (n) => `+${n}`,
    noAuthors: "Autoría no registrada",
    noAbstract: "No hay resumen registrado.",
    pdf: "PDF",
    withdrawn: "Artículo retirado.",
    truncated: "La fuente ya ofrece este resumen recortado.",
    sharedBy: "Compartido por",
    results: "Resultados",
    hitCount: (n) => count(n, "# artículo", "# artículos"),
    page: (page, pages) => `Página ${page} de ${pages}`,
    correctedTo: (words) => `Se muestran resultados de «${words}».`,
    alsoSearched: (words) => `También se buscó «${words}».`,
    similarTo: (title) => `Artículos con un vocabulario parecido al de «${title}»`,
  },
  summary: {
    tldr: "TL;DR",
    extracted: "frase extraída del resumen",
    byModel: (model) => `redactado por ${model} (máquina)`,
    problem: "Problema",
    method: "Método",
    result: "Resultado",
  },
  query: {
    or: "o",
    without: (what) => `sin: ${what}`,
    by: (names) => `de: ${names}`,
    cat: (categories) => `categoría: ${categories}`,
    inTitle: "en títulos",
  },
  provenance: {
    original: (language) => `Original · ${language}`,
    translated: (language, translator) => `Traducido del ${language} por ${translator}`,
    translatedTwice: (language, translator, first, source) =>
      `Traducido del ${language} por ${translator}; el texto en ${language} fue traducido a su vez del ${source} por ${first}`,
    titleBy: (translator) => `Título traducido por ${translator}`,
    machine: (name, engine) => `${name} (${engine ? `${engine}, ` : ""}traducción automática)`,
    reviewed: (name, engine) =>
      `${name} (${engine ? `${engine}, ` : ""}traducción automática, revisada por una persona)`,
    missing: (wanted, shown) => `Aún no hay traducción al ${wanted}. Se muestra el original en ${shown}.`,
    missingOther: (wanted, shown) =>
      `Aún no hay traducción al ${wanted}. Se muestra la traducción al ${shown}.`,
    notHeld: (shown) =>
      `El resumen original aún no está disponible aquí. Se muestra la traducción al ${shown}.`,
    stale: (translated, current) =>
      `Traducido a partir de la v${translated}; la versión actual es la v${current}`,
    kept: (n) =>
      count(
        n,
        "# frase queda en el idioma original, en cursiva",
        "# frases quedan en el idioma original, en cursiva",
      ),
    keptTitle: "El título queda en el idioma original",
  },
  translating: {
    running: (language) => `Traduciendo al ${language}…`,
    preparing: (language, megabytes, percent) =>
      `Preparando ${language}, unos ${megabytes} MB, una sola vez: ${percent} %`,
    onDemand: "Aún sin traducir, se traduce a petición",
    noService:
      "Aquí no hay ningún servicio de traducción configurado; quien administra Paperboy puede elegir uno con TRANSLATOR.",
    noPair: (services, source, target) =>
      `Traducción del ${source} al ${target} no disponible con ${services}. Elige otro idioma en el menú.`,
    unreachable: (services) =>
      `Sin traducir: no hay conexión con ${services}. Inténtalo de nuevo en un momento.`,
    limit: (services) => `Sin traducir: se alcanzó el límite de ${services}. Inténtalo de nuevo más tarde.`,
    notPrepared: (language) =>
      `Sin traducir: no se pudieron descargar los archivos necesarios (${language}). Inténtalo de nuevo en un momento; el motivo está en el registro.`,
    refused: (services) =>
      `Sin traducir: solicitud rechazada por ${services}. Quien administra Paperboy encontrará el motivo en el registro.`,
    unusable: (services) =>
      `Sin traducir: la respuesta de ${services} no se puede usar. Inténtalo de nuevo o cita el original.`,
  },
  controls: {
    open: "Abrir otro resultado",
    language: "Leer en otro idioma",
    original: "Original",
    translation: (language) => `En ${language}`,
    originalOf: (language) => `${language} (original)`,
    retry: "Intentar de nuevo",
    previous: "◀ Anterior",
    next: "Siguiente ▶",
    bibtex: "BibTeX",
    similar: "Artículos parecidos",
    share: "Compartir en el canal",
  },
  replies: {
    nothingFound: (query) => `Sin resultados para «${query}».`,
    without: (word, n) => `Sin «${word}»: ${count(n, "# artículo", "# artículos")}`,
    stillIndexing: (n) =>
      `${count(n, "# artículo se está", "# artículos se están")} indexando todavía. Inténtelo de nuevo en un momento.`,
    nothingHint: "Pruebe con menos palabras o revise los filtros.",
    notInIndex: (id) => `El artículo ${id} no está disponible aquí.`,
    askingArxiv: (id) => `El artículo ${id} no está disponible aquí. Se está pidiendo a arXiv…`,
    notOnArxiv: (id) => `arXiv no tiene ningún artículo ${id}.`,
    arxivUnreachable: (id) =>
      `El artículo ${id} no está disponible aquí y no se pudo consultar arXiv. Inténtalo de nuevo más tarde.`,
    noSimilar: "Aquí no hay ningún artículo parecido.",
    shared: "Compartido en el canal.",
    shareForbidden:
      "No puedo escribir en este canal. Quien lo administra puede añadirme; si no, copie el enlace al artículo.",
    shareFailed:
      "El servicio de chat rechazó la publicación y no se compartió nada. El motivo está en el registro.",
    shareUnconfirmed:
      "El servicio de chat no confirmó la publicación. Mire en el canal antes de volver a compartir, para que no aparezca dos veces.",
    languageSetForPerson: (language) => `A partir de ahora le responderé en ${language}.`,
    languageSetForChannel: (language) =>
      `A partir de ahora responderé en ${language} en este canal, salvo a quien haya elegido otro idioma.`,
    languageClearedForPerson:
      "He olvidado su elección de idioma. Vuelvo a seguir el del canal y el de su aplicación de chat.",
    languageClearedForChannel: "He olvidado el idioma elegido para el canal.",
    bibtexTitle: "BibTeX",
  },
  help: {
    title: "Qué puedo hacer",
    intro:
      "Encuentro artículos de investigación y los muestro en el idioma que prefiera, indicando siempre quién los tradujo.",
    search:
      "`/paper neural collapse` encuentra artículos por palabras, autor, identificador de arXiv, enlace o DOI.",
    filters: "Filtros: `by:papyan`, `cat:cs.LG`, `year:2020..2022`, `sort:new`, `lang:es`.",
    operators:
      'Palabras exactas: `"neural collapse"`. Excluir: `-survey`, `-cat:cs.CV`. Una u otra: `transfer | few-shot`. Solo títulos: `in:title`. Varios `by:` y `cat:` deben cumplirse todos.',
    language:
      "`/paperboy language es` define el idioma para usted; `/paperboy language es for:channel`, para el canal.",
    translation:
      "Un artículo que no está en el idioma elegido se traduce al abrirlo; el menú de idiomas ofrece más.",
    digests: digestHelp,
    about: "`/paperboy about` explica de dónde vienen los artículos; `/paperboy status`, cómo estoy.",
    privacy: "Las respuestas solo las ve quien pregunta, hasta que pulse «Compartir en el canal».",
    console:
      "Aquí, en la consola: escriba un número para activar el control con ese número, o `exit` para salir.",
  },
  about: {
    title: "Acerca de Paperboy",
    what: (version) =>
      `Paperboy ${version} lleva artículos de investigación al chat de un equipo. Es software libre (licencia MIT).`,
    sources:
      "Los títulos, resúmenes y autores de los artículos de arXiv son metadatos de arXiv (CC0); los de otros artículos vienen de archivos y fuentes elegidos por quien administra Paperboy. Los PDF nunca se almacenan; los enlaces llevan a donde está el artículo.",
    lookedUp:
      "Un identificador de arXiv que alguien pide y que no está disponible aquí se consulta en arXiv.",
    translations:
      "Cada traducción indica quién la hizo. Las traducciones automáticas pueden contener errores: cite el original.",
    summaries: (service) =>
      `Las síntesis las redacta ${service}, que solo recibe el título y el resumen de los artículos abiertos: ni consulta, ni nombre, ni canal.`,
    privacy:
      "Ninguna consulta, ningún nombre y ningún canal sale de este equipo, salvo hacia el chat donde se escribió.",
    people: "Ningún nombre ni canal sale de esta máquina, salvo hacia el chat en que se escribió.",
    translatedHere: (services) =>
      `Los artículos se traducen con ${services}, en máquinas de quien administra Paperboy.`,
    translatedElsewhere: (services) =>
      `Para traducirlos, el título y el resumen de un artículo, y nada más, se envían a ${services}.`,
    queriesElsewhere: (services) =>
      `Las palabras de una búsqueda también pueden enviarse a ${services}, para buscar en otros idiomas.`,
    thanks: "Gracias a arXiv por el uso de su interoperabilidad de acceso abierto.",
    notEndorsed:
      "Este servicio no ha sido revisado ni aprobado por arXiv, ni expresa o refleja necesariamente las políticas u opiniones de arXiv.",
  },
  status: {
    title: "Estado",
    papers: (n) => count(n, "# artículo en el índice", "# artículos en el índice"),
    pending: (n) => count(n, "# artículo pendiente de indexar", "# artículos pendientes de indexar"),
    uptime: (duration) => `En funcionamiento desde hace ${duration}`,
    platform: { starting: "iniciando", ready: "conectado", failed: "sin conexión", stopped: "detenido" },
    version: (version) => `Versión ${version}`,
  },
  digest,
  errors: {
    ...digestErrors,
    unknownCommand: (name) =>
      `\`${name}\` no es un comando. Pruebe con \`/paper neural collapse\` o \`/paperboy help\`.`,
    unknownSubcommand: (name, known) => `\`/paperboy\` no conoce \`${name}\`. Opciones posibles: ${known}.`,
    unknownOption: (key, known) =>
      `\`${key}:\` no es un filtro. Los filtros son: ${known}. Para buscarlo como texto, póngalo entre comillas.`,
    unknownOptionNear: (key, near) => `\`${key}:\` no es un filtro. ¿Quiso decir \`${near}:\`?`,
    missingOption: (name) => `Falta algo: \`${name}\`.`,
    missingChoice: (choices) => `Elija una opción: ${choices}.`,
    tooManyWords: (words) => `No sé qué hacer con \`${words}\` aquí. Pruebe con \`/paperboy help\`.`,
    badOption: (name, value) => `\`${value}\` no es un valor válido para \`${name}:\`.`,
    badChoice: (name, value, choices) =>
      `\`${value}\` no es un valor válido para \`${name}:\`. Valores posibles: ${choices}.`,
    repeatedOption: (name) => `\`${name}:\` aparece dos veces. Deje solo uno.`,
    mixedAlternatives: (piece) =>
      `No puedo leer \`${piece}\` como alternativa. Ponga \`|\` entre palabras o frases, o entre valores: \`cat:cs.LG|cs.CV\`.`,
    tooManyParts: (limit) =>
      `Son más de ${limit} frases, alternativas, exclusiones y filtros. Conserve los más importantes.`,
    notExcludable: (key) =>
      `\`${key}:\` no se puede excluir con un signo menos. Las palabras, las frases, \`by:\`, \`cat:\` y \`year:\` sí.`,
    emptyQuery: () => "¿Qué quiere buscar? Por ejemplo: `/paper neural collapse lang:es`.",
    queryTooLong: (length, limit) =>
      `Son ${length} caracteres y leo ${limit} como máximo. Deje las palabras más importantes.`,
    badYear: (value) =>
      `\`${value}\` no es un año ni un intervalo. Escriba \`year:2021\` o \`year:2020..2022\`.`,
    badLanguage: (value, known) => `No respondo en \`${value}\`. Opciones posibles: ${known}.`,
    pageOutOfRange: (page, pages) => `No hay página ${page}: los resultados terminan en la página ${pages}.`,
    expiredControl: () =>
      "Este control es de otro momento y ya no sé a qué corresponde. Vuelva a hacer la búsqueda.",
    tooFast: (seconds) =>
      `Han sido muchas peticiones seguidas. Espere ${count(seconds, "# segundo", "# segundos")} y vuelva a intentarlo.`,
    paperGone: (id) => `El artículo ${id} ya no está disponible aquí.`,
    noChannel: () => "Aquí no hay ningún canal donde hacerlo.",
    mayNotManage: () => "Solo quien puede administrar este canal puede cambiar su configuración.",
    searchUnavailable: () => "El índice aún no está listo. Vuelva a intentarlo en un momento.",
    internal: (id) => `Algo falló por mi parte; ha quedado registrado como ${id}. Vuelva a intentarlo.`,
  },
  commands: {
    ...digestCommands,
    paper: {
      name: "artículo",
      description: "Encontrar un artículo de investigación y leer su resumen en el idioma elegido",
      options: {
        query: {
          name: "búsqueda",
          description: "Palabras, un autor, un identificador de arXiv, un enlace o un DOI",
        },
        lang: { name: "idioma", description: "El idioma de lectura" },
        by: { name: "autor", description: "Solo artículos de esta persona" },
        cat: { name: "categoría", description: "Solo esta categoría de arXiv, por ejemplo cs.LG o math" },
        year: { name: "año", description: "Solo este año o intervalo, por ejemplo 2020..2022" },
        in: { name: "en", description: "Dónde deben estar las palabras" },
        sort: { name: "orden", description: "El orden de los resultados" },
      },
    },
    paperboy: { name: "paperboy", description: "Ayuda, ajustes y estado de Paperboy" },
    help: { name: "ayuda", description: "Qué puede hacer Paperboy", options: {} },
    about: {
      name: "acerca-de",
      description: "De dónde vienen los artículos y las traducciones",
      options: {},
    },
    status: { name: "estado", description: "Cómo está Paperboy", options: {} },
    language: {
      name: "idioma",
      description: "Elegir el idioma de las respuestas",
      options: {
        code: {
          name: "idioma",
          description: "El idioma, o «auto» para seguir el del canal y el de la aplicación de chat",
        },
        for: { name: "para", description: "Para usted o para todo el canal" },
      },
    },
  },
  console: {
    welcome: "Paperboy, en la consola. Escriba `/paper neural collapse` o `help`; `exit` para salir.",
    press: "Escriba un número:",
    noSuchControl: (typed) => `Aquí no hay ningún control ${typed}.`,
    postedToChannel: "Publicado en el canal:",
  },
  choices: {
    relevance: "más relevantes primero",
    new: "más recientes primero",
    title: "solo títulos",
    me: "para mí",
    channel: "para el canal",
    auto: "automático",
  },
};
