import { describe, expect, it } from "vitest";
import { showListing, showProgress } from "../../../lib/cli/terminal/progress.ts";

/** A wait whose clock is set by hand, in seconds. */
function wait() {
  const lines: string[] = [];
  let seconds = 0;
  const io = { progress: (text: string) => void lines.push(text) };
  const progress = showProgress(io, () => seconds * 1000);
  return {
    io,
    lines,
    at(second: number, step: Parameters<typeof progress.show>[0]) {
      seconds = second;
      progress.show(step);
      return lines.at(-1);
    },
    end: progress.end,
  };
}

describe("the progress of a wait", () => {
  it("says how long it still takes at the pace so far, from the second second on", () => {
    const { at } = wait();

    expect(at(1, { what: "1 of 10", done: 1, total: 10 })).toBe("1 of 10");
    expect(at(20, { what: "4 of 10", done: 4, total: 10 })).toBe("4 of 10, about 30 s left");
    expect(at(600, { what: "5 of 10", done: 5, total: 10 })).toBe("5 of 10, about 10 min left");
    expect(at(36_000, { what: "8 of 10", done: 8, total: 10 })).toBe("8 of 10, about 2.5 h left");
  });

  it("says how long it has taken where nobody knows how much there is, and nothing before the first is done", () => {
    const { at } = wait();

    expect(at(12, { what: "500 read" })).toBe("500 read, 12 s so far");
    expect(at(12, { what: "0 of 3", done: 0, total: 3 })).toBe("0 of 3");
    expect(at(12, { what: "3 of 3", done: 3, total: 3 })).toBe("3 of 3");
  });

  it("has what comes next behind the time, and is cleared at the end", () => {
    const { at, end, lines } = wait();

    expect(at(20, { what: "1 of 3 withdrawn", done: 1, total: 3, more: "next call due soon" })).toBe(
      "1 of 3 withdrawn, about 40 s left, next call due soon",
    );
    end();
    expect(lines.at(-1)).toBe("");
  });
});

it("a listing says of how many, by the identity's last list, and counts on where the list has grown", () => {
  const { io, lines } = wait();
  const listing = showListing(io, new Map([["ana", 1200]]));

  listing.onPage("ana", 100);
  listing.onPage("ana", 1300);
  listing.onPage("new", 100);

  expect(lines).toEqual([
    "listing ana: 100 of about 1,200 invitations",
    "listing ana: 1,300 invitations so far",
    "listing new: 100 invitations so far",
  ]);
});
