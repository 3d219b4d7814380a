import { formatNumber } from "../format.ts";
import type { DigestCommands, DigestErrors, DigestTexts } from "./catalog.ts";

const number = (n: number) => formatNumber("ko", n);

export const digest: DigestTexts = {
  days: { weekdays: "평일,주중,근무일", daily: "매일", weekend: "주말" },
  all: "전체,모두,전부",
  post: {
    announced: (date) => `${date} 발표`,
    counts: (announced, where, matched, shown) =>
      `${where === "" ? "" : `${where} `}새 논문 ${announced}편 → 일치 ${matched}편 → 표시 ${shown}편`,
    catchingUp: (days, papers) => `밀린 소식: ${days}, ${number(papers)}편`,
    reason: { title: "제목", abstract: "초록", author: "저자", category: "분류" },
    also: (topics) => `함께 일치: ${topics}`,
    nearMisses: "아깝게 빠진 논문",
    lacking: (part) => `${part} 없음`,
    updated: "업데이트",
    withdrawn: "철회",
    late: (sources) =>
      `${sources}에서 아직 새 논문이 없습니다. 늦어지고 있거나 그곳의 휴일입니다. 나중에 발표되는 논문은 다음 소식에 싣습니다.`,
    failed: (why) => `출처를 읽지 못했습니다: ${why}. 빠지는 것은 없으며, 논문은 다음 소식에 실립니다.`,
    quiet: (since) => `아직 여기 있습니다. ${since} 이후로 일치하는 논문이 없습니다.`,
  },
  subscription: {
    everyDay: "매일",
    weekdays: "평일",
    most: (papers) => `최대 ${number(papers)}편`,
    time: "시각",
    days: "요일",
    language: "언어",
    papers: "편수",
    subscribed: (name) => `${name} 님이 이 채널에서 구독을 시작했습니다:`,
    changed: (name) => `${name} 님이 구독을 바꾸었습니다:`,
    first: (when) => `첫 소식은 ${when}에 옵니다. 지금부터 발표되는 논문만 게시합니다.`,
    next: (when) => `다음: ${when}`,
    unchanged: "이 채널에 똑같은 구독이 이미 있습니다.",
    inUtc: "시간대를 알 수 없어 시각은 UTC입니다. `tz:`로 지정하세요. 예: `tz:Europe/Berlin`",
    done: "완료했습니다.",
    held: (papers) => `보관된 논문 가운데 ${number(papers)}편이 일치합니다.`,
    follow: (which) => `보기: \`/paperboy preview ${which}\`, 끝내기: \`/paperboy unsubscribe ${which}\`.`,
    mayNotPost:
      "설정했지만 아직 이 채널에 글을 쓸 수 없습니다. 저를 추가해 주세요. 그러지 않으면 게시할 수 없습니다.",
    notConfirmed: "설정했지만 채널에 알림을 게시하지 못했습니다.",
    listTitle: "이 채널의 구독",
    none: "이 채널에는 구독이 없습니다. `/paperboy subscribe neural collapse cat:cs.LG`로 시작하세요.",
    unsubscribed: (name) => `${name} 님이 구독을 끝냈습니다:`,
    paused: (name) => `${name} 님이 이 채널의 소식을 일시 중지했습니다.`,
    pausedUntil: (name, date) => `${name} 님이 이 채널의 소식을 ${date}까지 일시 중지했습니다.`,
    resumed: (name) => `${name} 님이 이 채널의 소식을 다시 시작했습니다.`,
    missed: "중지된 동안 발표된 논문은 나중에 게시하지 않습니다.",
    isPaused: "일시 중지됨",
    isPausedUntil: (date) => `${date}까지 일시 중지됨`,
    failing: (since, next) => `${since}부터 실패 중, 다음 시도 ${next}`,
    isSuspended: (since) => `${since}부터 중단됨`,
    nothingToResume: "이 채널에 일시 중지되거나 중단된 구독이 없습니다.",
    resumeHint: "그런 다음 채널에서 `/paperboy resume`을 입력하세요.",
  },
  suspended: {
    title: "소식이 중단되었습니다",
    topic: "직접 설정하신 다음 소식이 멈췄습니다. 삭제된 것은 없습니다.",
    why: {
      channelGone: "채널이 없어졌거나 더 이상 볼 수 없습니다.",
      archived: "채널 또는 스레드가 보관되었습니다.",
      notMember: "저는 이 채널의 멤버가 아닙니다.",
      forbidden: "이 채널에 글을 쓸 권한이 없습니다.",
      botRemoved: "서버 또는 워크스페이스에서 제거되었습니다.",
      tokenRevoked: "접근 권한이 취소되었습니다.",
      triedTooLong: "게시가 일주일 동안 실패했습니다.",
    },
    todo: {
      channelGone: "채널이 아직 있으면 접근을 허용해 주세요. 없으면 다른 채널에서 구독하세요.",
      archived: "보관을 해제하거나 다른 채널에서 구독하세요.",
      notMember: "저를 채널에 초대해 주세요.",
      forbidden: "채널 관리자에게 글쓰기와 링크 첨부를 허용해 달라고 요청하세요.",
      botRemoved: "관리자에게 저를 다시 추가해 달라고 요청하세요.",
      tokenRevoked: "Paperboy 운영자에게 다시 설치해 달라고 요청하세요.",
      triedTooLong: "Paperboy 운영자에게 문의하세요. 이유는 로그에 있습니다.",
    },
  },
  preview: {
    title: (topic) => `미리보기: ${topic}`,
    onlyYou: "본인에게만 보이며, 게시된 것으로 표시되지 않습니다.",
    nothing: "지금은 게시할 것이 없습니다.",
    newest: "보관된 논문 가운데 일치하는 최신 논문",
    noneHeld: "보관된 논문 가운데 일치하는 것이 없습니다.",
  },
  day: {
    papers: (announced, matched, shown) => `발표 ${announced}편, 일치 ${matched}편, 표시 ${shown}편`,
    noneMatched: (announced) => `발표 ${announced}편, 일치 없음`,
    nothingNew: "지난 소식 이후 발표된 논문 없음",
    weekend: "발표 없음: 주말",
    holiday: "발표 없음: arXiv 휴일",
    notUpdated: (until) => `출처가 아직 업데이트되지 않음, ${until}까지 재시도`,
    failed: (why) => `실패: ${why}`,
  },
  coverage: {
    from: (names) => `새 논문의 출처: ${names}.`,
    nothing: "이 주제에 대해 확인하는 출처가 없습니다. 운영자가 파일로 추가한 논문만 올 수 있습니다.",
    nameCategory: "`cat:`으로 arXiv 분류를 지정해 주세요. 예: `cat:cs.LG`.",
    addCategory: "여기서 확인하는 arXiv 분류입니다. 주제에 `cat:`을 쓰면 그 분류도 확인합니다.",
    noContact:
      "여기서는 arXiv를 확인하지 않습니다. 먼저 Paperboy 운영자가 `ARXIV_CONTACT`를 설정해야 합니다.",
  },
  why: {
    title: (id) => `이유: ${id}`,
    known: "여기에 보관되어 있습니다.",
    unknown: "여기에 보관되어 있지 않습니다. 어떤 출처에서도 오지 않았습니다.",
    announced: (date, source, type) => `${date}, ${source} 발표: ${type}.`,
    notAnnounced: "예전 논문입니다. 여기서는 어떤 출처도 발표하지 않았습니다.",
    types: {
      new: "새 논문",
      cross: "교차 등재",
      replace: "새 버전",
      "replace-cross": "교차 등재의 새 버전",
      withdrawn: "철회",
    },
    delivered: (date) => `${date}에 이 채널에 게시했습니다.`,
    waiting: (date) => `${date}에 이 채널용으로 준비했지만 아직 게시하지 않았습니다.`,
    withdrawn: "저자가 철회했으므로 추천하지 않습니다.",
    matches: (reason) => `일치합니다: ${reason}.`,
    blocked: (part) => `${part} 때문에 제외됩니다.`,
    lacks: (part) => `${part}이(가) 없습니다.`,
    far: "주제의 단어가 있지만 너무 적습니다.",
    before: "구독이 시작되기 전에 발표되었습니다.",
    onlyReplaced: "새 논문과 교차 등재만 소식에 싣습니다. 업데이트는 이 채널이 받은 논문만 알립니다.",
    shown: (date, rank) => `${date} 소식: ${rank}위, 표시됨.`,
    overCap: (date, rank, shown) => `${date} 소식: ${rank}위, 한도 ${shown}편을 넘음.`,
    considered: (date) => `${date} 소식: 살펴보았지만 그때는 일치하지 않음.`,
    ahead: (when) => `다음 소식에서 살펴봅니다: ${when}.`,
    notAhead: "구독이 다시 시작되면 살펴봅니다.",
    noSubscription: "이 채널에는 구독이 없습니다.",
  },
  status: {
    source: (name) => `출처 ${name}`,
    ok: (checked) => `확인 ${checked}`,
    newest: (date) => `최근 발표 ${date}`,
    failing: (since, why) => `${since}부터 실패: ${why}`,
    nextLook: (when) => `다음 확인 ${when}`,
    nextDigest: (when) => `이 채널의 다음 소식: ${when}`,
  },
  modal: { title: "채널에서 구독하기", submit: "구독", cancel: "취소" },
};

