import type { Catalog } from "./catalog.ts";
import { digest, digestCommands, digestErrors, digestHelp } from "./digests/ko.ts";
import { plural } from "./format.ts";

const count = (n: number, other: string) => plural("ko", n, { other });

/** Korean. No particle whose form depends on the sound before it follows a parameter, except a language name in -어. */
export const ko: Catalog = {
  card: {
    moreAuthors: (n) => count(n, "외 #명"),
    noAuthors: "저자 정보 없음",
    noAbstract: "초록이 기록되어 있지 않습니다.",
    pdf: "PDF",
    withdrawn: "철회된 논문입니다.",
    truncated: "출처에서 제공한 초록이 중간에 잘려 있습니다.",
    sharedBy: "공유한 사람:",
    results: "검색 결과",
    hitCount: (n) => count(n, "논문 #편"),
    page: (page, pages) => `${page}/${pages}페이지`,
    correctedTo: (words) => `“${words}” 검색 결과를 표시합니다.`,
    alsoSearched: (words) => `“${words}” 검색도 함께 했습니다.`,
    similarTo: (title) => `표현이 비슷한 논문: “${title}”`,
  },
  summary: {
    tldr: "TL;DR",
    extracted: "초록에서 발췌",
    byModel: (model) => `${model} 작성(기계)`,
    problem: "문제",
    method: "방법",
    result: "결과",
  },
  query: {
    or: "또는",
    without: (what) => `제외: ${what}`,
    by: (names) => `저자: ${names}`,
    cat: (categories) => `분야: ${categories}`,
    inTitle: "제목에서",
  },
  provenance: {
    original: (language) => `원문 · ${language}`,
    translated: (language, translator) => `${language} 원문 번역: ${translator}`,
    translatedTwice: (language, translator, first, source) =>
      `${language} 번역문을 재번역: ${translator}, ${source}→${language} 번역: ${first}`,
    titleBy: (translator) => `제목 번역: ${translator}`,
    machine: (name, engine) => `${name}(${engine ? `${engine}, ` : ""}기계 번역)`,
    reviewed: (name, engine) => `${name}(${engine ? `${engine}, ` : ""}기계 번역, 사람이 검수)`,
    missing: (wanted, shown) => `아직 ${wanted} 번역이 없어 ${shown} 원문을 표시합니다.`,
    missingOther: (wanted, shown) => `아직 ${wanted} 번역이 없어 ${shown} 번역을 표시합니다.`,
    notHeld: (shown) => `원문 초록이 아직 수록되지 않아 ${shown} 번역을 표시합니다.`,
    stale: (from, current) => `v${from} 기준 번역(최신 버전: v${current})`,
    kept: (n) => count(n, "문장 #개는 원문 그대로(기울임꼴)"),
    keptTitle: "제목은 원문 그대로",
  },
  translating: {
    running: (language) => `${language}로 번역하는 중…`,
    preparing: (language, megabytes, percent) =>
      `${language} 준비 중(약 ${megabytes} MB, 최초 한 번): ${percent}%`,
    onDemand: "아직 번역 없음, 선택하면 번역",
    noService:
      "여기에는 번역 서비스가 설정되어 있지 않습니다. Paperboy 운영자가 TRANSLATOR 설정으로 고를 수 있습니다.",
    noPair: (services, from, to) =>
      `지원하지 않는 번역: ${from}→${to} (${services}). 메뉴에서 다른 언어를 선택해 주세요.`,
    unreachable: (services) =>
      `번역하지 못했습니다. 연결할 수 없는 서비스: ${services}. 잠시 후 다시 시도해 주세요.`,
    limit: (services) =>
      `번역하지 못했습니다. 사용 한도에 도달한 서비스: ${services}. 나중에 다시 시도해 주세요.`,
    notPrepared: (language) =>
      `번역하지 못했습니다. ${language} 번역에 필요한 파일을 받지 못했습니다. 잠시 후 다시 시도해 주세요. 이유는 로그에 있습니다.`,
    refused: (services) =>
      `번역하지 못했습니다. 요청을 거부한 서비스: ${services}. 이유는 운영자의 로그에 있습니다.`,
    unusable: (services) =>
      `번역하지 못했습니다. 쓸 수 없는 결과를 보낸 서비스: ${services}. 다시 시도하거나 원문을 이용해 주세요.`,
  },
  controls: {
    open: "다른 논문 열기",
    language: "다른 언어로 읽기",
    original: "원문",
    translation: (language) => `${language}로 읽기`,
    originalOf: (language) => `${language}(원문)`,
    retry: "다시 시도",
    previous: "◀ 이전",
    next: "다음 ▶",
    bibtex: "BibTeX",
    similar: "비슷한 논문",
    share: "채널에 공유",
  },
  replies: {
    nothingFound: (query) => `“${query}” 검색 결과가 없습니다.`,
    without: (word, n) => `“${word}” 제외: ${count(n, "논문 #편")}`,
    stillIndexing: (n) => `${count(n, "아직 논문 #편을 색인하고 있습니다")}. 잠시 후 다시 시도해 주세요.`,
    nothingHint: "검색어를 줄이거나 필터를 확인해 보세요.",
    notInIndex: (id) => `${id} 논문은 수록되어 있지 않습니다.`,
    askingArxiv: (id) => `${id} 논문은 수록되어 있지 않습니다. arXiv에 요청하는 중입니다…`,
    notOnArxiv: (id) => `arXiv에 ${id} 논문이 없습니다.`,
    arxivUnreachable: (id) =>
      `${id} 논문은 수록되어 있지 않으며 arXiv에 요청하지 못했습니다. 나중에 다시 시도해 주세요.`,
    noSimilar: "수록된 논문 중에 비슷한 논문이 없습니다.",
    shared: "채널에 공유했습니다.",
    shareForbidden:
      "이 채널에는 글을 올릴 수 없습니다. 채널 관리자에게 Paperboy를 추가해 달라고 요청하거나 논문 링크를 복사해 주세요.",
    shareFailed: "채팅 서비스가 글을 거부하여 공유하지 못했습니다. 이유는 로그에 남아 있습니다.",
    shareUnconfirmed:
      "글이 올라갔는지 채팅 서비스에서 확인해 주지 않았습니다. 중복되지 않도록 다시 공유하기 전에 채널을 확인해 주세요.",
    languageSetForPerson: (language) => `이제부터 ${language}로 답해 드립니다.`,
    languageSetForChannel: (language) =>
      `이제부터 이 채널에서는 ${language}로 답합니다. 언어를 따로 선택한 분은 예외입니다.`,
    languageClearedForPerson: "언어 설정을 지웠습니다. 다시 채널과 채팅 앱의 언어를 따릅니다.",
    languageClearedForChannel: "이 채널의 언어 설정을 지웠습니다.",
    bibtexTitle: "BibTeX",
  },
  help: {
    title: "할 수 있는 일",
    intro: "연구 논문을 찾아 원하는 언어로 보여 드리고, 누가 번역했는지 항상 밝힙니다.",
    search: "`/paper 신경 붕괴`: 단어, 저자, arXiv ID, 링크, DOI로 논문을 찾습니다.",
    filters: "필터: `by:papyan`, `cat:cs.LG`, `year:2020..2022`, `sort:new`, `lang:ko`",
    operators:
      '문구 그대로: `"neural collapse"`. 제외: `-survey`, `-cat:cs.CV`. 둘 중 하나: `transfer | few-shot`. 제목만: `in:title`. 여러 `by:`와 `cat:`는 모두 만족해야 합니다.',
    language:
      "`/paperboy language ko`: 내 언어를 설정합니다. `/paperboy language ko for:channel`: 채널의 언어를 설정합니다.",
    translation: "내 언어로 없는 논문은 열 때 번역됩니다. 다른 언어는 언어 메뉴에서 고를 수 있습니다.",
    digests: digestHelp,
    about: "`/paperboy about`: 논문의 출처를 알려 드립니다. `/paperboy status`: 작동 상태를 알려 드립니다.",
    privacy: "“채널에 공유”를 누르기 전까지 답변은 나에게만 보입니다.",
    console: "콘솔에서는 번호를 입력해 항목을 선택하고, `exit` 명령으로 종료합니다.",
  },
  about: {
    title: "Paperboy 정보",
    what: (version) =>
      `Paperboy ${version} · 연구 논문을 팀 채팅으로 전해 드립니다. 자유 소프트웨어입니다(MIT 라이선스).`,
    sources:
      "arXiv 논문의 제목, 초록, 저자는 arXiv 메타데이터(CC0)이며, 그 밖의 논문은 Paperboy 운영자가 고른 파일과 피드에서 가져옵니다. PDF는 저장하지 않으며, 링크는 논문이 있는 곳으로 연결됩니다.",
    lookedUp: "여기에 없는 arXiv ID를 요청하면 그 ID를 arXiv에서 찾아봅니다.",
    translations:
      "모든 번역에 번역자를 밝힙니다. 기계 번역에는 오류가 있을 수 있으니 인용할 때는 원문을 이용해 주세요.",
    summaries: (service) =>
      `요약은 ${service}이(가) 작성합니다. 열어 본 논문의 제목과 초록만 전달되며 검색어, 이름, 채널은 전달되지 않습니다.`,
    privacy:
      "검색어, 이름, 채널 정보는 입력하신 채팅으로만 전송되며, 그 밖에는 이 컴퓨터를 벗어나지 않습니다.",
    people: "이름과 채널은 입력한 채팅 외에는 이 컴퓨터 밖으로 나가지 않습니다.",
    translatedHere: (services) => `논문은 Paperboy 운영자의 컴퓨터에서 번역합니다: ${services}.`,
    translatedElsewhere: (services) =>
      `번역을 위해 논문의 제목과 초록만 다음 서비스로 보냅니다: ${services}.`,
    queriesElsewhere: (services) =>
      `다른 언어로도 검색하기 위해 검색어를 다음 서비스로 보낼 수 있습니다: ${services}.`,
    thanks: "오픈 액세스 상호운용성을 이용할 수 있게 해 준 arXiv에 감사드립니다.",
    notEndorsed:
      "이 서비스는 arXiv의 검토나 승인을 받은 것이 아니며, 반드시 arXiv의 정책이나 의견을 나타내거나 반영하는 것은 아닙니다.",
  },
  status: {
    title: "상태",
    papers: (n) => count(n, "색인된 논문 #편"),
    pending: (n) => count(n, "색인 대기 중인 논문 #편"),
    uptime: (duration) => `가동 시간: ${duration}`,
    platform: { starting: "시작 중", ready: "연결됨", failed: "연결 안 됨", stopped: "중지됨" },
    version: (version) => `버전 ${version}`,
  },
  digest,
  errors: {
    ...digestErrors,
    unknownCommand: (name) =>
      `\`${name}\` 명령은 없습니다. \`/paper 신경 붕괴\` 또는 \`/paperboy help\` 명령을 써 보세요.`,
    unknownSubcommand: (name, known) =>
      `\`/paperboy\` 명령에 \`${name}\` 기능은 없습니다. 사용할 수 있는 기능: ${known}`,
    unknownOption: (key, known) =>
      `\`${key}:\` 필터는 없습니다. 사용할 수 있는 필터: ${known}. 글자 그대로 검색하려면 따옴표로 묶으세요.`,
    unknownOptionNear: (key, near) => `\`${key}:\` 필터는 없습니다. \`${near}:\` 필터를 찾으셨나요?`,
    missingOption: (name) => `빠진 항목이 있습니다: \`${name}\``,
    missingChoice: (choices) => `다음 중에서 선택해 주세요: ${choices}`,
    tooManyWords: (words) =>
      `여기에 있는 \`${words}\` 부분을 이해하지 못했습니다. \`/paperboy help\` 명령을 써 보세요.`,
    badOption: (name, value) => `\`${name}:\` 항목에는 \`${value}\` 값을 쓸 수 없습니다.`,
    badChoice: (name, value, choices) =>
      `\`${name}:\` 항목에는 \`${value}\` 값을 쓸 수 없습니다. 다음 중에서 선택해 주세요: ${choices}`,
    repeatedOption: (name) => `\`${name}:\` 항목이 두 번 들어 있습니다. 하나만 남겨 주세요.`,
    mixedAlternatives: (piece) =>
      `\`${piece}\` 항목은 선택지로 읽을 수 없습니다. \`|\`는 단어나 문구 사이 또는 값 사이에 넣어 주세요: \`cat:cs.LG|cs.CV\`.`,
    tooManyParts: (limit) =>
      `문구, 선택지, 제외, 필터가 ${limit}개를 넘습니다. 가장 중요한 것만 남겨 주세요.`,
    notExcludable: (key) =>
      `\`${key}:\` 항목은 빼기 기호로 제외할 수 없습니다. 단어, 문구, \`by:\`, \`cat:\`, \`year:\`는 제외할 수 있습니다.`,
    emptyQuery: () => "무엇을 찾아 드릴까요? 예: `/paper 신경 붕괴 lang:ko`",
    queryTooLong: (length, limit) =>
      `${length}자를 입력하셨습니다. 최대 ${limit}자까지 읽을 수 있으니 가장 중요한 단어만 남겨 주세요.`,
    badYear: (value) =>
      `\`${value}\` 값은 연도나 연도 범위가 아닙니다. \`year:2021\` 또는 \`year:2020..2022\` 형식으로 써 주세요.`,
    badLanguage: (value, known) =>
      `\`${value}\` 값에 해당하는 언어로는 답할 수 없습니다. 사용할 수 있는 언어: ${known}`,
    pageOutOfRange: (page, pages) => `${page}페이지는 없습니다. 결과는 ${pages}페이지까지입니다.`,
    expiredControl: () =>
      "오래된 버튼이나 메뉴라서 무엇에 대한 것인지 더 이상 알 수 없습니다. 다시 검색해 주세요.",
    tooFast: (seconds) => `요청이 너무 많습니다. ${count(seconds, "#초")} 후에 다시 시도해 주세요.`,
    paperGone: (id) => `${id} 논문은 더 이상 수록되어 있지 않습니다.`,
    noChannel: () => "여기에는 채널이 없어 이 작업을 할 수 없습니다.",
    mayNotManage: () => "이 채널을 관리할 수 있는 사람만 채널 설정을 바꿀 수 있습니다.",
    searchUnavailable: () => "색인이 아직 준비되지 않았습니다. 잠시 후 다시 시도해 주세요.",
    internal: (id) => `내부에서 문제가 발생했습니다(기록 번호: ${id}). 다시 시도해 주세요.`,
  },
  commands: {
    ...digestCommands,
    paper: {
      name: "논문",
      description: "연구 논문을 찾아 초록을 내 언어로 읽기",
      options: {
        query: { name: "검색어", description: "단어, 저자, arXiv ID, 링크 또는 DOI" },
        lang: { name: "언어", description: "읽을 언어" },
        by: { name: "저자", description: "이 저자의 논문만" },
        cat: { name: "분야", description: "이 arXiv 분야만(예: cs.LG, math)" },
        year: { name: "연도", description: "이 연도 또는 범위만(예: 2020..2022)" },
        in: { name: "범위", description: "단어가 있어야 하는 곳" },
        sort: { name: "정렬", description: "결과의 정렬 순서" },
      },
    },
    paperboy: { name: "paperboy", description: "Paperboy 도움말, 설정, 상태" },
    help: { name: "도움말", description: "Paperboy로 할 수 있는 일", options: {} },
    about: { name: "정보", description: "논문과 번역의 출처", options: {} },
    status: { name: "상태", description: "Paperboy의 작동 상태", options: {} },
    language: {
      name: "언어",
      description: "답변 언어 선택",
      options: {
        code: { name: "언어", description: "언어. “auto”는 채널과 채팅 앱의 언어를 따릅니다" },
        for: { name: "대상", description: "나에게만 적용할지, 채널 전체에 적용할지" },
      },
    },
  },
  console: {
    welcome:
      "콘솔용 Paperboy입니다. `/paper 신경 붕괴` 또는 `help` 명령을 입력하세요. `exit` 명령으로 종료합니다.",
    press: "번호 입력:",
    noSuchControl: (typed) => `${typed} 항목은 없습니다.`,
    postedToChannel: "채널에 게시됨:",
  },
  choices: {
    relevance: "관련도순",
    new: "최신순",
    title: "제목만",
    me: "나에게만",
    channel: "채널 전체",
    auto: "자동",
  },
};
