import { NumberValue } from "@aws-sdk/lib-dynamodb";

/** An item as the document client has it. */
export type Item = Readonly<Record<string, unknown>>;

const bytesOf = (text: string): number => Buffer.byteLength(text, "utf8");
const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);

/** Of a list or a map, whatever is in it; and of each element in it. */
const DOCUMENT_BYTES = 3;
const ELEMENT_BYTES = 1;

/**
 * Bytes of an item as capacity is reckoned: names and values, by "DynamoDB item sizes and formats" of the developer guide.
 * The 100 bytes an item that storage is billed for do not count here.
 */
export const itemSize = (item: Item): number =>
  sum(Object.entries(item).map(([name, value]) => bytesOf(name) + valueSize(value)));

function valueSize(value: unknown): number {
  if (typeof value === "string") return bytesOf(value);
  if (typeof value === "number" || typeof value === "bigint") return numberSize(String(value));
  if (value instanceof NumberValue) return numberSize(value.value);
  if (typeof value === "boolean" || value === null) return 1;
  if (value instanceof Uint8Array) return value.byteLength;
  if (value instanceof Set) return sum([...value].map(valueSize));
  if (Array.isArray(value)) return DOCUMENT_BYTES + sum(value.map((one) => ELEMENT_BYTES + valueSize(one)));
  if (isMap(value)) return DOCUMENT_BYTES + itemSize(value) + ELEMENT_BYTES * Object.keys(value).length;
  throw new TypeError("an attribute of a type whose size is not known");
}

const isMap = (value: unknown): value is Item =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/**
 * The guide says "approximately 1 byte per two significant digits, + 1 byte", zeros at both ends not counted. Amazon's
 * emulator pairs the digits off from the decimal point (1.5 is 01|50, two pairs) and takes one more byte for a minus.
 */
function numberSize(text: string): number {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().replace(/^[-+]/, "").split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const digitsBeforePoint = digits.length - fraction.length + Number(exponent);
  const paired = `${digitsBeforePoint % 2 === 0 ? "" : "0"}${digits}`.replace(/0+$/, "");
  return Math.ceil(paired.length / 2) + 1 + (text.startsWith("-") ? 1 : 0);
}
