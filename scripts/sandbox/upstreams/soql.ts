/** A parsed SELECT. Names keep the case they were written in. */
export interface Soql {
  readonly fields: readonly string[];
  /** Sub-selects: `from` is the name of a child relationship. */
  readonly children: readonly Soql[];
  readonly from: string;
  readonly where: readonly Condition[];
  readonly orderBy: readonly { readonly field: string; readonly descending: boolean }[];
  readonly limit: number;
}

export interface Condition {
  readonly field: string;
  readonly operator: '=' | '!=' | 'LIKE' | 'IN';
  readonly values: readonly Literal[];
}

export type Literal = string | number | boolean | null;

/** The text is no query that this stand-in understands. */
export class MalformedQuery extends Error {}

const TOKEN = /\s*('(?:[^'\\]|\\.)*'|!=|<=|>=|[(),=<>]|[^\s(),=<>!']+)/gy;

/** Reads SELECT fields and sub-selects FROM one object, WHERE with AND, ORDER BY, LIMIT. Throws MalformedQuery. */
export function parseSoql(text: string): Soql {
  const tokens = tokenize(text);
  const query = readSelect(tokens);
  if (tokens.next < tokens.list.length) throw unexpected(tokens);
  return query;
}

interface Tokens {
  readonly list: readonly string[];
  next: number;
}

function tokenize(text: string): Tokens {
  const list: string[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    list.push(match[1] ?? '');
    end = match.index + match[0].length;
  }
  if (text.slice(end).trim() !== '')
    throw new MalformedQuery(`unexpected token: '${text.slice(end).trim()[0]}'`);
  return { list, next: 0 };
}

function readSelect(tokens: Tokens): Soql {
  expect(tokens, 'SELECT');
  const fields: string[] = [];
  const children: Soql[] = [];
  do {
    if (accept(tokens, '(')) {
      children.push(readSelect(tokens));
      expect(tokens, ')');
    } else fields.push(name(tokens));
  } while (accept(tokens, ','));
  expect(tokens, 'FROM');
  const from = name(tokens);
  const where = accept(tokens, 'WHERE') ? listOf(tokens, 'AND', readCondition) : [];
  const orderBy = accept(tokens, 'ORDER') ? readOrder(tokens) : [];
  const limit = accept(tokens, 'LIMIT') ? readCount(tokens) : 2000;
  return { fields, children, from, where, orderBy, limit };
}

function readCondition(tokens: Tokens): Condition {
  const field = name(tokens);
  const operator = take(tokens).toUpperCase();
  if (operator === 'IN') {
    expect(tokens, '(');
    const values = listOf(tokens, ',', literal);
    expect(tokens, ')');
    return { field, operator, values };
  }
  if (operator !== '=' && operator !== '!=' && operator !== 'LIKE') throw unexpected(tokens);
  return { field, operator, values: [literal(tokens)] };
}

function readOrder(tokens: Tokens): Soql['orderBy'] {
  expect(tokens, 'BY');
  return listOf(tokens, ',', () => {
    const field = name(tokens);
    const descending = accept(tokens, 'DESC');
    if (!descending) accept(tokens, 'ASC');
    if (accept(tokens, 'NULLS') && !accept(tokens, 'FIRST')) expect(tokens, 'LAST');
    return { field, descending };
  });
}

function readCount(tokens: Tokens): number {
  const token = take(tokens);
  if (!/^\d+$/.test(token)) throw unexpected(tokens);
  return Number(token);
}

function listOf<T>(tokens: Tokens, separator: string, read: (tokens: Tokens) => T): T[] {
  const list = [read(tokens)];
  while (accept(tokens, separator)) list.push(read(tokens));
  return list;
}

function literal(tokens: Tokens): Literal {
  const token = take(tokens);
  if (token.startsWith("'")) return token.slice(1, -1).replace(/\\(.)/gs, '$1');
  const word = token.toLowerCase();
  if (word === 'true' || word === 'false') return word === 'true';
  if (word === 'null') return null;
  if (/^\d{4}-\d\d-\d\d$/.test(token)) return token;
  if (token !== '' && Number.isFinite(Number(token))) return Number(token);
  throw unexpected(tokens);
}

function name(tokens: Tokens): string {
  const token = take(tokens);
  if (!/^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/.test(token)) throw unexpected(tokens);
  return token;
}

function take(tokens: Tokens): string {
  return tokens.list[tokens.next++] ?? '';
}

function accept(tokens: Tokens, word: string): boolean {
  if (tokens.list[tokens.next]?.toUpperCase() !== word) return false;
  tokens.next += 1;
  return true;
}

function expect(tokens: Tokens, word: string): void {
  if (!accept(tokens, word)) throw unexpected({ ...tokens, next: tokens.next + 1 });
}

function unexpected({ list, next }: Tokens): MalformedQuery {
  return new MalformedQuery(`unexpected token: '${list[next - 1] ?? '<EOF>'}'`);
}
