import { unitsOfLoneLetter } from "./abbreviations.ts";
import { AGE_UNITS, type Age } from "./age-span.ts";
import { normaliseText } from "./normalise.ts";

/** LinkedIn's largest languages, and those that need nothing more than their name here. */
export const LANGUAGES = [
  ...["en", "es", "pt", "fr", "de", "it", "nl", "tr", "id", "hi"],
  ...["ar", "pl", "ja", "zh", "zh-Hant", "ru"],
] as const;

const STYLES = ["long", "short", "narrow"] as const;

/** Up to this count the texts are kept once made: a list shows few counts, and a hostile one cannot fill the memory. */
const MAX_KEPT_COUNT = 100;
/** Languages have words of their own for today, yesterday and the day before, and some duals. */
const MAX_COUNT_IN_WORDS = 3;

/**
 * The ages that a normalised text means in any of `LANGUAGES`, by the words of the runtime's own
 * `Intl.RelativeTimeFormat` (CLDR): "vor 3 Wochen", "hace 3 sem.", "yesterday". None for any other text.
 */
export function agesInWords(text: string): readonly Age[] {
  const digits = text.match(/\d+/g) ?? [];
  if (digits.length > 1 || (digits[0]?.length ?? 0) > 3) return [];
  const inWords = wordTexts().get(text);
  if (inWords !== undefined || digits[0] === undefined) return inWords ?? [];
  return textsFor(Number(digits[0])).get(text) ?? [];
}

type Texts = ReadonlyMap<string, readonly Age[]>;

const kept = new Map<number, Texts>();

function textsFor(count: number): Texts {
  const texts = kept.get(count) ?? textsOf(count);
  if (count <= MAX_KEPT_COUNT) kept.set(count, texts);
  return texts;
}

let words: Texts | undefined;

/** Every text without a digit in it, and those for a count of nought, which "within 1 minute" is in Japanese. */
function wordTexts(): Texts {
  if (words === undefined) {
    const all = Array.from({ length: MAX_COUNT_IN_WORDS + 1 }, (_, count) =>
      [...textsFor(count)]
        .filter(([text]) => count === 0 || !/\d/.test(text))
        .map(([text, ages]) => [text, ages.map((age) => ({ ...age, isWord: true }))] as const),
    );
    words = new Map(all.flat());
  }
  return words;
}

/** Each text for so many units ago, in every language, with all it can mean. */
function textsOf(count: number): Texts {
  const texts = new Map<string, Age[]>();
  const formats = allFormats();
  for (const unit of AGE_UNITS) {
    for (const format of formats) {
      const text = normaliseText(format.format(-count, unit));
      const ages = texts.get(text) ?? [];
      texts.set(text, ages);
      for (const meant of [unit, ...unitsOfLoneLetter(text)]) {
        if (!ages.some((age) => age.unit === meant)) ages.push({ count, unit: meant, isWord: false });
      }
    }
  }
  for (const unit of AGE_UNITS) {
    for (const format of formats) {
      // Hindi has one word for yesterday and tomorrow. Such a text can be as young as now.
      texts.get(normaliseText(format.format(count, unit)))?.push({ count: 0, unit: "second", isWord: false });
    }
  }
  return texts;
}

let formats: readonly Intl.RelativeTimeFormat[] | undefined;

/** Made once: making one costs more than a thousand texts. */
function allFormats(): readonly Intl.RelativeTimeFormat[] {
  formats ??= LANGUAGES.flatMap((language) =>
    STYLES.flatMap((style) =>
      (["always", "auto"] as const).map((numeric) => new Intl.RelativeTimeFormat(language, { style, numeric })),
    ),
  );
  return formats;
}
