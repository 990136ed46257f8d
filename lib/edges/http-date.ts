/**
 * An HTTP date as RFC 9110 (5.6.7) has senders write it, such as `Sun, 06 Nov 1994 08:49:37 GMT`; null for anything
 * else. A day that does not exist, or that is another day of the week, is no date.
 */
export function readHttpDate(text: string | null): Date | null {
  if (text === null) return null;
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toUTCString() === text ? date : null;
}