export const digestErrors: DigestErrors = {
  emptyTopic: () =>
    "이 채널에서 무엇을 구독할까요? 예: `/paperboy subscribe neural collapse -survey cat:cs.LG at:09:00`",
  badTime: (value) =>
    `\`${value}\`은(는) 시각이 아닙니다. \`at:09:00\`, \`at:9am\`, \`at:21:30\`처럼 쓰세요.`,
  badDays: (value) =>
    `\`${value}\`은(는) 요일이 아닙니다. \`days:weekdays\`, \`days:daily\`, \`days:mon,wed\`, \`days:1,3\`처럼 쓰세요.`,
  badZone: (value) => `\`${value}\`은(는) 시간대가 아닙니다. \`tz:Europe/Berlin\`처럼 쓰세요.`,
  badZoneNear: (value, near) => `\`${value}\`은(는) 시간대가 아닙니다. 혹시 ${near}인가요?`,
  badMax: (value, most) => `\`${value}\`은(는) 논문 수가 아닙니다. \`max:5\`처럼 쓰세요. 최대 ${most}입니다.`,
  badUntil: (value) =>
    `\`${value}\`은(는) 앞으로 올 날짜가 아닙니다. \`/paperboy pause 2026-12-24\`, \`/paperboy pause monday\` 또는 \`/paperboy pause\`만 입력하세요.`,
  mayNotSubscribe: () =>
    "이 채널의 구독은 채널을 관리할 수 있는 사람만 바꿀 수 있습니다. 그 사람에게 요청하세요. `/paperboy preview`는 누구나 쓸 수 있습니다.",
  noSubscriptions: () => "이 채널에는 구독이 없습니다. `/paperboy subscribe neural collapse`로 시작하세요.",
  noSuchSubscription: (typed, numbers) =>
    `\`${typed}\`은(는) 이 채널의 구독이 아닙니다. 번호는 ${numbers}입니다. \`/paperboy subscriptions\`를 보세요.`,
  whichSubscription: (numbers, command) =>
    `어느 것인가요? 이 채널의 번호는 ${numbers}입니다. \`/paperboy subscriptions\`를 보고 \`/paperboy ${command} 1\`처럼 입력하세요.`,
  tooManySubscriptions: (most) =>
    `이 채널에는 구독이 ${most}개로 가장 많습니다. \`/paperboy unsubscribe 1\`로 하나를 끝내세요.`,
  changedMeanwhile: () => "같은 순간에 다른 사람이 이 구독을 바꾸었습니다. 다시 시도해 주세요.",
  whichPaper: () => "어느 논문인가요? `/paperboy why 2212.12206`처럼 쓰세요.",
  badPaperId: (value) => `\`${value}\`은(는) 논문 ID가 아닙니다. \`/paperboy why 2212.12206\`처럼 쓰세요.`,
};

