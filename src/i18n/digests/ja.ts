import { formatNumber } from "../format.ts";
import type { DigestCommands, DigestErrors, DigestTexts } from "./catalog.ts";

const number = (n: number) => formatNumber("ja", n);

export const digest: DigestTexts = {
  days: { weekdays: "平日,営業日", daily: "毎日", weekend: "週末,土日" },
  all: "すべて,全て,全部",
  post: {
    announced: (date) => `${date} 発表`,
    counts: (announced, where, matched, shown) =>
      `${where === "" ? "" : `${where}の`}新着${announced}件 → 該当${matched}件 → 表示${shown}件`,
    catchingUp: (days, papers) => `まとめ配信：${days}、${number(papers)}件`,
    reason: { title: "タイトル", abstract: "要旨", author: "著者", category: "カテゴリ" },
    also: (topics) => `ほかに該当：${topics}`,
    nearMisses: "惜しくも外れたもの",
    lacking: (part) => `${part} なし`,
    updated: "更新",
    withdrawn: "取り下げ",
    late: (sources) =>
      `${sources} からの新着はまだありません（遅れているか、先方が休日です）。あとで発表される論文は次回に配信します。`,
    failed: (why) => `情報源を読み込めませんでした：${why}。失われるものはなく、論文は後の回で配信します。`,
    quiet: (since) => `稼働中です。${since}以降、該当する論文はありません。`,
  },
  subscription: {
    everyDay: "毎日",
    weekdays: "平日",
    most: (papers) => `最大${number(papers)}件`,
    time: "時刻",
    days: "曜日",
    language: "言語",
    papers: "件数",
    subscribed: (name) => `${name}さんがこのチャンネルで購読を始めました：`,
    changed: (name) => `${name}さんが購読を変更しました：`,
    first: (when) => `初回の配信は${when}です。これから発表される論文だけを投稿します。`,
    next: (when) => `次回：${when}`,
    unchanged: "まったく同じ購読がこのチャンネルにあります。",
    inUtc: "タイムゾーンがわからないため、時刻はUTCです。`tz:` で指定できます（例：`tz:Europe/Berlin`）。",
    done: "完了しました。",
    held: (papers) => `登録済みの論文のうち${number(papers)}件が該当します。`,
    follow: (which) =>
      `確認は \`/paperboy preview ${which}\`、解除は \`/paperboy unsubscribe ${which}\` です。`,
    mayNotPost:
      "設定しましたが、このチャンネルにはまだ投稿できません。私を追加してください。追加しないと何も投稿できません。",
    notConfirmed: "設定しましたが、チャンネルへの通知を投稿できませんでした。",
    listTitle: "このチャンネルの購読",
    none: "このチャンネルに購読はありません。`/paperboy subscribe neural collapse cat:cs.LG` で始められます。",
    unsubscribed: (name) => `${name}さんが購読を解除しました：`,
    paused: (name) => `${name}さんがこのチャンネルの配信を一時停止しました。`,
    pausedUntil: (name, date) => `${name}さんがこのチャンネルの配信を${date}まで一時停止しました。`,
    resumed: (name) => `${name}さんがこのチャンネルの配信を再開しました。`,
    missed: "停止中に発表された論文は、あとから投稿しません。",
    isPaused: "一時停止中",
    isPausedUntil: (date) => `${date}まで一時停止中`,
    failing: (since, next) => `${since}から失敗中、次の試行：${next}`,
    isSuspended: (since) => `${since}から中断中`,
    nothingToResume: "このチャンネルに一時停止中または中断中の購読はありません。",
    resumeHint: "済んだら、そのチャンネルで `/paperboy resume` と入力してください。",
  },
  suspended: {
    title: "配信が中断されています",
    topic: "あなたが設定した次の配信が止まりました。設定は何も削除されていません。",
    why: {
      channelGone: "チャンネルがなくなったか、私から見えなくなりました。",
      archived: "チャンネルまたはスレッドがアーカイブされています。",
      notMember: "私はそのチャンネルのメンバーではありません。",
      forbidden: "そのチャンネルに投稿する権限がありません。",
      botRemoved: "サーバーまたはワークスペースから外されました。",
      tokenRevoked: "アクセス権が取り消されました。",
      triedTooLong: "投稿が1週間失敗し続けました。",
    },
    todo: {
      channelGone: "まだあるなら私にアクセスを許可してください。なければ別のチャンネルで購読してください。",
      archived: "アーカイブを解除するか、別のチャンネルで購読してください。",
      notMember: "私をチャンネルに招待してください。",
      forbidden: "チャンネルの管理者に、投稿と埋め込みリンクの許可を依頼してください。",
      botRemoved: "管理者に、もう一度追加するよう依頼してください。",
      tokenRevoked: "Paperboyの運用者に、再インストールを依頼してください。",
      triedTooLong: "Paperboyの運用者に確認してください。理由はログにあります。",
    },
  },
  preview: {
    title: (topic) => `プレビュー：${topic}`,
    onlyYou: "これはあなただけに表示され、投稿済みの印は付きません。",
    nothing: "今は何も投稿されません。",
    newest: "登録済みの論文のうち、該当する最新のもの",
    noneHeld: "登録済みの論文に該当するものはありません。",
  },
  day: {
    papers: (announced, matched, shown) => `発表${announced}件、該当${matched}件、表示${shown}件`,
    noneMatched: (announced) => `発表${announced}件、該当なし`,
    nothingNew: "前回以降に発表された論文はありません",
    weekend: "発表なし：週末",
    holiday: "発表なし：arXivの休日",
    notUpdated: (until) => `情報源が未更新、${until}まで再試行`,
    failed: (why) => `失敗：${why}`,
  },
  coverage: {
    from: (names) => `新しい論文の情報源：${names}。`,
    nothing:
      "このトピックで確認している情報源はありません。届くのは、運用者がファイルから追加した論文だけです。",
    nameCategory: "arXiv のカテゴリを `cat:` で指定してください（例：`cat:cs.LG`）。",
    addCategory:
      "ここで追跡している arXiv のカテゴリです。トピックに `cat:` を書くと、そのカテゴリも追跡します。",
    noContact:
      "ここでは arXiv を確認していません。まず Paperboy の運用者が `ARXIV_CONTACT` を設定する必要があります。",
  },
  why: {
    title: (id) => `理由：${id}`,
    known: "登録されています。",
    unknown: "登録されていません。どの情報源からも届いていません。",
    announced: (date, source, type) => `${date}に${source}が発表：${type}。`,
    notAnnounced: "以前からある論文です。ここでは、どの情報源も発表していません。",
    types: {
      new: "新着",
      cross: "クロスリスト",
      replace: "改訂版",
      "replace-cross": "クロスリストの改訂版",
      withdrawn: "取り下げ",
    },
    delivered: (date) => `${date}にこのチャンネルへ投稿しました。`,
    waiting: (date) => `${date}にこのチャンネル向けに用意しましたが、まだ投稿していません。`,
    withdrawn: "著者が取り下げたため、推薦しません。",
    matches: (reason) => `該当します：${reason}。`,
    blocked: (part) => `${part} により除外されています。`,
    lacks: (part) => `${part} がありません。`,
    far: "テーマの語を含みますが、少なすぎます。",
    before: "購読の開始前に発表されました。",
    onlyReplaced:
      "配信するのは新着とクロスリストだけです。改訂は、このチャンネルに投稿した論文だけをお知らせします。",
    shown: (date, rank) => `${date}の配信：${rank}位、表示しました。`,
    overCap: (date, rank, shown) => `${date}の配信：${rank}位、上限の${shown}件を超えました。`,
    considered: (date) => `${date}の配信：確認しましたが、そのときは該当しませんでした。`,
    ahead: (when) => `次回の配信で確認します：${when}。`,
    notAhead: "購読が再開されたら確認します。",
    noSubscription: "このチャンネルに購読はありません。",
  },
  status: {
    source: (name) => `情報源 ${name}`,
    ok: (checked) => `確認 ${checked}`,
    newest: (date) => `最新の発表 ${date}`,
    failing: (since, why) => `${since}から失敗：${why}`,
    nextLook: (when) => `次の確認 ${when}`,
    nextDigest: (when) => `このチャンネルの次回の配信：${when}`,
  },
  modal: { title: "チャンネルで購読する", submit: "購読する", cancel: "キャンセル" },
};

