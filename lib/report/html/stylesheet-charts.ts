/** How charts look: each class names what a mark means, and texture tells it as well as colour. */
export const CHART_STYLES = `
.plot { display: block; margin-top: 0.6rem; overflow: visible; }
svg.plot { margin-left: 3.1rem; width: calc(100% - 3.1rem - 0.5rem); }
svg.bars { margin-left: 3.4rem; width: calc(100% - 3.4rem); }
.textures { position: absolute; }
.stretched { overflow: visible; }
.stretched path { vector-effect: non-scaling-stroke; }
.axis-note { color: var(--soft); font-size: 0.8125rem; margin-left: 3.1rem; }

.grid { stroke: var(--grid); stroke-width: 1; shape-rendering: crispEdges; }
.base { stroke: var(--ink); stroke-width: 1; shape-rendering: crispEdges; }
.plot text { fill: var(--ink); font: 0.8125rem/1 var(--sans); font-variant-numeric: tabular-nums lining-nums; }
.plot text.tick, .plot .note, .plot text.soft { fill: var(--soft); }
.plot .note { font-size: 0.75rem; }
.plot text.label { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
.plot text.figure { fill: var(--ink); font-weight: 650; }
.multiples .plot text { font-size: 0.75rem; }
@media (max-width: 36rem) { .plot .yields { display: none; } }

.curve { fill: none; stroke-width: 2.25; stroke-linejoin: round; }
.curve.pending { stroke: var(--pending); }
.curve.accepted { stroke: var(--accepted); }
.curve.sketch, .curve.together { stroke-width: 1.5; stroke-dasharray: 2 3; }
.band { opacity: 0.16; stroke: none; }
.band.pending { fill: var(--pending); }
.band.accepted { fill: var(--accepted); }
.limit { fill: none; stroke-width: 0.75; }
.limit.pending { stroke: var(--pending); }
.limit.accepted { stroke: var(--accepted); }
.plot text.label.accepted { fill: var(--accepted); font-weight: 650; }
.plot text.label.pending { font-weight: 650; }

.plot text.label:is(.in-force, .recommended) { stroke-width: 8px; }
.marker { stroke-width: 1.5; }
.marker.in-force { stroke: var(--ink); stroke-dasharray: 5 4; }
.marker.recommended { stroke: var(--accent); }
.plot text.label.recommended { fill: var(--accent); font-weight: 650; }
.acceptable { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 1.5 3; }
.difference { stroke: var(--accent); stroke-width: 6; }
.too-few { fill: url(#sparse); }
.moving line { stroke: var(--accent); stroke-width: 1.5; }
.moving circle { fill: var(--accent); stroke: var(--paper); stroke-width: 2; }

.fill.accepted { fill: var(--accepted); }
.fill.withdrawn { fill: var(--withdrawn); }
.fill.gone { fill: url(#dots); stroke: var(--gone); }
.fill.unreachable { fill: var(--unreachable); }
.fill.pending { fill: var(--paper); stroke: var(--pending); stroke-width: 1.5; }
.fill.ended { fill: var(--ended); }
.partial { fill: url(#partial); }
.swatch .partial { stroke: var(--grid); }
#dots .ground { fill: var(--gone); }
#dots .paper { fill: var(--paper); }
#sparse .line, #partial .line { fill: var(--grid); }
.swatch { flex: none; }
.key { display: flex; flex-wrap: wrap; font-size: 0.875rem; gap: 0.2rem 1.2rem; margin-top: 0.5rem; }
.key li { align-items: center; display: flex; gap: 0.4rem; }

.slider { margin-top: 1rem; }
.slider label { display: block; font-size: 0.9375rem; }
.slider input { appearance: none; -webkit-appearance: none; background: none; cursor: pointer; display: block; height: 2.75rem; margin: 0.75rem 0 0 calc(3.1rem - 0.75rem); width: calc(100% - 3.1rem - 0.5rem + 1.5rem); }
.slider input::-webkit-slider-runnable-track { background: var(--soft); border-radius: 2px; height: 3px; }
.slider input::-moz-range-track { background: var(--soft); border-radius: 2px; height: 3px; }
.slider input::-webkit-slider-thumb { appearance: none; -webkit-appearance: none; background: var(--accent); border: 3px solid var(--paper); border-radius: 50%; box-shadow: 0 0 0 1.5px var(--accent); height: 1.5rem; margin-top: calc(-0.75rem + 1.5px); width: 1.5rem; }
.slider input::-moz-range-thumb { background: var(--accent); border: 3px solid var(--paper); border-radius: 50%; box-shadow: 0 0 0 1.5px var(--accent); box-sizing: border-box; height: 1.5rem; width: 1.5rem; }
.slider[hidden] { display: none; }
`;
