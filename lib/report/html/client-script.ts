/**
 * Runs in the reader's browser, and only there: shows the slider and moves marker, figures and sentence with it, and what
 * paper says. All places and words come ready-made from the page, so it computes nothing that could differ from the drawing. It holds no
 * `<` and no `&`, because the page is well-formed XML too.
 */
export const CLIENT_SCRIPT = `
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const slider = byId("threshold");
  if (slider === null) return;
  const positions = new Map(
    JSON.parse(byId("threshold-positions").textContent).map((position) => [position.days, position]),
  );

  const setAll = (element, attributes) => {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  };

  const moveMarker = (marker, { x, anchor }, { y, label }) => {
    const figure = marker.querySelector("text");
    setAll(marker.querySelector("line"), { x1: x + "%", x2: x + "%" });
    setAll(marker.querySelector("circle"), { cx: x + "%", cy: y ?? 0, visibility: y === null ? "hidden" : "visible" });
    setAll(figure, { x: x + "%", "text-anchor": anchor });
    figure.textContent = label;
  };

  const moveDifference = (x, { y }) => {
    const difference = byId("slots-difference");
    if (difference === null) return;
    setAll(difference, { x1: x + "%", x2: x + "%", y1: y ?? difference.getAttribute("y2") });
  };

  const tell = (id, words) => {
    byId(id).textContent = words;
  };

  const preparePaper = (days, sentence, { shown, headline, slots }) => {
    document.documentElement.classList.toggle("tried", String(days) !== slider.defaultValue);
    tell("threshold-shown", shown);
    tell("tried-headline", headline);
    tell("tried-sentence", sentence);
    for (const [name, words] of Object.entries(slots)) tell("tried-slots-" + name, words);
  };

  const show = (days) => {
    const position = positions.get(days);
    if (position === undefined) return;
    const name = days + (days === 1 ? " day" : " days");
    byId("threshold-days").textContent = name;
    slider.setAttribute("aria-valuetext", name);
    moveMarker(byId("loss-marker"), position, position.loss);
    moveMarker(byId("slots-marker"), position, position.slots);
    moveDifference(position.x, position.slots);
    preparePaper(days, position.sentence, position.printed);
    const sentence = byId("threshold-sentence");
    if (sentence.textContent !== position.sentence) sentence.textContent = position.sentence;
  };

  slider.addEventListener("input", () => show(slider.valueAsNumber));
  byId("threshold-control").hidden = false;
  show(slider.valueAsNumber);
})();
`;