export const digestErrors: DigestErrors = {
  emptyTopic: () =>
    "このチャンネルで何を購読しますか。例：`/paperboy subscribe neural collapse -survey cat:cs.LG at:09:00`",
  badTime: (value) =>
    `\`${value}\` は時刻ではありません。\`at:09:00\`、\`at:9am\`、\`at:21:30\` のように書いてください。`,
  badDays: (value) =>
    `\`${value}\` は曜日を表していません。\`days:weekdays\`、\`days:daily\`、\`days:mon,wed\`、\`days:1,3\` のように書いてください。`,
  badZone: (value) =>
    `\`${value}\` はタイムゾーンではありません。\`tz:Europe/Berlin\` のように書いてください。`,
  badZoneNear: (value, near) => `\`${value}\` はタイムゾーンではありません。${near} のことですか。`,
  badMax: (value, most) =>
    `\`${value}\` は論文の件数ではありません。\`max:5\` のように、最大${most}で書いてください。`,
  badUntil: (value) =>
    `\`${value}\` は今後の日付ではありません。\`/paperboy pause 2026-12-24\`、\`/paperboy pause monday\`、または \`/paperboy pause\` だけを入力してください。`,
  mayNotSubscribe: () =>
    "このチャンネルの購読を変更できるのは、チャンネルを管理できる人だけです。その人に依頼してください。`/paperboy preview` は誰でも使えます。",
  noSubscriptions: () =>
    "このチャンネルに購読はありません。`/paperboy subscribe neural collapse` で始められます。",
  noSuchSubscription: (typed, numbers) =>
    `\`${typed}\` はこのチャンネルの購読ではありません。番号は${numbers}です。\`/paperboy subscriptions\` で確認してください。`,
  whichSubscription: (numbers, command) =>
    `どれですか。このチャンネルの番号は${numbers}です。\`/paperboy subscriptions\` で確認し、\`/paperboy ${command} 1\` のように入力してください。`,
  tooManySubscriptions: (most) =>
    `このチャンネルの購読は${most}件で、上限です。\`/paperboy unsubscribe 1\` で1件解除してください。`,
  changedMeanwhile: () => "同じ時にほかの人がこの購読を変更しました。もう一度お試しください。",
  whichPaper: () => "どの論文ですか。`/paperboy why 2212.12206` のように書いてください。",
  badPaperId: (value) =>
    `\`${value}\` は論文のIDではありません。\`/paperboy why 2212.12206\` のように書いてください。`,
};

