import { companyWords, type Word, wordsOf } from "./company-words.ts";

/** Words that stand before a company somebody has left: "former CTO at Example". They reach to the next sign between parts. */
const LEFT_BEFORE: ReadonlySet<string> = new Set([
  ...["ex", "former", "formerly", "previously", "previous", "prev", "past", "retired", "alum", "alumni", "alumnus"],
  ...["alumna", "ehemals", "ehemalig", "ehemalige", "ehemaliger", "früher", "früherer", "ancien", "ancienne"],
  ...["anciennement", "voormalig", "voorheen", "anterior", "anteriormente", "antiguo", "antigua"],
]);

/** Words that say the same right behind the company: "Example alumni", "Example (former)". */
const LEFT_AFTER: ReadonlySet<string> = new Set(["alum", "alumni", "alumnus", "alumna", "former", "ex", "retired"]);

/** From these on it is today again: "former engineer, now at Example". */
const TODAY: ReadonlySet<string> = new Set(["now", "currently", "current", "today", "aktuell", "jetzt", "aujourd'hui"]);

/** Signs between the parts of a title. A hyphen is one only between blanks, which `glued` tells. */
const PART = /[|,;·•()/\n\u2013\u2014]|\s-\s/u;

/**
 * Makes a reader of job titles that finds the company somebody works at among these names.
 *
 * A name matches as whole words, whatever their case, width and Unicode form; a legal form at its end ("Ltd", "GmbH",
 * "S.A.") may be there or not, or be another one. So "Example" is in "CTO @ Example Ltd | Speaker", and neither in
 * "Examplify" nor in "example.com". What somebody has left does not count: "ex-Example", "former CTO at Example",
 * "Example alumni". Where it cannot be told ("ex-CTO at Example") it counts: what comes of it is a suggestion, shown
 * beside the title to whoever decides. Of several companies the one with the most words is found, then the first in the title.
 *
 * Names without a word but a legal form match nothing. O(words of the title × names that share a first word).
 */
export function companyFinder<Company extends { readonly name: string }>(
  companies: Iterable<Company>,
): (jobTitle: string | null) => Company | null {
  const byFirst = new Map<string, { readonly words: readonly string[]; readonly company: Company }[]>();
  for (const company of companies) {
    const words = companyWords(company.name);
    const [first] = words;
    if (first !== undefined) byFirst.set(first, [...(byFirst.get(first) ?? []), { words, company }]);
  }
  return (jobTitle) => {
    if (jobTitle === null || byFirst.size === 0) return null;
    const title = wordsOf(jobTitle);
    let [found, most]: [Company | null, number] = [null, 0];
    for (const [at, { word }] of title.entries()) {
      for (const { words, company } of byFirst.get(word) ?? []) {
        if (words.length > most && worksAt(title, at, words)) [found, most] = [company, words.length];
      }
    }
    return found;
  };
}

function worksAt(title: readonly Word[], at: number, words: readonly string[]): boolean {
  if (!words.every((word, index) => title[at + index]?.word === word)) return false;
  const next = title[at + words.length];
  if (title[at]?.glued === true || next?.glued === true) return false;
  return !hasLeft(title, at, at + words.length);
}

function hasLeft(title: readonly Word[], from: number, end: number): boolean {
  const after = title.slice(end).find(({ isLegalForm }) => !isLegalForm);
  if (after !== undefined && LEFT_AFTER.has(after.word) && /^[\s(]*$/.test(after.before)) return true;
  for (let at = from; at >= 0; at -= 1) {
    const { word = "", before = "" } = title[at] ?? {};
    if (at < from && TODAY.has(word)) return false;
    // "ex-Google" says it of Google alone: the word that it is glued to.
    if (at < from && LEFT_BEFORE.has(word) && title[at + 1]?.glued !== true) return true;
    if (PART.test(before)) return false;
  }
  return false;
}
