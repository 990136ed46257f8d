import { customProperties, PRINT } from "./palette.ts";

/** On paper: light colours, nothing that scrolls or folds, and the wait that the slider was left at. */
export const PRINT_STYLES = `
@media print {
  @page { margin: 12mm 16mm; }
  :root { color-scheme: light; ${customProperties(PRINT)} }
  html { font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { max-width: none; padding: 0; }
  section { break-inside: avoid; margin-top: 1.8rem; padding-top: 1rem; }
  .flows { break-inside: auto; }
  h2, h3, figcaption, .note { break-after: avoid; }
  svg, tr, .panel, .scroll, .multiples figure, .figures div, .missing { break-inside: avoid; }
  .scroll { margin-top: 0.6rem; overflow: visible; }
  .scroll tbody th { background: none; position: static; }
  figure h3 { margin-top: 0.8rem; }
  th, td { padding-block: 0.3rem; }
  .slider, details { display: none; }
  .paper-only, .tried .tried-only { display: revert; }
  .tried .answer, .tried .recommended { display: none; }
}
`;
