import { describe, expect, it } from 'vitest';
import { resolveLookupTarget } from '../../src/domain/lookup-target.ts';
import { parseQuery } from '../../src/domain/parse-query.ts';

const HOSTS = {
  ticket: ['gitlab.zendesk.com'],
  refused: ['fed.example'],
  defaultTicketHost: 'gitlab.zendesk.com',
};
const typed = (text: string) => resolveLookupTarget(parseQuery(text, HOSTS), { typed: true });
const inMessage = (text: string) => resolveLookupTarget(parseQuery(text, HOSTS), { typed: false });

describe('selecting the lookup target', () => {
  it('selects a single reference', () => {
    expect(typed('A-S00000001')).toEqual({
      kind: 'one',
      subject: { kind: 'subscription', number: 'A-S00000001' },
      ticket: null,
    });
  });

  it('uses a ticket next to a subscription as context', () => {
    expect(typed('A-S00000001 #7')).toMatchObject({
      kind: 'one',
      subject: { kind: 'subscription' },
      ticket: { id: '7' },
    });
  });

  it('offers a choice of two subscriptions', () => {
    expect(typed('A-S00000001 A-S00000002')).toMatchObject({
      kind: 'several',
      choices: [{ number: 'A-S00000001' }, { number: 'A-S00000002' }],
    });
  });

  it('offers a choice of two tickets', () => {
    expect(inMessage('#7 and #8')).toMatchObject({ kind: 'several', choices: [{ id: '7' }, { id: '8' }] });
  });

  it('rejects a command with an invalid number next to a valid one', () => {
    expect(typed('A-S00000001 A-S0000')).toMatchObject({
      kind: 'nothing',
      invalidReferences: [{ written: 'A-S0000' }],
    });
    expect(inMessage('A-S00000001 A-S0000')).toMatchObject({ kind: 'one' });
  });

  it('refuses a US Government link before anything else', () => {
    expect(typed('A-S00000001 https://fed.example/agent/tickets/1')).toEqual({
      kind: 'refused',
      host: 'fed.example',
    });
  });

  it.each([
    '<https://gitlab.zendesk.com/agent/tickets/4711> same as what it@other.example had',
    'https://gitlab.zendesk.com/agent/tickets/4711 like A-S00000002, A00000002 and #12',
    'it@other.example, A-S00000002: gitlab.zendesk.com/agent/tickets/4711',
  ])('prefers a ticket link in a message: %s', (text) => {
    expect(inMessage(text)).toMatchObject({
      kind: 'one',
      subject: { kind: 'ticket', id: '4711' },
      ticket: { id: '4711' },
    });
  });

  it('uses an address in a message only when there is no number', () => {
    expect(inMessage('A-S00000001 for it@other.example')).toMatchObject({
      kind: 'one',
      subject: { number: 'A-S00000001' },
    });
    expect(inMessage('#4711, asks it@other.example')).toMatchObject({
      subject: { kind: 'ticket', id: '4711' },
    });
    expect(inMessage('asks it@other.example')).toMatchObject({ subject: { address: 'it@other.example' } });
  });

  it('checks the number of a command, with the ticket as context', () => {
    expect(typed('https://gitlab.zendesk.com/agent/tickets/4711 A-S00000002')).toMatchObject({
      kind: 'one',
      subject: { number: 'A-S00000002' },
      ticket: { id: '4711' },
    });
  });

  it('keeps no free text of a message', () => {
    for (const text of ['Halden Mills', 'halden-mills.example', 'halden/mills', 'Is it Halden Mills?']) {
      expect(inMessage(text)).toEqual({
        kind: 'nothing',
        invalidReferences: [],
        unknownHosts: [],
        suggestions: [],
      });
    }
  });
});
