interface Begun<Page> {
  readonly pages: AsyncGenerator<Page, void, undefined>;
  readonly first: Promise<IteratorResult<Page, void>>;
}

/**
 * Several streams of pages as one, in their order. While one is read, the first page of each of the next `width` is
 * fetched already, and its own next page while somebody works on the one before: so streams of a page are read `width`
 * at once, and no more than `width + 2` pages are held however long a stream is. A failure is thrown when its turn
 * comes. Whoever stops early waits for what is under way, and nothing more is asked for.
 */
export async function* readAhead<Page>(
  streams: Iterable<() => AsyncGenerator<Page, void, undefined>>,
  width: number,
): AsyncGenerator<Page, void, undefined> {
  const waiting = streams[Symbol.iterator]();
  const begun: Begun<Page>[] = [];
  const beginNext = (): void => {
    const next = waiting.next();
    if (next.done === true) return;
    const pages = next.value();
    begun.push({ pages, first: quietly(pages.next()) });
  };
  for (let place = 0; place < width; place++) beginNext();
  const current: Begun<Page>[] = [];
  try {
    for (let one = begun.shift(); one !== undefined; one = begun.shift()) {
      current[0] = one;
      beginNext();
      let step = await one.first;
      while (step.done !== true) {
        const following = quietly(one.pages.next());
        yield step.value;
        step = await following;
      }
    }
  } finally {
    await Promise.allSettled([...current, ...begun].map(({ pages }) => pages.return()));
  }
}

/** A promise that may fail before anybody waits for it: that is no unhandled rejection, for its turn comes. */
function quietly<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {});
  return promise;
}
