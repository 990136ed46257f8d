const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Characters of an id that most screens show. */
export const SHORT_ID_LENGTH = 8;

/** Whether a part of it may stand for it. Of an id of another form nobody knows which part tells two apart. */
export const canBeShort = (id: string): boolean => UUID.test(id);

/** The first eight characters of a UUID, or as many as tell it from the others; an id of another form whole. O(ids). */
export function shortIdAmong(id: string, all: Iterable<string>): string {
  if (!canBeShort(id)) return id;
  const others = [...all].filter((other) => other !== id);
  for (let length = SHORT_ID_LENGTH; length < id.length; length++) {
    const start = id.slice(0, length);
    if (!start.endsWith("-") && !others.some((other) => other.startsWith(start))) return start;
  }
  return id;
}
