import { IDENTITY_ID, IDENTITY_ID_ACCEPTED } from "../domain/identity-id.ts";

/** The action that takes one invitation back. */
export const WITHDRAW_PATH = "/actions/linkedin-withdraw-invitation/run/live";

/**
 * The API's base address.
 * @throws TypeError when it is not a plain http(s) address
 */
export function readBase(baseUrl: string): URL {
  const base = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (base === null || !/^https?:$/.test(base.protocol) || base.username || base.search || base.hash) {
    throw new TypeError("the Edges base address must be a plain http(s) address without user, query or fragment");
  }
  base.pathname = base.pathname.replace(/\/+$/, "");
  return base;
}

/** `path` begins with a slash and may hold a query string. */
export function endpoint(base: URL, path: string): URL {
  return new URL(base.origin + pathPrefix(base) + path);
}

/**
 * The address that `page` names as the next one, or null when it must not be called: our key goes with every call, so only
 * addresses under the API's own origin and path are followed. A relative one is read as any reference in a page is (RFC
 * 3986, 5): against the address of the page that names it. `URL` resolves `..` before the path is compared.
 */
export function followable(base: URL, named: string, page: URL): URL | null {
  const url = read(named, page);
  if (url === null) return null;
  // A fragment never reaches the server: with one, a page read before would look like another.
  url.hash = "";
  const inside = url.origin === base.origin && url.pathname.startsWith(`${pathPrefix(base)}/`);
  return inside && url.username === "" && url.password === "" ? url : null;
}

/**
 * Null for what is no address. A blank inside means that the header came twice, and a bare word ("null", "end") is none,
 * although a browser would take it for the last part of a path.
 */
function read(named: string, page: URL): URL | null {
  if (/\s/.test(named)) return null;
  if (URL.canParse(named)) return new URL(named);
  return /[/?]/.test(named) && URL.canParse(named, page.href) ? new URL(named, page.href) : null;
}

/** @throws TypeError for an identity id that cannot be one; whether it exists is for the API to say */
export function requireIdentity(identityId: string): void {
  if (!IDENTITY_ID.test(identityId)) throw new TypeError(`an identity id is ${IDENTITY_ID_ACCEPTED}`);
}

/** `URL` keeps a slash where the path is empty. */
function pathPrefix(base: URL): string {
  return base.pathname === "/" ? "" : base.pathname;
}
