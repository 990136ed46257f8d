import type { Age, AgeUnit } from "./age-span.ts";

/** English abbreviations. An "m" is a minute to some and a month to others. */
const ENGLISH: Readonly<Record<string, readonly AgeUnit[]>> = {
  s: ["second"],
  sec: ["second"],
  m: ["minute", "month"],
  min: ["minute"],
  h: ["hour"],
  hr: ["hour"],
  hrs: ["hour"],
  d: ["day"],
  w: ["week"],
  wk: ["week"],
  wks: ["week"],
  mo: ["month"],
  mos: ["month"],
  y: ["year"],
  yr: ["year"],
  yrs: ["year"],
};

/** What the same letters stand for in another language: Turkish saat, hafta and dakika, Indonesian hari. */
const ELSEWHERE: Readonly<Record<string, readonly AgeUnit[]>> = {
  s: ["hour"],
  h: ["week"],
  hr: ["day"],
  d: ["minute"],
};

const ABBREVIATED = new RegExp(`^(\\d{1,3}) ?(${Object.keys(ENGLISH).join("|")})\\.?( ago)?$`);
/** A lone letter right behind the number, with a space between them or none. */
const LONE_LETTER = /\d ?([mh])(?![\p{L}\p{M}])/u;

/**
 * The ages that a number and an English abbreviation can mean, such as "3w", "2 mo" or "1 yr. ago"; none for any
 * other text. Without "ago" nothing says that the text is English, so it also means what other languages write so.
 */
export function abbreviatedAges(text: string): Age[] {
  const [, count, letters = "", ago] = ABBREVIATED.exec(text) ?? [];
  if (count === undefined) return [];
  const units = [...(ENGLISH[letters] ?? []), ...(ago === undefined ? (ELSEWHERE[letters] ?? []) : [])];
  return units.map((unit) => ({ count: Number(count), unit, isWord: false }));
}

/**
 * What else the unit of a text in any language can be, when it is a lone letter: Spanish writes "hace 2 m" for months,
 * German "vor 2 m" for minutes, Indonesian "2 h lalu" for days, and nothing makes a writer keep to these rules.
 */
export function unitsOfLoneLetter(text: string): readonly AgeUnit[] {
  const letter = LONE_LETTER.exec(text)?.[1];
  return letter === undefined ? [] : (ENGLISH[letter] ?? []);
}
