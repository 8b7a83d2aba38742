import { expect, it } from 'vitest';
import { cutName } from '../../../src/slack/rendering/format-case.ts';

it.each([30, 36, 40, 44])(
  'an address in a name is masked before the name is cut after %i characters',
  (before) => {
    const cut = cutName(`${'x'.repeat(before)} canary.local@harbour.example and more`);

    expect(cut).not.toContain('anary');
    expect(cut.length).toBeLessThanOrEqual(48);
  },
);
