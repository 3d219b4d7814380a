const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const pad = (value: string | number) => String(value).padStart(2, "0");

/** The civil date that a feed writes, in the feed's own zone: ISO 8601, or `Tue, 18 Aug 2026 00:00:00 -0400`. */
export function civilDateOf(text: string | undefined): string | undefined {
  const iso = /^\s*(\d{4})-(\d{2})-(\d{2})(?!\d)/.exec(text ?? "");
  if (iso) return real(`${iso[1]}-${iso[2]}-${iso[3]}`);
  const [, day, name = "", year] =
    /^\s*(?:\w+,\s*)?(\d{1,2})\s+([A-Za-z]{3})\w*\s+(\d{4})\b/.exec(text ?? "") ?? [];
  const month = monthNumber(name);
  return day && month && year ? real(`${year}-${pad(month)}-${pad(day)}`) : undefined;
}

/** 1 to 12 of a month's English name, its first three letters or its number. */
export function monthNumber(text: string): number | undefined {
  const named = months.indexOf(text.trim().slice(0, 3).toLowerCase()) + 1;
  const number = named > 0 ? named : /^\s*\d{1,2}\s*$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= 12 ? number : undefined;
}

/** `YYYY[-MM[-DD]]` of what a bibliography tells, as exact as it is real. */
export function partialDate(year: string | undefined, month?: string, day?: string): string | undefined {
  const [found] = /\b(1[5-9]|20)\d{2}\b/.exec(year ?? "") ?? [];
  if (!found) return undefined;
  const number = monthNumber(month ?? "");
  if (!number) return found;
  const date = /^\s*\d{1,2}\s*$/.test(day ?? "")
    ? real(`${found}-${pad(number)}-${pad(Number(day))}`)
    : undefined;
  return date ?? `${found}-${pad(number)}`;
}

function real(date: string): string | undefined {
  const time = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(date) ? date : undefined;
}
