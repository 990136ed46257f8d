import type { Item, Predicate } from "../../ledger/dynamo-expression.ts";

/** Whether a predicate holds for an item; an item that is not there is one without attributes. */
type Test = (item: Item, given: Item) => boolean;

const parsed = new Map<string, Test>();

/**
 * Evaluates the ledger's conditions and filters as DynamoDB does: `AND`, `OR`, `NOT`, comparisons, `BETWEEN`,
 * `attribute_exists`, `attribute_not_exists` and `begins_with`, on paths of attributes and given values.
 *
 * @throws SyntaxError for anything else
 */
export function holds({ when, given = {} }: Predicate, item: Item): boolean {
  let test = parsed.get(when);
  if (test === undefined) {
    test = parse(when);
    parsed.set(when, test);
  }
  return test(item, given);
}

const TOKEN = /\s*(<>|<=|>=|[()=<>,]|AND\b|OR\b|NOT\b|BETWEEN\b|[a-z_]+\b|#\w+(?:\.#\w+)*|:\w+)/y;

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim() !== "") {
    const at = TOKEN.lastIndex;
    const [, token] = TOKEN.exec(text) ?? [];
    if (token === undefined) throw new SyntaxError(`"${text.slice(at)}" of "${text}" is no condition`);
    tokens.push(token);
  }
  return tokens;
}

type Operand = (item: Item, given: Item) => unknown;

/** Texts and numbers have an order, and only among their own kind. */
const isAtMost = (left: unknown, right: unknown): boolean =>
  (typeof left === "string" && typeof right === "string" && left <= right) ||
  (typeof left === "number" && typeof right === "number" && left <= right);
const isLess = (left: unknown, right: unknown): boolean => isAtMost(left, right) && left !== right;

const COMPARISONS: Readonly<Record<string, (left: unknown, right: unknown) => boolean>> = {
  "=": (left, right) => left !== undefined && left === right,
  "<>": (left, right) => left !== right,
  "<": isLess,
  "<=": isAtMost,
  ">": (left, right) => isLess(right, left),
  ">=": (left, right) => isAtMost(right, left),
};

function parse(text: string): Test {
  const tokens = tokensOf(text);
  let next = 0;
  const take = (wanted?: string): string => {
    const token = tokens[next] ?? "";
    if (token === "" || (wanted !== undefined && token !== wanted)) {
      throw new SyntaxError(`"${text}" is no condition: ${wanted ?? "more"} is missing at "${token}"`);
    }
    next += 1;
    return token;
  };
  const takes = (token: string): boolean => {
    if (tokens[next] !== token) return false;
    next += 1;
    return true;
  };
  const operand = (): Operand => operandOf(take(), text);

  function either(): Test {
    const tests = [both()];
    while (takes("OR")) tests.push(both());
    return (item, given) => tests.some((test) => test(item, given));
  }

  function both(): Test {
    const tests = [one()];
    while (takes("AND")) tests.push(one());
    return (item, given) => tests.every((test) => test(item, given));
  }

  function one(): Test {
    if (takes("NOT")) {
      const test = one();
      return (item, given) => !test(item, given);
    }
    if (takes("(")) {
      const test = either();
      take(")");
      return test;
    }
    if (/^[a-z_]+$/.test(tokens[next] ?? "")) return called(take());
    const left = operand();
    if (takes("BETWEEN")) return between(left);
    const compare = COMPARISONS[take()];
    if (compare === undefined) throw new SyntaxError(`"${text}" compares in a way that is not known here`);
    const right = operand();
    return (item, given) => compare(left(item, given), right(item, given));
  }

  function between(value: Operand): Test {
    const low = operand();
    take("AND");
    const high = operand();
    return (item, given) => {
      const at = value(item, given);
      return isAtMost(low(item, given), at) && isAtMost(at, high(item, given));
    };
  }

  function called(name: string): Test {
    take("(");
    const of = operand();
    const rest = takes(",") ? operand() : null;
    take(")");
    if (name === "attribute_exists" && rest === null) return (item, given) => of(item, given) !== undefined;
    if (name === "attribute_not_exists" && rest === null) return (item, given) => of(item, given) === undefined;
    if (name === "begins_with" && rest !== null) {
      return (item, given) => {
        const [value, prefix] = [of(item, given), rest(item, given)];
        return typeof value === "string" && typeof prefix === "string" && value.startsWith(prefix);
      };
    }
    throw new SyntaxError(`"${text}" calls ${name}, which is not known here`);
  }

  const test = either();
  if (next < tokens.length) throw new SyntaxError(`"${text}" has more than a condition, from "${tokens[next]}" on`);
  return test;
}

function operandOf(token: string, text: string): Operand {
  if (token.startsWith(":")) {
    const name = token.slice(1);
    return (_item, given) => {
      if (!Object.hasOwn(given, name)) throw new SyntaxError(`"${text}" is given no ${token}`);
      return given[name];
    };
  }
  if (!token.startsWith("#")) throw new SyntaxError(`"${text}" has "${token}" where a value belongs`);
  const [first = "", ...inner] = token.split(".").map((part) => part.slice(1));
  return (item) => inner.reduce((value: unknown, name) => fieldOf(value, name), fieldOf(item, first));
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return Reflect.get(value, name);
}
