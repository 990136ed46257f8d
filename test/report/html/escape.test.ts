import fc from "fast-check";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { embeddedJson, escapeText, html } from "../../../lib/report/html/escape.ts";

const HOSTILE = [
  "<script>alert(1)</script>",
  "</script><img src=x onerror=alert(1)>",
  `" onload="alert(1)`,
  "' onclick='alert(1)",
  "&lt;b&gt; &amp;amp;",
  "<!-- <script>",
  "]]>",
  "line\u2028separator\u2029paragraph",
];

describe("escaping", () => {
  it.each(HOSTILE)("gives %j back as text, and as an attribute, unchanged", (text) => {
    const { document } = parseHTML(`<body>${html`<p title="${text}">${text}</p>`}</body>`);

    expect(document.querySelector("p")?.textContent).toBe(text);
    expect(document.querySelector("p")?.getAttribute("title")).toBe(text);
    expect(document.querySelectorAll("body *")).toHaveLength(1);
  });

  it("leaves no character that could open or close anything", () => {
    fc.assert(fc.property(fc.string({ unit: "binary-ascii" }), (text) => !/[<>"']/.test(escapeText(text))));
  });

  it("shows what markup cannot carry as the replacement character", () => {
    expect(escapeText("a\u0000b\u001bc\ud800d\uffffe")).toBe("a\ufffdb\ufffdc\ufffdd\ufffde");
    expect(escapeText("tab\tline\n😀")).toBe("tab\tline\n😀");
  });

  it("does not escape markup twice, joins lists and leaves nothing for null", () => {
    expect(String(html`<ul>${["<", html`<b>${"&"}</b>`, null]}${null}${0}</ul>`)).toBe("<ul>&lt;<b>&amp;</b>0</ul>");
  });
});

describe("embedded JSON", () => {
  it("gives the same value back and can neither end its element nor break its line", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...HOSTILE), (value, text) => {
        const source = String(embeddedJson({ value, text }));
        expect(JSON.parse(source)).toEqual(JSON.parse(JSON.stringify({ value, text })));
        expect(source).not.toMatch(/[<>&\u2028\u2029]/);
      }),
    );
  });
});
