/** Bytes as text, in the encoding that `charset` (of an HTTP header), a byte order mark or the XML declaration names. */
export function decodeText(bytes: Uint8Array, charset?: string): string {
  const start = Buffer.from(bytes.subarray(0, 200)).toString("latin1");
  const mark = start.startsWith("\xff\xfe")
    ? "utf-16le"
    : start.startsWith("\xfe\xff")
      ? "utf-16be"
      : undefined;
  const declared = /^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1];
  return decoder(mark ?? charset ?? declared ?? "utf-8").decode(bytes);
}

function decoder(name: string) {
  try {
    return new TextDecoder(name);
  } catch {
    return new TextDecoder();
  }
}
