import { onWish } from "../entries.ts";
import { withRuntime } from "../runtime.ts";

export const handler = withRuntime(onWish);
