import { foldHan, foldLatin } from "./fold.ts";

/** Words too common to tell papers apart, per language. */
const lists: Record<string, string> = {
  en: `a about above after again against all also am an and any are as at be because been before being below between
    both but by can could did do does doing down during each few for from further had has have having he her here hers
    him his how i if in into is it its itself just me more most my no nor not of off on once only or other our ours out
    over own same she should so some such than that the their theirs them then there these they this those through thus
    to too under until up upon us very was we were what when where whether which while who whom why will with within
    without would you your yours`,
  de: `aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus bei
    beim bin bis bist da damit dann das dass dasselbe dazu dein deine dem den denn der des desselben dessen dich die
    dies diese diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines einig einige einigen
    er es etwas euch euer für gegen gewesen hab habe haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre
    ihrem ihren ihrer im in indem ins ist ja jede jedem jeden jeder jedes jene jener jetzt kann kein keine keinen können
    könnte mein mich mir mit muss nach nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen seiner sich
    sie sind so solche solcher soll sollte sondern sonst sowie über um und uns unser unsere unter viel vom von vor
    während war waren was weil welche welchem welchen welcher welches wenn werde werden wie wieder will wir wird wo
    wurde wurden zu zum zur zwar zwischen`,
  fr: `au aux avec ce ces cet cette ceux chez comme contre d dans de des donc dont du elle elles en entre es est et été
    être eu eux il ils je l la le les leur leurs lors lui ma mais me même mes moi mon n ne nos notre nous on ont ou où
    par parce pas pendant plus pour qu quand que quel quelle quels qui s sa sans se selon ses si son sont sous sur ta te
    tes toi ton tous tout toute toutes très tu un une vos votre vous y à afin ainsi alors après aussi autre autres
    avons avait avoir ayant cela`,
  es: `a al algo algunas algunos ante antes como con contra cual cuando de del desde donde durante e el él ella ellas
    ellos en entre era eran es esa esas ese eso esos esta está están estas este esto estos fue fueron ha había han hasta
    hay la las le les lo los más me mediante mi mis mucho muy nada ni no nos nosotros nuestra nuestras nuestro nuestros
    o os otra otras otro otros para pero poco por porque que qué quien se según ser si sí sido sin sobre son su sus
    también tanto te tiene tienen todo todos tu un una unas uno unos y ya yo`,
  zh: `的 了 和 是 在 与 及 对 为 中 上 下 以 于 并 或 其 这 那 该 此 等 从 到 由 被 把 将 就 也 都 而 但 不 有 我们 他们 它 它们 这些 那些
    一个 一种 可以 通过 以及 并且 因此 因为 所以 如果 本文 之 所 地 得 着 过 让 使 向 则 且 即 若 个 种 中的`,
  ja: `の に は を が で と も へ や か し て た だ な ね よ から まで より など こと もの ため これ それ あれ この その あの ここ そこ
    する した して され される さ れ いる ある なる ない ます です である また および における について に対し による により として という
    れる られる せる い う く き り る ら そして しかし よう ここで 我々 本 おける おい つい よる より ついて おいて`,
  ko: `및 등 그 이 저 것 수 더 또 또는 그리고 그러나 하지만 위한 위해 대한 대해 통해 통한 있는 있다 하는 한다 하여 된다 되는 이러한 우리는 본 한`,
};

/** `drop`: says nothing in any language. `optional`: a stop word of one language that may be a word in another. */
export type StopRole = "drop" | "optional" | "keep";

const roles = new Map<string, StopRole>();
for (const [language, words] of Object.entries(lists)) {
  const role = ["de", "fr", "es"].includes(language) ? "optional" : "drop";
  for (const word of words.split(/\s+/).map((word) => foldHan(foldLatin(word))))
    if (roles.get(word) !== "drop") roles.set(word, role);
}

/**
 * What a folded word is good for. It does not hang on the language of a text, because that of a query is not known:
 * English stop words turn up in all languages, those of unspaced scripts in no other, and the others may be words
 * elsewhere ("die casting", "sin", Qu) and so are indexed.
 */
export function stopRole(folded: string): StopRole {
  return roles.get(folded) ?? "keep";
}
