import { describe, expect, it } from 'vitest';
import { resolveLookupTarget } from '../../src/domain/lookup-target.ts';
import { parseQuery } from '../../src/domain/parse-query.ts';
import type { KnownHosts, Reference } from '../../src/domain/reference.ts';

const HOSTS: KnownHosts = {
  ticket: ['support.gitlab.com'],
  refused: [],
  defaultTicketHost: 'support.gitlab.com',
};

function name(subject: Reference): string {
  if (subject.kind === 'ticket') return `#${subject.id}`;
  return 'number' in subject ? subject.number : subject.kind;
}

/** Returns what is suggested for a typed text: reference, ticket and topic. */
function suggestionsFor(text: string): string[] {
  const { defaultTicketHost } = HOSTS;
  const target = resolveLookupTarget(parseQuery(text, HOSTS), { typed: true, defaultTicketHost });
  if (target.kind !== 'nothing') throw new Error(`understood as ${target.kind}`);
  return target.suggestions.map(({ subject, ticket, topic }) =>
    [name(subject), ...(ticket ? [`of #${ticket.id}`] : []), ...(topic ? [topic] : [])].join(' '),
  );
}

describe('suggested lookups for a mistyped request', () => {
  it.each([
    ['AS00900001', ['A-S00900001']],
    ['A-S0O900OOl', ['A-S00900001']],
    ['A-00900001', ['A00900001', 'A-S00900001']],
    ['A0O900001', ['A00900001']],
    ['00900001', ['#00900001', 'A00900001', 'A-S00900001']],
    ['0090000101', ['#0090000101', 'A-S0090000101']],
    ['48211', ['#48211']],
    ['AS00900001 #48211', ['A-S00900001 of #48211']],
    ['A-S00900001 direct-renewl', ['A-S00900001 direct-renewal', 'A-S00900001']],
    ['A-S00900001 #48211 renewl', ['A-S00900001 of #48211 direct-renewal', 'A-S00900001 of #48211']],
    ['#48211 contct-change', ['#48211 contact-change', '#48211']],
  ])('%s: %j', (text, suggestions) => {
    expect(suggestionsFor(text)).toEqual(suggestions);
  });

  it.each([
    'A-S0090001',
    'A-S00900001234',
    'A0090001',
    'A009000012',
    '001000000000001AAB',
    'O-00012345',
    'hello there',
    'ines@harbour.example renewl',
    'A-S00900001 A-S00900002 renewl',
  ])('are empty for %s', (text) => {
    expect(suggestionsFor(text)).toEqual([]);
  });
});
