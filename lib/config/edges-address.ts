import { EDGES_BASE_URL } from "../edges/client.ts";

/** The API that a stack calls: the configured one, or else the real one. */
export const edgesAddress = ({ edgesBaseUrl }: { readonly edgesBaseUrl: string | null }): string =>
  edgesBaseUrl ?? EDGES_BASE_URL;