export const digestCommands: DigestCommands = {
  subscribe: {
    name: "구독",
    description: "이 채널에서 주제를 구독하기: 평일 아침마다 새 논문을 게시",
    options: {
      topic: { name: "주제", description: "/paper와 같은 방식: neural collapse -survey" },
      by: { name: "저자", description: "이 저자의 논문만" },
      cat: { name: "분류", description: "이 arXiv 분류만, 예: cs.LG 또는 math" },
      year: { name: "연도", description: "이 연도나 범위만, 예: 2020..2022" },
      in: { name: "위치", description: "단어가 있어야 하는 곳" },
      lang: { name: "언어", description: "소식의 언어" },
      at: { name: "시각", description: "소식을 게시할 시각, 예: 09:00" },
      tz: { name: "시간대", description: "시간대, 예: Asia/Seoul" },
      days: { name: "요일", description: "평일, 매일 또는 월,수 같은 요일" },
      max: { name: "최대", description: "한 소식의 최대 논문 수, 1~10" },
    },
  },
  subscriptions: { name: "구독목록", description: "이 채널의 구독", options: {} },
  unsubscribe: {
    name: "구독취소",
    description: "이 채널의 구독을 끝내기",
    options: { which: { name: "번호", description: "구독 목록의 번호 또는 전체" } },
  },
  pause: {
    name: "일시중지",
    description: "이 채널의 소식을 일시 중지하기",
    options: { until: { name: "까지", description: "다시 시작하는 날, 예: 2026-12-24 또는 월요일" } },
  },
  resume: { name: "재개", description: "일시 중지되거나 중단된 소식을 다시 시작하기", options: {} },
  preview: {
    name: "미리보기",
    description: "지금 소식에 실릴 내용을 본인에게만 보여 주기",
    options: { which: { name: "번호", description: "구독 번호" } },
  },
  why: {
    name: "이유",
    description: "논문이 이 채널에 게시되었거나 게시되지 않은 이유",
    options: { id: { name: "논문", description: "논문 ID, 예: 2212.12206" } },
  },
};

export const digestHelp =
  "`/paperboy subscribe neural collapse cat:cs.LG at:09:00`은 평일 아침마다 새 논문을 여기에 게시합니다. `/paperboy subscriptions`는 구독 목록을, `/paperboy preview`는 다음 소식을, `/paperboy why`는 논문이 어떻게 되었는지를 보여 줍니다.";
