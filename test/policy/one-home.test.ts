import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const POLICY_FOLDER = new URL('../../src/policy/', import.meta.url);
const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
const STRING_LITERAL = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`[^`]*`/g;
const MIN_WORDS = 3;

/** Returns every sentence of at least three words that the string literals of a source text hold. */
function sentencesIn(source: string): string[] {
  const literals = source.replaceAll(COMMENT, '').match(STRING_LITERAL) ?? [];
  return literals
    .flatMap((literal) => literal.slice(1, -1).split(/(?<=[.?!]) /))
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

describe('A sentence of the policy', () => {
  it('exists in one place only', () => {
    const sentences = policySources().flatMap(sentencesIn);

    expect(sentences.length).toBeGreaterThan(400);
    expect(repeated(sentences)).toEqual([]);
  });

  it('is recognized in every kind of string literal, and as part of a longer text', () => {
    const source = [
      "// 'A comment is not a sentence.'",
      "const one = 'Ask Sales first. Then wait for them.';",
      'const two = { text: "Don\'t tell them. Ask Sales first!" };',
      'const three = `Then wait for them.`;',
    ].join('\n');

    expect(repeated(sentencesIn(source))).toEqual(['ask sales first', 'then wait for them']);
  });
});
