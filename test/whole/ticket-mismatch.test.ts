import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import type { Whole } from './harness.ts';
import { caseOf, startWhole, words } from './harness.ts';
import { expectNothingAmiss, lookUps, onlyCard, onlySentence, pressed, typed } from './reading.ts';

let whole: Whole;
beforeAll(async () => {
  whole = await startWhole();
});
afterAll(() => whole.close());

const link = (id: number) => `${whole.upstreams.zendesk.url}/agent/tickets/${id}`;

const press = async (card: Message, actionId: string) => onlyCard(await pressed(whole, card, { actionId }));

/** Everything but the first block and its buttons. */
const rest = (card: Message) => words({ blocks: (card.blocks ?? []).slice(2) });

describe('A ticket of one customer beside the number of another', () => {
  it('is said first, and the card ignores the ticket', async () => {
    const card = onlyCard(await typed(whole, `${link(48211)} A-S00900050`));
    const [first] = card.blocks ?? [];

    expect(words({ blocks: [first as never] })).toContain(
      'Ticket #48211 names A-S00900001 and belongs to Halden Mills, not A-S00900050.',
    );
    expect(card.text).toMatch(/^\*?Ticket #48211 names A-S00900001/);
    expect(caseOf(card)).toMatchObject({ subscriptions: 'A-S00900050=reseller', topic: 'other' });
    expect(rest(card)).toContain('Asked by <@UANA> · something else · checked');
    expect(rest(card).replace(/^\*Zendesk.*$/m, '')).not.toContain('48211');
    expectNothingAmiss(whole);
  });

  it('says so in words alone where Slack takes no blocks', async () => {
    whole.slack.fail('chat.postMessage', { error: 'invalid_blocks' });
    const { cards } = await typed(whole, `${link(48211)} A-S00900050`);
    whole.slack.clearFaults();

    expect(cards.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^\*Ticket #48211 names A-S00900001/),
    ]);
  });

  it('goes over to the subscription of the ticket', async () => {
    const card = onlyCard(await typed(whole, `${link(48211)} A-S00900050`));
    const chosen = await press(card, 'use-ticket');

    expect(chosen.ts).toBe(card.ts);
    expect(caseOf(chosen)).toMatchObject({ subscriptions: 'A-S00900001=reseller', topic: 'sign-in' });
    expect(words(chosen)).not.toContain('ignores the ticket');
    expect(words(chosen)).toContain('ticket #48211');
    expect(words(chosen)).toContain('Chosen by <@UANA> from A-S00900050');
  });

  it('keeps the one asked about, also through a re-check and a restart', async () => {
    const card = onlyCard(await typed(whole, `${link(48211)} A-S00900050`));
    const asked = lookUps(whole);
    const kept = await press(card, 'keep-ticket');
    expect(lookUps(whole)).toBe(asked);
    await whole.restart();
    const again = await press(kept, 'recheck');

    for (const each of [kept, again]) {
      expect(caseOf(each)).toMatchObject({ subscriptions: 'A-S00900050=reseller', topic: 'sign-in' });
      expect(words(each)).not.toContain('ignores the ticket');
      expect(words(each)).toContain('Someone confirmed that the ticket belongs to this case');
      expect(words(each)).toContain('|ticket #48211>');
    }
    expect(words(kept)).toContain('<@UANA> said that the ticket is about this case');
  });

  it('asks again when the ticket names yet another subscription than the one that was kept', async () => {
    const ticket = whole.upstreams.world.ticket(48211);
    const card = onlyCard(await typed(whole, `${link(48211)} A-S00900050`));
    const kept = await press(card, 'keep-ticket');
    const { subscriptionField } = ticket;
    ticket.subscriptionField = 'A-S00900003';
    const again = await press(kept, 'recheck');
    ticket.subscriptionField = subscriptionField;

    expect(words(again)).toContain('Ticket #48211 names A-S00900003');
    expect(words(again)).toContain('ignores the ticket');
  });

  it('is seen by the organisation alone, where the ticket names no subscription', async () => {
    const card = onlyCard(await typed(whole, `#48240 A-S00900050`));

    expect(words(card)).toContain(
      'Ticket #48240 belongs to Dovecote Books, but A-S00900050 belongs to Marlow Ferries.',
    );
    expect(caseOf(await press(card, 'use-ticket'))).toMatchObject({ subscriptions: 'A-S00900072=direct' });
  });

  it('is seen beside an account and an address, too', async () => {
    for (const other of ['A00900050', 'ops@halden-mills.example']) {
      const id = other.startsWith('A') ? 48211 : 48220;

      expect(words(onlyCard(await typed(whole, `#${id} ${other}`)))).toContain(`Ticket #${id} names`);
    }
  });

  it('is no difference where a reseller writes for the customer', async () => {
    const card = onlyCard(await typed(whole, '#48212 A-S00900001'));

    expect(words(card)).not.toContain('ignores the ticket');
    expect(words(card)).toContain('|ticket #48212>');
  });
});

