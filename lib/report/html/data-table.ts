import { type Content, html, type Markup } from "./escape.ts";

export interface Table {
  readonly caption: string;
  /** The first column names its row. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Content[])[];
}

/** A table that may be wider than the page: it scrolls by itself, with the keyboard too. */
export function table({ caption, columns, rows }: Table): Markup {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table><caption>${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(row)}</tbody></table></div>
`;
}

/** The figures behind a chart, folded away. */
export function dataTable(data: Table): Markup {
  return html`<details><summary>The figures<span class="unseen">: ${data.caption}</span></summary>${table(data)}</details>
`;
}

function row([name = null, ...cells]: readonly Content[]): Markup {
  return html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`;
}
