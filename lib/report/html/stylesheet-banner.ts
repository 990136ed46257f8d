/** The banner at the top of every printed sheet: a single one may be passed on. */
export function bannerOnSheets(banner: string | null): string {
  if (banner === null) return "";
  return `@page { @top-right { content: ${quoted(banner)}; font: 650 8pt system-ui, sans-serif; } }
`;
}

/** As a string of CSS that the markup around it cannot be ended by. Each character but the plainest is escaped. */
const quoted = (text: string): string =>
  `"${text.replace(/[^\w .,:;()-]/gu, (character) => `\\${character.codePointAt(0)?.toString(16)} `)}"`;
