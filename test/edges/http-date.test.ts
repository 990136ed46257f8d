import { describe, expect, it } from "vitest";
import { readHttpDate } from "../../lib/edges/http-date.ts";

describe("an HTTP date", () => {
  // The example of RFC 9110, 5.6.7.
  it("is read in the form that senders write", () => {
    expect(readHttpDate("Sun, 06 Nov 1994 08:49:37 GMT")).toEqual(new Date("1994-11-06T08:49:37.000Z"));
  });

  it.each([
    null,
    "",
    "Sunday, 06-Nov-94 08:49:37 GMT",
    "Sun Nov  6 08:49:37 1994",
    "Mon, 06 Nov 1994 08:49:37 GMT",
    "Thu, 31 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 08:49:37 CET",
    "1994-11-06T08:49:37Z",
    "soon",
  ])("is not %j", (text) => {
    expect(readHttpDate(text)).toBeNull();
  });
});
