import { knowIdentities } from "../../report/reader.ts";
import { NotSweptError, previewAll } from "../../sweep/preview.ts";
import { suggestionsFor } from "../companies/suggestions.ts";
import { UsageError } from "../errors.ts";
import { expectedLists } from "../expected-lists.ts";
import type { Io } from "../io.ts";
import { logCurve } from "../log-curve.ts";
import type { Target, TargetOptions } from "../target.ts";
import { showListing } from "../terminal/progress.ts";
import { courseOfPreview } from "../unfinished/of-preview.ts";
import { unfinishedIn } from "../unfinished/unfinished.ts";

interface PreviewChoice extends Pick<TargetOptions, "stack" | "again"> {
  readonly identity?: string;
}

/**
 * What a run would decide now, with its progress on the terminal.
 *
 * @throws UsageError for an identity that is not swept, and `EdgesError` where the identities cannot be listed
 */
export async function readPreview(w: Target, options: PreviewChoice, io: Io) {
  const { policy } = await w.policy.read();
  const listing = showListing(io, await expectedLists(w, io, options.identity));
  const curve = await logCurve(w);
  const preview = await w.skipWaits(previewAll(w, policy, options.identity, listing.onPage, curve)).catch(asUsageError);
  listing.end();
  knowIdentities(preview.identities);
  const suggestions = suggestionsFor(preview, await w.ledger.companies.all(), options);
  return { policy, preview, suggestions, unfinished: unfinishedIn(courseOfPreview(preview), options) };
}

function asUsageError(error: unknown): never {
  throw error instanceof NotSweptError ? new UsageError(error.message) : error;
}
