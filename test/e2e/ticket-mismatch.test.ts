import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { forgetOpenCases } from './check-requests.ts';
import type { TestApp } from './harness.ts';
import { cardMetadata, startTestApp, visibleText } from './harness.ts';
import {
  expectNoLeaksOrErrors,
  onlyCard,
  onlySentence,
  pressElement,
  typeCommand,
  upstreamCallCount,
} from './responses.ts';

let testApp: TestApp;
beforeAll(async () => {
  testApp = await startTestApp();
});
afterAll(() => testApp.close());
beforeEach(() => forgetOpenCases(testApp));

const link = (id: number) => `${testApp.upstreams.zendesk.url}/agent/tickets/${id}`;

const press = async (card: Message, actionId: string) =>
  onlyCard(await pressElement(testApp, card, { actionId }));

/** Everything but the first block and its buttons. */
const textBelowFirstBlock = (card: Message) => visibleText({ blocks: (card.blocks ?? []).slice(2) });

describe('A ticket of one customer next to the number of another', () => {
  it('is reported first, and the card ignores the ticket', async () => {
    const card = onlyCard(await typeCommand(testApp, `${link(48211)} A-S00900050`));
    const [first] = card.blocks ?? [];

    expect(visibleText({ blocks: [first as never] })).toContain(
      'Ticket #48211 names A-S00900001 and belongs to Halden Mills, not A-S00900050.',
    );
    expect(card.text).toMatch(/^\*?Ticket #48211 names A-S00900001/);
    expect(cardMetadata(card)).toMatchObject({ subscriptions: 'A-S00900050=reseller', topic: 'other' });
    expect(textBelowFirstBlock(card)).toContain('something else · requester: not known · checked');
    expect(textBelowFirstBlock(card).replace(/^\*Zendesk.*$/m, '')).not.toContain('48211');
    expectNoLeaksOrErrors(testApp);
  });

  it('is reported in plain text where Slack refuses blocks', async () => {
    testApp.slack.fail('chat.postMessage', { error: 'invalid_blocks' });
    const { cards } = await typeCommand(testApp, `${link(48211)} A-S00900050`);
    testApp.slack.clearFaults();

    expect(cards.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^\*Ticket #48211 names A-S00900001/),
    ]);
    // The bot has learnt that folded blocks are refused.
    await testApp.restart();
  });

  it("can be switched to the ticket's subscription", async () => {
    const card = onlyCard(await typeCommand(testApp, `${link(48211)} A-S00900050`));
    const chosen = await press(card, 'check-ticket-subscription');

    expect(chosen.ts).toBe(card.ts);
    expect(cardMetadata(chosen)).toMatchObject({ subscriptions: 'A-S00900001=reseller', topic: 'sign-in' });
    expect(visibleText(chosen)).not.toContain('ignores the ticket');
    expect(visibleText(chosen)).toContain('ticket #48211');
    expect(visibleText(chosen)).toContain('Selected by <@UANA> from A-S00900050');
  });

  it('can be kept with the subscription asked about, also through a re-check and a restart', async () => {
    const card = onlyCard(await typeCommand(testApp, `${link(48211)} A-S00900050`));
    const asked = upstreamCallCount(testApp);
    const kept = await press(card, 'dismiss-ticket-mismatch');
    expect(upstreamCallCount(testApp)).toBe(asked);
    await testApp.restart();
    const again = await press(kept, 'recheck');

    for (const each of [kept, again]) {
      expect(cardMetadata(each)).toMatchObject({ subscriptions: 'A-S00900050=reseller', topic: 'sign-in' });
      expect(visibleText(each)).not.toContain('ignores the ticket');
      expect(visibleText(each)).toContain('Someone confirmed that the ticket belongs to this case');
      expect(visibleText(each)).toContain('|ticket #48211>');
    }
    expect(visibleText(kept)).toContain('<@UANA> confirmed that the ticket is about this case');
  });

  it('is reported again when the ticket then names yet another subscription', async () => {
    const ticket = testApp.upstreams.world.ticket(48211);
    const card = onlyCard(await typeCommand(testApp, `${link(48211)} A-S00900050`));
    const kept = await press(card, 'dismiss-ticket-mismatch');
    const { subscriptionField } = ticket;
    ticket.subscriptionField = 'A-S00900003';
    const again = await press(kept, 'recheck');
    ticket.subscriptionField = subscriptionField;

    expect(visibleText(again)).toContain('Ticket #48211 names A-S00900003');
    expect(visibleText(again)).toContain('ignores the ticket');
  });

  it('is recognized by the organisation when the ticket names no subscription', async () => {
    const card = onlyCard(await typeCommand(testApp, `#48240 A-S00900050`));

    expect(visibleText(card)).toContain(
      'Ticket #48240 belongs to Dovecote Books, but A-S00900050 belongs to Marlow Ferries.',
    );
    expect(cardMetadata(await press(card, 'check-ticket-subscription'))).toMatchObject({
      subscriptions: 'A-S00900072=direct',
    });
  });

  it('is recognized next to an account and an address, too', async () => {
    for (const other of ['A00900050', 'ops@halden-mills.example']) {
      const id = other.startsWith('A') ? 48211 : 48220;

      expect(visibleText(onlyCard(await typeCommand(testApp, `#${id} ${other}`)))).toContain(
        `Ticket #${id} names`,
      );
    }
  });

  it('is no mismatch when a reseller writes for the customer', async () => {
    const card = onlyCard(await typeCommand(testApp, '#48212 A-S00900001'));

    expect(visibleText(card)).not.toContain('ignores the ticket');
    expect(visibleText(card)).toContain('|ticket #48212>');
  });
});

