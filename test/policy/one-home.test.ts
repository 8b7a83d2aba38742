import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const POLICY_FOLDER = new URL('../../src/policy/', import.meta.url);
const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
const STRING_LITERAL = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`[^`]*`/g;
const MIN_WORDS = 3;

/** Returns every string literal of at least three words in a source text. */
function sentencesIn(source: string): string[] {
  const literals = source.replaceAll(COMMENT, '').match(STRING_LITERAL) ?? [];
  return literals
    .map((literal) => literal.slice(1, -1))
    .map((sentence) => sentence.replace(/[.?!]$/, '').toLowerCase())
    .filter((sentence) => sentence.split(' ').length >= MIN_WORDS);
}

function repeated(sentences: readonly string[]): string[] {
  return [...new Set(sentences.filter((sentence, index) => sentences.indexOf(sentence) !== index))];
}

function policySources(): string[] {
  return readdirSync(POLICY_FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(new URL(name, POLICY_FOLDER), 'utf8'));
}

describe('a sentence of the policy', () => {
  it('is written in one place only', () => {
    const sentences = policySources().flatMap(sentencesIn);

    expect(sentences.length).toBeGreaterThan(400);
    expect(repeated(sentences)).toEqual([]);
  });
});
