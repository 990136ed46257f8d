const VOIDS = /^(meta|link|br|input|img|hr)$/;
const TAG = /<(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/y;

/**
 * The first fault of a page as XML, or `null`: a stray `<`, an attribute without quotes, an element closed in the wrong
 * place or not at all. Stricter than any HTML parser, which would mend these in silence.
 */
export function faultIn(page: string): string | null {
  const source = page.replace(/^<!DOCTYPE html>\n/, "").replace(/<(style|script)([^>]*)>[^<]*<\/\1>/g, "<$1$2></$1>");
  const open: string[] = [];
  for (let at = source.indexOf("<"); at >= 0; at = source.indexOf("<", at + 1)) {
    TAG.lastIndex = at;
    const [, closing, name = "", , selfClosed] = TAG.exec(source) ?? [];
    const place = source.slice(at, at + 60);
    if (name === "") return `not a tag: ${place}`;
    if (closing === "/") {
      if (open.pop() !== name) return `closed in the wrong place: ${place}`;
    } else if (selfClosed !== "/") {
      if (VOIDS.test(name)) return `a void element that is not closed: ${place}`;
      open.push(name);
    }
  }
  return open.length > 0 ? `never closed: ${open.join(", ")}` : null;
}
