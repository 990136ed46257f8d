import { type Content, html, type Markup } from "./escape.ts";
import { unbroken } from "./unbroken.ts";

export interface Table {
  readonly caption: string;
  /** The first column names its row. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Content[])[];
}

/** So many columns have no room in the page, however wide the screen is. */
const WIDE = 8;

/**
 * A table that may be wider than the page: it scrolls by itself, with the keyboard too. Where there is no room each row is a
 * card instead, and each cell carries its column's name. Roles are written out, for some browsers take a table that is
 * laid out otherwise for no table.
 */
export function table({ caption, columns, rows }: Table): Markup {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table class="cards${columns.length < WIDE ? "" : " wide"}" role="table"><caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map((column) => html`<th scope="col" role="columnheader">${column}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map((cells) => row(cells, columns))}</tbody></table></div>
`;
}

/** The figures behind a chart, folded away. */
export function dataTable(data: Table): Markup {
  return html`<details><summary>The figures<span class="unseen">: ${data.caption}</span></summary>${table(data)}</details>
`;
}

function row([name = null, ...cells]: readonly Content[], [first = "", ...columns]: readonly string[]): Markup {
  return html`<tr role="row"><th scope="row" role="rowheader" data-column="${first}">${name}</th>${cells.map((cell, index) => html`<td role="cell" data-column="${columns[index] ?? null}">${typeof cell === "string" ? unbroken(cell) : cell}</td>`)}</tr>
`;
}
