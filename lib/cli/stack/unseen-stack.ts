import { UsageError } from "../errors.ts";

/** There is no such stack, or nothing with which AWS could be asked. Its own class, because a doctor looks further then. */
export class UnseenStackError extends UsageError {}
