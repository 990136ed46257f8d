import { abbreviatedAges } from "./abbreviations.ts";
import { AGE_UNITS, type Age, ageSpan } from "./age-span.ts";
import { agesInWords } from "./languages.ts";
import { normaliseText } from "./normalise.ts";
import type { Span } from "./span.ts";

/** No language here needs more for "so many units ago"; what is longer is some other text. */
const MAX_LENGTH = 60;

/**
 * Text that counts back from `now`, in the languages of `LANGUAGES`, with or without a word for "sent". Null for
 * anything else. A text with several meanings gets the one span that covers them all.
 */
export function relativeSpan(raw: string, now: Date): Span | null {
  if (raw.length > MAX_LENGTH) return null;
  const text = withoutSent(normaliseText(raw));
  const ages = agesOf(text);
  if (ages.length === 0) return null;
  const spans = ages.map((age) => ageSpan(age, now));
  return {
    from: Math.min(...spans.map(({ from }) => from)),
    to: Math.max(...spans.map(({ to }) => to)),
    form: "relative",
  };
}

/** What most lists show. No language writes anything else so, and the words of all of them take a while to make. */
const PLAIN_ENGLISH = new RegExp(`^[1-9]\\d{0,2} (${AGE_UNITS.join("|")})s? ago$`);

/** All that a normalised text may mean; a meaning may occur twice. */
export function agesOf(text: string): readonly Age[] {
  const english = englishAges(text);
  return PLAIN_ENGLISH.test(text) ? english : [...english, ...abbreviatedAges(text), ...agesInWords(text)];
}

const ENGLISH = new RegExp(`^(\\d{1,3}|an?|one) (${AGE_UNITS.join("|")})s? ago$`);

/** What English pages write besides the runtime's own words: "a week ago", "just now", a singular with any count. */
function englishAges(text: string): Age[] {
  if (text === "just now") return [{ count: 0, unit: "minute", isWord: true }];
  const [, count = "", word] = ENGLISH.exec(text) ?? [];
  const unit = AGE_UNITS.find((name) => name === word);
  if (unit === undefined) return [];
  return [{ count: /^\d/.test(count) ? Number(count) : 1, unit, isWord: false }];
}

/** "Sent" as LinkedIn's pages write it, before or after the date. */
const SENT = [
  ...["sent", "gesendet", "envoyé", "envoyée", "enviado", "enviada", "inviato", "inviata", "verzonden", "verstuurd"],
  ...["gönderildi", "dikirim", "terkirim", "भेजा गया", "wysłano", "отправлено"],
];

function withoutSent(text: string): string {
  for (const word of SENT) {
    if (text.startsWith(`${word} `)) return text.slice(word.length + 1);
    if (text.endsWith(` ${word}`)) return text.slice(0, -word.length - 1);
  }
  return text;
}
