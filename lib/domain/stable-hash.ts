/**
 * A number in [0, 1) that depends on the text alone and is spread evenly: FNV-1a over UTF-16 units, then the finaliser
 * of MurmurHash3 (both public domain), because FNV alone leaves neighbouring ids in neighbouring places.
 */
export function stableShare(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
