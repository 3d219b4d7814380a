import { z } from "zod";

/** A message is the end of a sentence that begins with the variable's name. It never repeats the value. */
export const secret = z.string().regex(/^[^\s"'`]+$/, {
  error: "contains white space or quotes: copy the value again, without them.",
  abort: true,
});

/** For every secret a file that holds it can be named instead, as container platforms hand secrets over. */
export const secretFile = z.string();

export const webAddress = z.string().transform((value, context) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    context.addIssue("must be an address that begins with http:// or https://.");
  else if (url.search || url.hash || url.username || url.password)
    context.addIssue("must be a plain address, without user name, password, ? and #.");
  return value;
});

/** An address to which paths are added. */
export const baseAddress = webAddress.transform((url) => url.replace(/\/+$/, ""));
