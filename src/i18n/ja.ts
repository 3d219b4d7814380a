import type { Catalog } from "./catalog.ts";
import { digest, digestCommands, digestErrors, digestHelp } from "./digests/ja.ts";
import { plural } from "./format.ts";

const count = (n: number, other: string) => plural("ja", n, { other });

/** Japanese. Spaces stand only around code, ids and version numbers. */
export const ja: Catalog = {
  card: {
    moreAuthors: (n) => count(n, "ほか#名"),
    noAuthors: "著者の記録なし",
    noAbstract: "要旨の記録はありません。",
    pdf: "PDF",
    withdrawn: "この論文は撤回されました。",
    truncated: "この要旨は、提供元のデータで途中までになっています。",
    sharedBy: "共有者",
    results: "検索結果",
    hitCount: (n) => count(n, "論文#件"),
    page: (page, pages) => `${page}/${pages}ページ`,
    correctedTo: (words) => `「${words}」の検索結果を表示しています。`,
    alsoSearched: (words) => `「${words}」でも検索しました。`,
    similarTo: (title) => `「${title}」と語句が似ている論文`,
  },
  summary: {
    tldr: "TL;DR",
    extracted: "要旨からの抜粋",
    byModel: (model) => `${model} が作成（機械）`,
    problem: "課題",
    method: "手法",
    result: "結果",
  },
  query: {
    or: "または",
    without: (what) => `除外：${what}`,
    by: (names) => `著者：${names}`,
    cat: (categories) => `分野：${categories}`,
    inTitle: "タイトル内",
  },
  provenance: {
    original: (language) => `原文 · ${language}`,
    translated: (language, translator) => `${language}からの翻訳：${translator}`,
    translatedTwice: (language, translator, first, source) =>
      `${language}訳からの重訳：${translator}、${source}から${language}への翻訳：${first}`,
    titleBy: (translator) => `タイトルの翻訳：${translator}`,
    machine: (name, engine) => `${name}（${engine ? `${engine}、` : ""}機械翻訳）`,
    reviewed: (name, engine) => `${name}（${engine ? `${engine}、` : ""}機械翻訳、人による確認済み）`,
    missing: (wanted, shown) => `${wanted}訳はまだありません。${shown}の原文を表示しています。`,
    missingOther: (wanted, shown) => `${wanted}訳はまだありません。${shown}訳を表示しています。`,
    notHeld: (shown) => `原文の要旨はまだ収録されていません。${shown}訳を表示しています。`,
    stale: (from, current) => `v${from} からの翻訳（最新版は v${current}）`,
    kept: (n) => count(n, "#文は原文のまま（斜体）"),
    keptTitle: "タイトルは原文のまま",
  },
  translating: {
    running: (language) => `${language}に翻訳しています…`,
    preparing: (language, megabytes, percent) =>
      `${language}の準備中（約${megabytes} MB、初回のみ）：${percent}%`,
    onDemand: "未翻訳（選ぶと翻訳します）",
    noService: "翻訳サービスが設定されていません。Paperboy の管理者が TRANSLATOR で選べます。",
    noPair: (services, from, to) =>
      `${services}は${from}から${to}への翻訳に対応していません。メニューから別の言語を選んでください。`,
    unreachable: (services) =>
      `翻訳できませんでした：${services}に接続できません。少し待ってからもう一度お試しください。`,
    limit: (services) =>
      `翻訳できませんでした：${services}の利用上限に達しました。後でもう一度お試しください。`,
    notPrepared: (language) =>
      `翻訳できませんでした：${language}に必要なファイルを取得できません。少し待ってからもう一度お試しください。理由はログにあります。`,
    refused: (services) =>
      `翻訳できませんでした：${services}が要求を拒否しました。理由は管理者のログにあります。`,
    unusable: (services) =>
      `翻訳できませんでした：${services}の結果を使えません。もう一度試すか、原文をご利用ください。`,
  },
  controls: {
    open: "ほかの論文を開く",
    language: "別の言語で読む",
    original: "原文",
    translation: (language) => `${language}で読む`,
    originalOf: (language) => `${language}（原文）`,
    retry: "もう一度試す",
    previous: "◀ 前へ",
    next: "次へ ▶",
    bibtex: "BibTeX",
    similar: "類似論文",
    share: "チャンネルに共有",
  },
  replies: {
    nothingFound: (query) => `「${query}」に一致する論文は見つかりませんでした。`,
    without: (word, n) => `「${word}」を外した場合：${count(n, "論文#件")}`,
    stillIndexing: (n) =>
      `${count(n, "#件の論文をインデックスに登録しています")}。しばらくしてからもう一度お試しください。`,
    nothingHint: "キーワードを減らすか、フィルターを確認してください。",
    notInIndex: (id) => `${id} は収録されていません。`,
    askingArxiv: (id) => `${id} は収録されていません。arXiv に問い合わせています…`,
    notOnArxiv: (id) => `${id} は arXiv にありません。`,
    arxivUnreachable: (id) =>
      `${id} は収録されておらず、arXiv にも問い合わせできませんでした。しばらくしてからもう一度お試しください。`,
    noSimilar: "類似した論文は収録されていません。",
    shared: "チャンネルに共有しました。",
    shareForbidden:
      "このチャンネルには投稿できません。管理者にPaperboyの追加を依頼するか、論文のリンクをコピーしてください。",
    shareFailed:
      "チャットサービスが投稿を受け付けなかったため、共有されませんでした。理由はログに記録されています。",
    shareUnconfirmed:
      "投稿できたかどうか、チャットサービスから確認が得られませんでした。重複を避けるため、もう一度共有する前にチャンネルをご確認ください。",
    languageSetForPerson: (language) => `今後は${language}で返信します。`,
    languageSetForChannel: (language) =>
      `今後、このチャンネルでは${language}で返信します。ただし、個別に言語を選んだ方にはその言語で返信します。`,
    languageClearedForPerson:
      "あなたの言語設定を解除しました。今後はチャンネルやチャットアプリの言語に合わせます。",
    languageClearedForChannel: "このチャンネルの言語設定を解除しました。",
    bibtexTitle: "BibTeX",
  },
  help: {
    title: "できること",
    intro: "研究論文を探して、お使いの言語で表示します。誰が訳したかを必ず示します。",
    search: "`/paper ニューラルコラプス`：キーワード、著者、arXiv ID、リンク、DOIで論文を検索します。",
    filters: "フィルター：`by:papyan`、`cat:cs.LG`、`year:2020..2022`、`sort:new`、`lang:ja`",
    operators:
      '語句そのまま：`"neural collapse"`。除外：`-survey`、`-cat:cs.CV`。どちらか：`transfer | few-shot`。タイトルのみ：`in:title`。複数の `by:` や `cat:` はすべてを満たす論文に絞ります。',
    language:
      "`/paperboy language ja`：あなたの言語を設定します。`/paperboy language ja for:channel`：チャンネルの言語を設定します。",
    translation: "あなたの言語にない論文は、開くと翻訳されます。ほかの言語は言語メニューから選べます。",
    digests: digestHelp,
    about: "`/paperboy about`：論文の出典を表示します。`/paperboy status`：稼働状況を表示します。",
    privacy: "「チャンネルに共有」を押すまで、回答はあなただけに表示されます。",
    console: "コンソールでは、番号を入力するとその項目を選べます。`exit` で終了します。",
  },
  about: {
    title: "Paperboyについて",
    what: (version) =>
      `Paperboy ${version} は、研究論文をチームのチャットに届ける自由ソフトウェアです（MITライセンス）。`,
    sources:
      "arXiv の論文のタイトル、要旨、著者は arXiv のメタデータ（CC0）です。その他の論文のものは、Paperboy の管理者が選んだファイルやフィードに由来します。PDF は保存せず、リンクは論文の掲載元に通じています。",
    lookedUp: "収録されていない arXiv の ID が求められた場合は、その ID を arXiv に問い合わせます。",
    translations:
      "翻訳にはそれぞれ訳者を示しています。機械翻訳には誤りが含まれることがあります。引用には原文をお使いください。",
    summaries: (service) =>
      `要約は ${service} が作成します。送られるのは開かれた論文の題名と要旨だけで、検索語、名前、チャンネルは送られません。`,
    privacy:
      "検索内容、名前、チャンネルの情報は、入力先のチャットに送られるほかは、このマシンの外に出ません。",
    people: "名前やチャンネルが、入力されたチャット以外へこのマシンから送られることはありません。",
    translatedHere: (services) => `論文は、Paperboy の管理者のマシン上で ${services} が翻訳します。`,
    translatedElsewhere: (services) => `翻訳のため、論文のタイトルと要旨だけが ${services} に送られます。`,
    queriesElsewhere: (services) =>
      `ほかの言語でも検索するため、検索語も ${services} に送られることがあります。`,
    thanks: "オープンアクセスの相互運用性を利用させてくださるarXivに感謝します。",
    notEndorsed:
      "本サービスは、arXivによる審査または承認を受けたものではなく、必ずしもarXivの方針や見解を表明または反映するものではありません。",
  },
  status: {
    title: "稼働状況",
    papers: (n) => count(n, "インデックス内の論文：#件"),
    pending: (n) => count(n, "インデックス待ちの論文：#件"),
    uptime: (duration) => `稼働時間：${duration}`,
    platform: { starting: "起動中", ready: "接続済み", failed: "未接続", stopped: "停止中" },
    version: (version) => `バージョン ${version}`,
  },
  digest,
  errors: {
    ...digestErrors,
    unknownCommand: (name) =>
      `\`${name}\` というコマンドはありません。\`/paper ニューラルコラプス\` または \`/paperboy help\` をお試しください。`,
    unknownSubcommand: (name, known) =>
      `\`/paperboy\` に \`${name}\` という機能はありません。使えるもの：${known}`,
    unknownOption: (key, known) =>
      `\`${key}:\` というフィルターはありません。使えるフィルター：${known}。文字どおりに検索するには引用符で囲んでください。`,
    unknownOptionNear: (key, near) =>
      `\`${key}:\` というフィルターはありません。\`${near}:\` のことでしょうか？`,
    missingOption: (name) => `入力が足りません：\`${name}\``,
    missingChoice: (choices) => `次から選んでください：${choices}`,
    tooManyWords: (words) =>
      `ここでの \`${words}\` の意味がわかりません。\`/paperboy help\` をお試しください。`,
    badOption: (name, value) => `\`${name}:\` に \`${value}\` は指定できません。`,
    badChoice: (name, value, choices) =>
      `\`${name}:\` に \`${value}\` は指定できません。次から選んでください：${choices}`,
    repeatedOption: (name) => `\`${name}:\` が2回指定されています。1つだけ残してください。`,
    mixedAlternatives: (piece) =>
      `\`${piece}\` は選択肢として読めません。\`|\` は単語や語句の間、または値の間に置いてください：\`cat:cs.LG|cs.CV\`。`,
    tooManyParts: (limit) =>
      `語句、選択肢、除外、フィルターの合計が ${limit} を超えています。重要なものだけ残してください。`,
    notExcludable: (key) =>
      `\`${key}:\` はマイナスで除外できません。除外できるのは単語、語句、\`by:\`、\`cat:\`、\`year:\` です。`,
    emptyQuery: () => "何をお探しですか？例：`/paper ニューラルコラプス lang:ja`",
    queryTooLong: (length, limit) =>
      `${length}文字あります。読み取れるのは${limit}文字までです。特に重要な語だけを残してください。`,
    badYear: (value) =>
      `\`${value}\` は年や年の範囲ではありません。\`year:2021\` や \`year:2020..2022\` のように入力してください。`,
    badLanguage: (value, known) => `\`${value}\` では返信できません。返信できる言語：${known}`,
    pageOutOfRange: (page, pages) => `${page}ページ目はありません。検索結果は${pages}ページまでです。`,
    expiredControl: () =>
      "このボタンやメニューは古く、何に対するものか確認できなくなりました。もう一度検索してください。",
    tooFast: (seconds) =>
      `短時間に操作が集中しています。${count(seconds, "#秒")}ほど待ってから、もう一度お試しください。`,
    paperGone: (id) => `${id} は現在は収録されていません。`,
    noChannel: () => "ここにはチャンネルがないため、この操作はできません。",
    mayNotManage: () => "このチャンネルの設定を変更できるのは、チャンネルを管理できる方だけです。",
    searchUnavailable: () =>
      "インデックスの準備がまだできていません。しばらくしてからもう一度お試しください。",
    internal: (id) => `こちらで問題が発生し、${id} として記録しました。もう一度お試しください。`,
  },
  commands: {
    ...digestCommands,
    paper: {
      name: "論文",
      description: "研究論文を探して、要旨を自分の言語で読む",
      options: {
        query: { name: "検索語", description: "キーワード、著者、arXiv ID、リンク、DOI" },
        lang: { name: "言語", description: "読むときの言語" },
        by: { name: "著者", description: "この著者の論文のみ" },
        cat: { name: "カテゴリ", description: "このarXivカテゴリのみ（例：cs.LG、math）" },
        year: { name: "年", description: "この年または範囲のみ（例：2020..2022）" },
        in: { name: "検索範囲", description: "単語を探す場所" },
        sort: { name: "並び順", description: "検索結果の並び順" },
      },
    },
    paperboy: { name: "paperboy", description: "Paperboyのヘルプ、設定、稼働状況" },
    help: { name: "ヘルプ", description: "Paperboyでできること", options: {} },
    about: { name: "情報", description: "論文と翻訳の出典", options: {} },
    status: { name: "状況", description: "Paperboyの稼働状況", options: {} },
    language: {
      name: "言語",
      description: "返信の言語を選ぶ",
      options: {
        code: { name: "言語", description: "返信の言語。「auto」ならチャンネルやチャットアプリに合わせます" },
        for: { name: "対象", description: "自分だけに使うか、チャンネル全体に使うか" },
      },
    },
  },
  console: {
    welcome:
      "コンソール版のPaperboyです。`/paper ニューラルコラプス` または `help` と入力してください。`exit` で終了します。",
    press: "番号を入力：",
    noSuchControl: (typed) => `${typed} という項目はありません。`,
    postedToChannel: "チャンネルへの投稿：",
  },
  choices: {
    relevance: "関連度順",
    new: "新しい順",
    title: "タイトルのみ",
    me: "自分のみ",
    channel: "チャンネル全体",
    auto: "自動",
  },
};