export const digestCommands: DigestCommands = {
  subscribe: {
    name: "購読",
    description: "このチャンネルでテーマを購読する：平日の朝に新着論文を投稿",
    options: {
      topic: { name: "テーマ", description: "/paper と同じ書き方：neural collapse -survey" },
      by: { name: "著者", description: "この著者の論文のみ" },
      cat: { name: "カテゴリ", description: "このarXivカテゴリのみ（例：cs.LG、math）" },
      year: { name: "年", description: "この年または範囲のみ（例：2020..2022）" },
      in: { name: "検索範囲", description: "単語を探す場所" },
      lang: { name: "言語", description: "配信の言語" },
      at: { name: "時刻", description: "配信の時刻（例：09:00）" },
      tz: { name: "タイムゾーン", description: "タイムゾーン（例：Asia/Tokyo）" },
      days: { name: "曜日", description: "平日、毎日、または 月,水 のような曜日" },
      max: { name: "最大件数", description: "1回の配信の最大件数、1〜10" },
    },
  },
  subscriptions: { name: "購読一覧", description: "このチャンネルの購読", options: {} },
  unsubscribe: {
    name: "購読解除",
    description: "このチャンネルの購読を解除する",
    options: { which: { name: "番号", description: "購読一覧の番号、または「すべて」" } },
  },
  pause: {
    name: "一時停止",
    description: "このチャンネルの配信を一時停止する",
    options: { until: { name: "いつまで", description: "再開する日（例：2026-12-24、月曜日）" } },
  },
  resume: { name: "再開", description: "一時停止中または中断中の配信を再開する", options: {} },
  preview: {
    name: "プレビュー",
    description: "今の配信内容を自分だけに表示する",
    options: { which: { name: "番号", description: "購読の番号" } },
  },
  why: {
    name: "理由",
    description: "論文がこのチャンネルに投稿された、またはされなかった理由",
    options: { id: { name: "論文", description: "論文のID（例：2212.12206）" } },
  },
};

export const digestHelp =
  "`/paperboy subscribe neural collapse cat:cs.LG at:09:00` で、平日の朝ごとに新着論文をここに投稿します。`/paperboy subscriptions` は購読一覧、`/paperboy preview` は次回の内容、`/paperboy why` は論文がどうなったかを示します。";