describe('A ticket next to a number that Zendesk does not return at once', () => {
  it('is reported as unread, and compared at the next re-check', async () => {
    await testApp.restart();
    testApp.upstreams.zendesk.setFault('down');
    const card = onlyCard(await typeCommand(testApp, '#48211 A-S00900050'));
    testApp.upstreams.zendesk.setFault('none');

    expect(visibleText(card)).toContain("Couldn't read ticket #48211: Zendesk");
    expect(visibleText(card)).toContain('make sure that the ticket is about the same subscription');
    expect(visibleText(await press(card, 'recheck'))).toContain(
      'Ticket #48211 names A-S00900001 and belongs to Halden Mills, not A-S00900050.',
    );
  });

  it('is kept when a re-check cannot read it', async () => {
    const card = onlyCard(await typeCommand(testApp, '#48211 A-S00900001'));
    testApp.upstreams.zendesk.setFault('down');
    const unread = await press(card, 'recheck');
    testApp.upstreams.zendesk.setFault('none');

    expect(visibleText(unread)).toContain("Couldn't read ticket #48211");
    expect(visibleText(await press(unread, 'recheck'))).toMatch(
      /cannot sign in · requester: customer · <[^|>]*\/tickets\/48211\|ticket #48211>/,
    );
  });
});

describe('A ticket that names the subscription of a customer other than its own', () => {
  it('is checked, and the card says so', async () => {
    await testApp.restart();
    const ticket = testApp.upstreams.world.ticket(48240);
    ticket.subscriptionField = 'A-S00900050';
    const card = onlyCard(await typeCommand(testApp, '#48240'));
    ticket.subscriptionField = null;

    expect(cardMetadata(card)).toMatchObject({ subscriptions: 'A-S00900050=reseller', topic: 'sign-in' });
    expect(visibleText(card)).toContain(
      'Ticket #48240 belongs to Dovecote Books, but A-S00900050 belongs to Marlow Ferries. Make sure that the requester is authorized',
    );
  });
});

describe("A ticket's subscription field", () => {
  const inField = async (value: string, act: () => Promise<unknown>) => {
    const ticket = testApp.upstreams.world.ticket(48220);
    const { subscriptionField } = ticket;
    ticket.subscriptionField = value;
    await act();
    ticket.subscriptionField = subscriptionField;
  };

  it('is read however the number is marked', () =>
    inField('„A–S00900050“', async () => {
      expect(cardMetadata(onlyCard(await typeCommand(testApp, '#48220')))).toMatchObject({
        subscriptions: 'A-S00900050=reseller',
      });
    }));

  it('with an unreadable number is reported on the card', async () => {
    await testApp.restart();
    await inField('A-S0090 (see order)', async () => {
      const card = onlyCard(await typeCommand(testApp, '#48220 licence'));

      expect(visibleText(card)).toContain(
        'The subscription field of ticket #48220 is filled in, but not with a subscription number',
      );
    });
  });

  it('with an unreadable number is reported in the reply when nothing can be checked', async () => {
    await testApp.restart();
    const ticket = testApp.upstreams.world.ticket(48230);
    const { subscriptionField } = ticket;
    ticket.subscriptionField = 'A-S0090';
    const answer = onlySentence(await typeCommand(testApp, '#48230'));
    ticket.subscriptionField = subscriptionField;

    expect(answer).toContain('Its subscription field is filled in, but not with a subscription number');
    expect(answer).not.toContain('A-S0090 ');
  });
});
