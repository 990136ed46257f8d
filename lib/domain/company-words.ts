/** Legal forms as one word each, small letters, without dots. */
const LEGAL_FORMS: ReadonlySet<string> = new Set([
  ...["ltd", "limited", "plc", "llp", "llc", "lp", "inc", "incorporated", "corp", "corporation", "co", "company"],
  ...["gmbh", "mbh", "ag", "kg", "kgaa", "ohg", "ug", "gbr", "ev", "eg", "se"],
  ...["bv", "nv", "vof", "sa", "sas", "sasu", "sarl", "sl", "slu", "srl", "spa", "lda", "ltda", "eirl"],
  ...[
    "ab",
    "as",
    "asa",
    "aps",
    "oy",
    "oyj",
    "hf",
    "ehf",
    "sro",
    "spzoo",
    "doo",
    "kft",
    "zrt",
    "bt",
    "ou",
    "uab",
    "sia",
  ],
  ...["pty", "pte", "pvt", "bhd", "sdn", "kk", "tbk", "pt", "fze", "fzco", "dmcc"],
]);

/** One word of a name or a title. */
export interface Word {
  readonly word: string;
  /** What stands between the word before it and this one. */
  readonly before: string;
  /** Hangs together with the word before it by a hyphen, a dot or the like: `ex-example`, `example.com`. */
  readonly glued: boolean;
  readonly isLegalForm: boolean;
}

/** Letters each with a dot, as in "S.A." and "B.V.", are one word. */
const DOTTED = /(?<![\p{L}\p{N}\p{M}.])\p{L}(?:\.\p{L})+\.?(?![\p{L}\p{N}\p{M}])/gu;
/** An apostrophe between letters is part of the word. */
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{N}\p{M}]+)*|&/gu;
const GLUE = /^[-._‐@+#]$/u;

/** The words of a text: in Unicode's compatible form, small letters, "&" as "and". O(length). */
export function wordsOf(text: string): Word[] {
  const plain = text.normalize("NFKC").replace(DOTTED, (letters) => letters.replaceAll(".", ""));
  const words: Word[] = [];
  let end = 0;
  for (const found of plain.matchAll(WORD)) {
    const before = plain.slice(end, found.index);
    const word = folded(found[0]);
    words.push({ word, before, glued: words.length > 0 && GLUE.test(before), isLegalForm: LEGAL_FORMS.has(word) });
    end = found.index + found[0].length;
  }
  return words;
}

/** The words of a company's name that tell it from others: without the legal form at its end. */
export function companyWords(name: string): readonly string[] {
  const words = wordsOf(name);
  const last = words.findLastIndex(({ word, isLegalForm }) => !isLegalForm && word !== "and");
  return words.slice(0, last + 1).map(({ word }) => word);
}

/** Upper case first, so that "ß" and "SS" are one; and composed again, for a change of case may take letters apart. */
function folded(word: string): string {
  return word === "&" ? "and" : word.replaceAll("’", "'").toUpperCase().toLowerCase().normalize("NFKC");
}
