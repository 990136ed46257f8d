// What runs in the page is given as text: the project's own code has no document, and its types say so.

/** What sticks out of the page at either side; `unless`: a selector of what may be wider, because it scrolls by itself. */
export const overflowing = (unless = ".unseen") => `[...document.querySelectorAll("body *")].filter((one) => {
  if (one.closest(".unseen, svg.textures, .cards thead, ${unless}") !== null) return false;
  const { left, right, width } = one.getBoundingClientRect();
  return width > 0 && (right > document.documentElement.clientWidth + 0.5 || left < -0.5);
}).map((one) => one.tagName + "." + (one.getAttribute("class") ?? "") + ": " + one.textContent.slice(0, 40))`;

export const TEXT_COLOURS = `[...new Set([...document.querySelectorAll("body *")].filter((one) =>
  [...one.childNodes].some((node) => node.nodeType === 3 ? node.data.trim() !== "" : false)
    ? one.checkVisibility() ? !["SCRIPT", "STYLE", "title", "desc"].includes(one.tagName) : false
    : false
).map((one) => { const style = getComputedStyle(one); return one instanceof SVGElement ? style.fill : style.color; }))]`;

export const BACKGROUNDS = `[...new Set([...document.querySelectorAll("html, body *")]
  .map((one) => getComputedStyle(one).backgroundColor).filter((colour) => colour !== "rgba(0, 0, 0, 0)"))]`;

/**
 * Each mark of each drawing and legend: its classes, and the colours it is painted with; a pattern counts as its colour. Paper
 * and grid carry no meaning and are left out.
 */
export const PAINTED = `(() => {
  const colourOf = (paint) => {
    const pattern = /#([\\w-]+)/.exec(paint)?.[1];
    return pattern === undefined ? paint : getComputedStyle(document.querySelector("#" + pattern + " :is(.ground, .line)")).fill;
  };
  const probe = document.createElement("i");
  document.body.append(probe);
  const named = (name) => { probe.style.setProperty("color", "var(--" + name + ")"); return getComputedStyle(probe).color; };
  const quiet = new Set(["none", named("paper"), named("grid")]);
  const marks = [...document.querySelectorAll("svg :is(rect, path, line, circle)")].filter((one) => one.closest("defs") === null);
  const painted = marks.map((one) => {
    const { fill, stroke } = getComputedStyle(one);
    const isOpen = one.matches("line, .curve, .limit");
    const colours = [...new Set([isOpen ? "none" : colourOf(fill), stroke])].filter((colour) => !quiet.has(colour));
    return { classes: [...one.classList, ...one.parentElement.classList], colours };
  });
  probe.remove();
  return painted;
})()`;

/** Everything that can be reached with the keyboard, in the order of the page. */
export const FOCUSABLE = `[...document.querySelectorAll("summary, input, [tabindex='0'], a[href], button")].filter((one) => one.checkVisibility())`;

/** Texts that the ring around what has the focus runs through or covers; the texts of the element itself are inside of it. */
export const UNDER_RING = `(() => {
  const focused = document.activeElement;
  const { outlineOffset, outlineWidth } = getComputedStyle(focused);
  const reach = Number.parseFloat(outlineOffset) + Number.parseFloat(outlineWidth);
  const { left, right, top, bottom } = focused.getBoundingClientRect();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const hit = [];
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (text.data.trim() === "" || focused.contains(text) || text.parentElement.closest(".unseen, script, style, title, desc") !== null) continue;
    if (!text.parentElement.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const rect of range.getClientRects()) {
      const apart = rect.right <= left - reach || rect.left >= right + reach || rect.bottom <= top - reach || rect.top >= bottom + reach;
      if (!apart) hit.push(text.data.trim());
    }
  }
  return hit;
})()`;
