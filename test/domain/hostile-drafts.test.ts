import { describe, expect, it } from 'vitest';
import { redact } from '../../src/domain/redact.ts';
import { HOSTILE_DRAFT_RULES, HOSTILE_DRAFTS } from './hostile-drafts.ts';

/** Reduces a text to letters and digits, so that separators cannot hide a secret. */
function lettersAndDigits(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Removes the redaction markers, whose words may match a secret such as "government". */
function withoutMarkers(text: string): string {
  return text.replace(/\([\w' -]+ removed\)/g, ' ');
}

describe('hostile drafts', () => {
  it('are at least 200 with unique names', () => {
    expect(new Set(HOSTILE_DRAFTS.map(({ name }) => name)).size).toBe(HOSTILE_DRAFTS.length);
    expect(HOSTILE_DRAFTS.length).toBeGreaterThanOrEqual(200);
  });

  it.each(HOSTILE_DRAFTS)('$name is redacted or rejected', ({ draft, secrets }) => {
    const { text, removed } = redact(draft, HOSTILE_DRAFT_RULES);

    expect(
      secrets.filter((secret) => lettersAndDigits(withoutMarkers(text)).includes(lettersAndDigits(secret))),
    ).toEqual([]);
    expect(text).not.toMatch(/<|:\/\/|@here|@channel|@everyone|\n/i);
    expect(text.length).toBeLessThanOrEqual(HOSTILE_DRAFT_RULES.maxLength);
    expect(Object.keys(removed)).not.toEqual([]);
    expect(redact(text, HOSTILE_DRAFT_RULES)).toEqual({ text, removed: {} });
  });
});