describe('A ticket beside a number, which Zendesk does not show at once', () => {
  it('is named as unread, and compared at the next re-check', async () => {
    await whole.restart();
    whole.upstreams.zendesk.fault('down');
    const card = onlyCard(await typed(whole, '#48211 A-S00900050'));
    whole.upstreams.zendesk.fault('none');

    expect(words(card)).toContain("Couldn't read ticket #48211: Zendesk");
    expect(words(card)).toContain('make sure that the ticket is about the same subscription');
    expect(words(await press(card, 'recheck'))).toContain(
      'Ticket #48211 names A-S00900001 and belongs to Halden Mills, not A-S00900050.',
    );
  });

  it('is not forgotten when a re-check cannot read it', async () => {
    const card = onlyCard(await typed(whole, '#48211 A-S00900001'));
    whole.upstreams.zendesk.fault('down');
    const unread = await press(card, 'recheck');
    whole.upstreams.zendesk.fault('none');

    expect(words(unread)).toContain("Couldn't read ticket #48211");
    expect(words(await press(unread, 'recheck'))).toContain('Asked by <@UANA> · cannot sign in · <');
  });
});

describe('A ticket that names the subscription of another customer than its own', () => {
  it('is checked, and the card says so', async () => {
    await whole.restart();
    const ticket = whole.upstreams.world.ticket(48240);
    ticket.subscriptionField = 'A-S00900050';
    const card = onlyCard(await typed(whole, '#48240'));
    ticket.subscriptionField = null;

    expect(caseOf(card)).toMatchObject({ subscriptions: 'A-S00900050=reseller', topic: 'sign-in' });
    expect(words(card)).toContain(
      'Ticket #48240 belongs to Dovecote Books, but A-S00900050 belongs to Marlow Ferries. Make sure that the requester is authorized',
    );
  });
});

describe("A ticket's subscription field", () => {
  const inField = async (value: string, act: () => Promise<unknown>) => {
    const ticket = whole.upstreams.world.ticket(48220);
    const { subscriptionField } = ticket;
    ticket.subscriptionField = value;
    await act();
    ticket.subscriptionField = subscriptionField;
  };

  it('is read however the number is marked', () =>
    inField('„A–S00900050“', async () => {
      expect(caseOf(onlyCard(await typed(whole, '#48220')))).toMatchObject({
        subscriptions: 'A-S00900050=reseller',
      });
    }));

  it('that cannot be read is said on the card', async () => {
    await whole.restart();
    await inField('A-S0090 (see order)', async () => {
      const card = onlyCard(await typed(whole, '#48220 licence'));

      expect(words(card)).toContain(
        'The subscription field of ticket #48220 is filled in, but not with a subscription number',
      );
    });
  });

  it('that cannot be read is said in the answer where the ticket leads nowhere', async () => {
    await whole.restart();
    const ticket = whole.upstreams.world.ticket(48230);
    const { subscriptionField } = ticket;
    ticket.subscriptionField = 'A-S0090';
    const answer = onlySentence(await typed(whole, '#48230'));
    ticket.subscriptionField = subscriptionField;

    expect(answer).toContain('Its subscription field is filled in, but not with a subscription number');
    expect(answer).not.toContain('A-S0090 ');
  });
});
