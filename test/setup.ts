import { afterEach } from "vitest";
import { cleanUpAfterTest } from "./helpers/clean-up.ts";

afterEach(cleanUpAfterTest);
