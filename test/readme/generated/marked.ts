/** Where a generated part of a document begins and ends: two comments that GitHub does not show. */
const marksOf = (name: string): readonly [string, string] => [
  `<!-- ${name}: npm run docs -->`,
  `<!-- end of ${name} -->`,
];

/**
 * The document with `content` between the two marks of `name`.
 *
 * @throws Error where the document lacks one of the marks
 */
export function withPart(document: string, name: string, content: string): string {
  const [begin, end] = marksOf(name);
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the document needs the lines "${begin}" and "${end}"`);
  return `${document.slice(0, from + begin.length)}\n${content}\n${document.slice(to)}`;
}

/** A Markdown table; a cell may hold the sign that separates cells. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
