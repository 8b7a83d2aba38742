import { expect, it } from 'vitest';
import { plainText } from '../../src/domain/text-fragments.ts';
import { ticketMismatchText } from '../../src/words/ticket-mismatch-text.ts';

it('masks an address in a name before the name is cut', () => {
  const name = `${'x'.repeat(70)} canary.local@harbour.example`;
  const mismatch = {
    key: 'k',
    ticketId: '48211',
    numbers: [],
    organisation: name,
    checkedNumbers: [],
    customer: name,
  };

  expect(plainText(ticketMismatchText(mismatch))).not.toContain('anary');
});
