/** Between two columns. */
export const GAP = "  ";

/** What a column needs, in places on the screen. */
export interface ColumnNeed {
  /** The widest of its cells. */
  readonly cells: number;
  readonly title: number;
  /** Of its title what is not broken when there is little room: its longest word, or all of a short one. */
  readonly titleWord: number;
  /** What goes first when there is no room: the highest, of equals the one on the right. Null: it stays. */
  readonly drop: number | null;
  /** Whether its cells may be made narrower than they are. */
  readonly isElastic: boolean;
}

export interface FittedColumn {
  /** Which of the columns given. */
  readonly index: number;
  readonly width: number;
}

/** An elastic column is made no narrower than this as long as there is another one to drop. */
const MIN_ELASTIC = 20;

/**
 * The columns that are shown, with their widths, so that a line takes at most `limit` places; null: no limit. In this order
 * titles are broken into lines, elastic columns are narrowed, columns are dropped, and at last any column is narrowed.
 */
export function fitColumns(needs: readonly ColumnNeed[], limit: number | null): FittedColumn[] {
  const shown = needs.map((need, index) => ({ ...need, index }));
  while (shown.length > 0) {
    const full = shown.map(({ cells, title }) => Math.max(cells, title));
    if (limit === null || lineOf(full) <= limit) return withWidths(shown, full);
    const least = shown.map(leastOf);
    const spare = limit - lineOf(least);
    if (spare >= 0) return withWidths(shown, widened(shown, least, full, spare));
    const place = nextToDrop(shown);
    if (place === null) return withWidths(shown, narrowed(shown, least, limit));
    shown.splice(place, 1);
  }
  return [];
}

const lineOf = (widths: readonly number[]): number =>
  widths.reduce((sum, width) => sum + width, 0) + GAP.length * Math.max(0, widths.length - 1);

const leastOf = ({ cells, titleWord, isElastic }: ColumnNeed): number =>
  Math.max(isElastic ? Math.min(cells, MIN_ELASTIC) : cells, titleWord);

function withWidths(shown: readonly { readonly index: number }[], widths: readonly number[]): FittedColumn[] {
  return shown.map(({ index }, place) => ({ index, width: widths[place] as number }));
}

/** What is left over goes to elastic cells first, from the left, then to titles. */
function widened(needs: readonly ColumnNeed[], least: readonly number[], full: readonly number[], spare: number) {
  const widths = [...least];
  let left = spare;
  const give = (place: number, upTo: number) => {
    const more = Math.min(left, Math.max(0, upTo - (widths[place] as number)));
    widths[place] = (widths[place] as number) + more;
    left -= more;
  };
  for (const [place, { cells, isElastic }] of needs.entries()) if (isElastic) give(place, cells);
  for (const [place, width] of full.entries()) give(place, width);
  return widths;
}

/** Null when all that are left stay. */
function nextToDrop(needs: readonly ColumnNeed[]): number | null {
  let found: number | null = null;
  let highest = Number.NEGATIVE_INFINITY;
  needs.forEach(({ drop }, place) => {
    if (drop !== null && drop >= highest) [found, highest] = [place, drop];
  });
  return found;
}

/** A place at a time from the widest of the elastic ones, and then from the widest of all. */
function narrowed(needs: readonly ColumnNeed[], least: readonly number[], limit: number): number[] {
  const widths = [...least];
  for (const min of [MIN_NARROWED, 1]) {
    for (const isWanted of [({ isElastic }: ColumnNeed) => isElastic, () => true]) {
      while (lineOf(widths) > limit) {
        const place = widest(widths, (at) => isWanted(needs[at] as ColumnNeed));
        if (place === null || (widths[place] as number) <= min) break;
        widths[place] = (widths[place] as number) - 1;
      }
    }
  }
  // Even so many that a place each is too much.
  while (widths.length > 1 && lineOf(widths) > limit) widths.pop();
  return widths;
}

/** Below it a cell tells nothing. */
const MIN_NARROWED = 8;

function widest(widths: readonly number[], isWanted: (place: number) => boolean): number | null {
  let found: number | null = null;
  widths.forEach((width, place) => {
    if (isWanted(place) && (found === null || width >= (widths[found] as number))) found = place;
  });
  return found;
}
