import fc from "fast-check";

/** Names that every object has, where a careless lookup finds something. */
export const INHERITED = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "prototype"] as const;

/** What a terminal acts on instead of showing it, and what makes text look like other text. */
export const TERMINAL_TRICKS = [
  "\u001b[2J\u001b[H", // clears the screen
  "\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007", // a link
  "\u001b]52;c;ZXZpbA==\u0007", // writes the clipboard
  "\u001b]0;title\u0007",
  "\u001bP+q544e\u001b\\",
  "\u009b31m", // the same as ESC [ in one character
  "\u009d52;c;eA==\u009c",
  "\u0090q\u009c",
  "\u0000\u0007\b\b\b\u007f",
  "\r\nfake line",
  "\u2028\u2029\u0085",
  "\tcolumn",
  "\u202etxt.exe\u202c",
  "\u2066\u2069\u200e\u200f\u061c",
  "a\u200b\u200c\u200d\u2060\ufeffb",
  "\ud800",
  "\udfff\ud83d",
  `Z${"\u0301\u0300\u0302".repeat(200)}algo`,
  "\u{e0041}\u{e007f}",
  "幅広い名前ｶﾀｶﾅ",
] as const;

/** Text that somebody chose to do harm with, mixed with ordinary text. */
export const hostileText = fc.oneof(
  fc.constantFrom(...TERMINAL_TRICKS),
  fc.constantFrom(...INHERITED),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc
    .array(fc.oneof(fc.constantFrom(...TERMINAL_TRICKS), fc.string({ maxLength: 6 })), { maxLength: 5 })
    .map((parts) => parts.join("")),
  fc.constantFrom("", " ", "NaN", "-1", "1e999", "null", "a".repeat(5000)),
);

/** Any JSON value, with inherited names among its keys. */
export const hostileJson: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown; item: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(
      fc.constantFrom(null, true, false, 0, -0, 1, -1, 1.5, 5e-324, 1e308, 2 ** 53, "21", "", "all", [], {}),
      hostileText,
      fc.double(),
    ),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("item"),
  ),
  item: fc
    .array(fc.tuple(fc.oneof(fc.constantFrom<string>(...INHERITED), fc.string({ maxLength: 8 })), tie("value")), {
      maxLength: 4,
    })
    // `Object.fromEntries` makes "__proto__" a field like any other, as JSON.parse does.
    .map((entries): unknown => Object.fromEntries(entries)),
})).value;
