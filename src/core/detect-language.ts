/** Characters that only one of the two scripts of Chinese has, each above its counterpart. */
const simplified = new Set(
  "们这来时个为国会学对说发经开关长门问间见现东车书头实写专业两严举义习争产从优传体储动务势区医华协单压参变启员响图围场块处备导将层属师带应张强归当录态总战扩护报拟择换据损数断无显术机杂权条极构标树样检测济渐满滤灭点热爱状独环电监码确种称稳类红约级纪纯纲纳线练组细织终结给络绝统继续维综编缘网联脑节荐药获虑补装规视觉计订认让训议记讲许论设访证评识诉词译试话详语误请读课调谈谱质购费资转轮软轻载较辅输边达过运还进远连适选递逻遗释链错键锁镜队阳阶际险随难静项顺须预领频题颜额风驱验",
);
const traditional = new Set(
  "們這來時個為國會學對說發經開關長門問間見現東車書頭實寫專業兩嚴舉義習爭產從優傳體儲動務勢區醫華協單壓參變啟員響圖圍場塊處備導將層屬師帶應張強歸當錄態總戰擴護報擬擇換據損數斷無顯術機雜權條極構標樹樣檢測濟漸滿濾滅點熱愛狀獨環電監碼確種稱穩類紅約級紀純綱納線練組細織終結給絡絕統繼續維綜編緣網聯腦節薦藥獲慮補裝規視覺計訂認讓訓議記講許論設訪證評識訴詞譯試話詳語誤請讀課調談譜質購費資轉輪軟輕載較輔輸邊達過運還進遠連適選遞邏遺釋鏈錯鍵鎖鏡隊陽階際險隨難靜項順須預領頻題顏額風驅驗",
);

/** Stretches of Unicode with the simplified forms of a radical (speech, silk, metal, food, gate, shell, cart, page, horse). */
const simplifiedRadical =
  /[\u8ba0-\u8c36\u7ea0-\u7f35\u9485-\u9576\u9966-\u9995\u95e8-\u961a\u8d1d-\u8d5c\u8f66-\u8f9a\u9875-\u98a7\u9a6c-\u9aa7]/u;

/** English terms in a Chinese query are many letters: one character of CJK says as much as these. */
const lettersInQuery = 15;
const fewestWords = 3;
/** What of a text the detector looks at. */
const longest = 2_000;

/**
 * The language of a text by its script: `ko` for Hangul, `ja` for kana, for Han `zh-Hans` or `zh-Hant` by the characters
 * that only one of them has, `zh` where there are none. undefined for Latin and other scripts, and where there are more
 * Latin letters for each character of CJK than `lettersPerCharacter`.
 */
export function languageByScript(
  text: string,
  lettersPerCharacter = lettersInQuery,
): "ko" | "ja" | "zh" | "zh-Hans" | "zh-Hant" | undefined {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const hangul = count(/\p{sc=Hangul}/gu);
  const kana = count(/[\p{sc=Hiragana}\p{sc=Katakana}]/gu);
  const all = hangul + kana + count(/\p{sc=Han}/gu);
  if (all === 0 || all * lettersPerCharacter < count(/\p{sc=Latin}/gu)) return undefined;
  if (hangul * 2 > all) return "ko";
  if (kana * 10 > all) return "ja";
  let balance = 0;
  for (const char of text)
    balance += Number(traditional.has(char)) - Number(simplified.has(char) || simplifiedRadical.test(char));
  return balance === 0 ? "zh" : balance > 0 ? "zh-Hant" : "zh-Hans";
}

/**
 * The language of a query or a text as a BCP 47 tag: by its script, else for three Latin words and more by a detector of
 * en, de, fr, es, it and pt, which is loaded when it is first needed or by `loadDetector`. undefined where nothing can be said. Fewer words,
 * and English ones, say nothing about the reader: technical queries are English in any mouth.
 */
export async function detectLanguage(text: string): Promise<string | undefined> {
  const seen = text.slice(0, longest);
  const byScript = languageByScript(seen);
  if (byScript) return byScript;
  if ((seen.match(/(?<![\p{L}\p{N}])\p{sc=Latin}{2,}/gu)?.length ?? 0) < fewestWords) return undefined;
  const { eld } = await detector();
  const found = eld.detect(seen);
  return found.language !== "" && found.isReliable() ? found.language : undefined;
}

/** Loads the detector ahead of the first text, because that holds the thread up for half a second. */
export async function loadDetector(): Promise<void> {
  await detector();
}

let loading: Promise<typeof import("eld/extrasmall")> | undefined;

function detector() {
  loading ??= import("eld/extrasmall").then((module) => {
    module.eld.setLanguageSubset(["en", "de", "fr", "es", "it", "pt"]);
    return module;
  });
  return loading;
}
