/** A parsed SELECT. Names keep the case they were written in. */
export interface Soql {
  readonly fields: readonly string[];
  /** Sub-selects: `from` is the name of a child relationship. */
  readonly children: readonly Soql[];
  readonly from: string;
  readonly where: readonly SoqlCondition[];
  readonly orderBy: readonly { readonly field: string; readonly descending: boolean }[];
  readonly limit: number;
}

export interface SoqlCondition {
  readonly field: string;
  readonly operator: '=' | '!=' | 'LIKE' | 'IN';
  readonly values: readonly SoqlLiteral[];
}

export type SoqlLiteral = string | number | boolean | null;

/** The text is no query that this stand-in understands. */
export class MalformedSoql extends Error {}

const TOKEN = /\s*('(?:[^'\\]|\\.)*'|!=|<=|>=|[(),=<>]|[^\s(),=<>!']+)/gy;

/** Reads SELECT fields and sub-selects FROM one object, WHERE with AND, ORDER BY, LIMIT. Throws MalformedQuery. */
export function parseSoql(text: string): Soql {
  const tokens = tokenize(text);
  const query = readSelect(tokens);
  if (tokens.next < tokens.list.length) throw unexpected(tokens);
  return query;
}

interface SoqlTokens {
  readonly list: readonly string[];
  next: number;
}

function tokenize(text: string): SoqlTokens {
  const list: string[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    list.push(match[1] ?? '');
    end = match.index + match[0].length;
  }
  if (text.slice(end).trim() !== '')
    throw new MalformedSoql(`unexpected token: '${text.slice(end).trim()[0]}'`);
  return { list, next: 0 };
}

function readSelect(tokens: SoqlTokens): Soql {
  expectToken(tokens, 'SELECT');
  const fields: string[] = [];
  const children: Soql[] = [];
  do {
    if (acceptToken(tokens, '(')) {
      children.push(readSelect(tokens));
      expectToken(tokens, ')');
    } else fields.push(readName(tokens));
  } while (acceptToken(tokens, ','));
  expectToken(tokens, 'FROM');
  const from = readName(tokens);
  const where = acceptToken(tokens, 'WHERE') ? listOf(tokens, 'AND', readCondition) : [];
  const orderBy = acceptToken(tokens, 'ORDER') ? readOrder(tokens) : [];
  const limit = acceptToken(tokens, 'LIMIT') ? readCount(tokens) : 2000;
  return { fields, children, from, where, orderBy, limit };
}

function readCondition(tokens: SoqlTokens): SoqlCondition {
  const field = readName(tokens);
  const operator = takeToken(tokens).toUpperCase();
  if (operator === 'IN') {
    expectToken(tokens, '(');
    const values = listOf(tokens, ',', readLiteral);
    expectToken(tokens, ')');
    return { field, operator, values };
  }
  if (operator !== '=' && operator !== '!=' && operator !== 'LIKE') throw unexpected(tokens);
  return { field, operator, values: [readLiteral(tokens)] };
}

function readOrder(tokens: SoqlTokens): Soql['orderBy'] {
  expectToken(tokens, 'BY');
  return listOf(tokens, ',', () => {
    const field = readName(tokens);
    const descending = acceptToken(tokens, 'DESC');
    if (!descending) acceptToken(tokens, 'ASC');
    if (acceptToken(tokens, 'NULLS') && !acceptToken(tokens, 'FIRST')) expectToken(tokens, 'LAST');
    return { field, descending };
  });
}

function readCount(tokens: SoqlTokens): number {
  const token = takeToken(tokens);
  if (!/^\d+$/.test(token)) throw unexpected(tokens);
  return Number(token);
}

function listOf<T>(tokens: SoqlTokens, separator: string, read: (tokens: SoqlTokens) => T): T[] {
  const list = [read(tokens)];
  while (acceptToken(tokens, separator)) list.push(read(tokens));
  return list;
}

function readLiteral(tokens: SoqlTokens): SoqlLiteral {
  const token = takeToken(tokens);
  if (token.startsWith("'")) return token.slice(1, -1).replace(/\\(.)/gs, '$1');
  const word = token.toLowerCase();
  if (word === 'true' || word === 'false') return word === 'true';
  if (word === 'null') return null;
  if (/^\d{4}-\d\d-\d\d$/.test(token)) return token;
  if (token !== '' && Number.isFinite(Number(token))) return Number(token);
  throw unexpected(tokens);
}

function readName(tokens: SoqlTokens): string {
  const token = takeToken(tokens);
  if (!/^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/.test(token)) throw unexpected(tokens);
  return token;
}

function takeToken(tokens: SoqlTokens): string {
  return tokens.list[tokens.next++] ?? '';
}

function acceptToken(tokens: SoqlTokens, word: string): boolean {
  if (tokens.list[tokens.next]?.toUpperCase() !== word) return false;
  tokens.next += 1;
  return true;
}

function expectToken(tokens: SoqlTokens, word: string): void {
  if (!acceptToken(tokens, word)) throw unexpected({ ...tokens, next: tokens.next + 1 });
}

function unexpected({ list, next }: SoqlTokens): MalformedSoql {
  return new MalformedSoql(`unexpected token: '${list[next - 1] ?? '<EOF>'}'`);
}
