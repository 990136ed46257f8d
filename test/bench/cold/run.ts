import { finishMeter } from "../meters/run-meter.ts";
import { bundleFigures } from "./bundles.ts";
import { commandLineFigures } from "./command-line.ts";

/** `npm run bench:cold`: what is paid at every start, of the command line and of a function. */
finishMeter("cold", [...commandLineFigures(), ...(await bundleFigures())]);
