const hidden = "[hidden]";
/** Anything shorter stands in ordinary words, and no token is that short. */
const shortestSecret = 4;

/** What tokens look like and where they stand, for those that nobody told us: `$1` is what stays readable. */
const patterns: readonly (readonly [RegExp, string])[] = [
  // Slack: bot, user, refresh and app-level tokens.
  [/xox[a-z](?:\.xox[a-z])?-[\w%.-]{3,}/gi, hidden],
  [/xapp-[\w%.-]{3,}/gi, hidden],
  // A Discord bot's token: its id, a time and a signature.
  [/[MNO][\w-]{22,30}\.[\w-]{5,8}\.[\w-]{25,}/g, hidden],
  // `Authorization` headers. "Bot" is also an English word: what follows must not look like one.
  [/\b(Bot|Basic)(\s+|%20|\+)(?=[^\s"]{0,80}[\d._])[\w.~+/=-]{16,}/g, `$1$2${hidden}`],
  [/\b(Bearer)(\s+|%20|\+)[\w.~+/=-]{8,}/gi, `$1$2${hidden}`],
  // Addresses that are a permission by themselves.
  [/(\/(?:webhooks|interactions)\\?\/\d+\\?\/)[\w.~%-]+/g, `$1${hidden}`],
  [/(hooks\.slack(?:-gov)?\.com\\?\/)[^\s"'\\<>)\]]+/gi, `$1${hidden}`],
  [/(:\\?\/\\?\/)[^\s/"'\\@:]{1,100}:[^\s/"'\\@]{1,200}@/g, `$1${hidden}@`],
  // Values under a telling name: in JSON (also JSON within a string), in an address or form, in a header as text.
  [
    /(\\*"[\w-]{0,40}(?:token|secret|password|authorization|cookie|response_url|api_?key)[\w-]{0,40}\\*"\s{0,4}:\s{0,4}\\*")[^"\\]+/gi,
    `$1${hidden}`,
  ],
  [
    /((?:[?&\s"]|^)(?:[a-z]{1,20}_)?(?:token|secret|password|ticket|signature|api_?key)=)[^&\s"'\\]+/gi,
    `$1${hidden}`,
  ],
  [/((?:authorization|cookie|x-slack-signature)\s?:\s?(?:\w{3,6} )?)[^\s"'\\,\]}]{8,}/gi, `$1${hidden}`],
];

/**
 * A function that hides secrets in a finished line of the log: the given values in every form in which they are
 * written, and whatever looks like a token. A line of JSON stays a line of JSON.
 */
export function scrubber(secrets: readonly string[]): (line: string) => string {
  const forms = new Set(secrets.filter((secret) => secret.length >= shortestSecret).flatMap(formsOf));
  // The longest first: a secret may begin with another one.
  const known = [...forms].sort((a, b) => b.length - a.length).map(escapeRegExp);
  const anyKnown = known.length > 0 ? new RegExp(known.join("|"), "g") : undefined;
  return (line) => {
    const without = anyKnown ? line.replace(anyKnown, hidden) : line;
    return patterns.reduce((text, [pattern, readable]) => text.replace(pattern, readable), without);
  };
}

function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const url = encodeURIComponent(secret);
  return [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    url,
    url.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()),
    new URLSearchParams([["", secret]]).toString().slice(1),
    ...base64Forms(secret),
  ];
}

/**
 * The base64 of a secret depends on where in the encoded text it begins, as in `user:secret`: there are three ways. The
 * letters at both ends also depend on its neighbours and are left out.
 */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const inner = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    return encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  });
  const long = inner.filter((form) => form.length >= 8);
  return [...long, ...long.map((form) => form.replaceAll("+", "-").replaceAll("/", "_"))];
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
