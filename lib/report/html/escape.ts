/** Markup that may stand in the page as it is. Only `html` and `raw` make it, so nothing gets in unescaped by oversight. */
export class Markup {
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  toString(): string {
    return this.#source;
  }
}

/** What a template may hold: text and numbers are escaped, `null` leaves nothing, lists are joined. */
export type Content = Markup | string | number | null | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const PLAIN = /^[\w .,:;%()#+/-]*$/;

/**
 * Any text made safe between tags and inside quoted attributes. What neither HTML nor XML can carry (control characters,
 * halves of surrogate pairs) becomes the replacement character, so that it is seen and not dropped.
 */
export function escapeText(text: string): string {
  // Most texts are numbers and plain words, and a page has thousands of them.
  if (PLAIN.test(text)) return text;
  return text
    .replace(/(?![\t\n])[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, "\uFFFD")
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/** Template tag for markup: every value is escaped unless it is markup already. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(strings.map((part, index) => part + render(values[index] ?? null)).join(""));
}

/** For the page's own stylesheet and script, which hold nothing from outside. */
export function raw(source: string): Markup {
  return new Markup(source);
}

/**
 * A value as JSON for a `<script type="application/json">`: no character that could end the element, open a comment or
 * break a line is left unescaped, and `JSON.parse` gives the same value back.
 */
export function embeddedJson(value: unknown): Markup {
  const escaped = JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return new Markup(escaped);
}

function render(content: Content): string {
  if (content === null) return "";
  if (content instanceof Markup) return content.toString();
  if (typeof content === "string" || typeof content === "number") return escapeText(String(content));
  return content.map(render).join("");
}
