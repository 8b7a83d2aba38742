import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_ENTRIES } from '../../scripts/sandbox/upstreams/customers.ts';
import { sampleItems } from '../sample-size.ts';
import type { TestApp } from './harness.ts';
import { cardMetadata, startTestApp, visibleText } from './harness.ts';
import {
  expectNoLeaksOrErrors,
  expectValidCard,
  onlyCard,
  onlySentence,
  pressElement,
  readDatabaseFiles,
  textsOnDisk,
  typeCommand,
  upstreamCallCount,
  useMessageShortcut,
} from './responses.ts';

const FEDERAL = 'https://gitlab-federal-support.zendesk.com/agent/tickets/4411';

let testApp: TestApp;
beforeAll(async () => {
  testApp = await startTestApp({ today: '2023-03-15' });
});
afterAll(() => testApp.close());

async function cardFor(text: string) {
  const card = onlyCard(await typeCommand(testApp, text));
  expectValidCard(testApp, card);
  return { card, text: visibleText(card), facts: cardMetadata(card) };
}

/** What stands under a title, of which this is the beginning. */
function textUnderTitle(title: 'Do not' | 'Steps', text: string): string {
  const [, rest = ''] = text.split(new RegExp(`^\\*${title}[^*\\n]*\\*\\n`, 'm'));
  return rest.split(/\n(?=\*|Rules:|Newer page)/)[0] ?? '';
}

describe('The example cases', () => {
  it('1: a customer of a reseller cannot sign in', async () => {
    const { text, facts } = await cardFor('ops@halden-mills.example sign-in');

    expect(facts).toMatchObject({
      verdict: 'reseller',
      subscriptions: 'A-S00900001=reseller',
      topic: 'sign-in',
    });
    expect(textUnderTitle('Do not', text)).toContain('tick "Login activated" for Halden Mills');
    expect(textUnderTitle('Steps', text)).toMatch(
      /Chatter.* account owner .* Halden Mills, who bought via Quillmark Resale Ltd\./,
    );
    expect(text).toMatch(/Newer page \(2025-06-16\): .*can sign in read-only/);
    expect(text).not.toContain('ops@');
  });

  it('2: a customer of ours cannot sign in', async () => {
    const { text, facts } = await cardFor('A-S00900002 sign-in');

    expect(facts).toMatchObject({ verdict: 'direct', subscriptions: 'A-S00900002=direct' });
    expect(text).toContain('bought from us, not through a reseller');
    expect(text).toContain('Nothing here is specific to resellers');
    expect(textUnderTitle('Do not', text)).toMatch(/pass .* to Sales as a reseller case/);
    expect(textUnderTitle('Steps', text)).not.toMatch(/Chatter|Pass to Sales|Sales-assistance/);
  });

  it('3: the invoice owner says reseller and the channel says not', async () => {
    const { text, facts } = await cardFor('A-S00900003 enable-login');

    expect(facts).toMatchObject({ verdict: 'conflict', subscriptions: 'A-S00900003=conflict' });
    expect(text).toContain('the invoice owner is Bramblegate Partners, but the channel is "Non-Reseller"');
    expect(textUnderTitle('Do not', text)).toContain('tick "Login activated"');
    expect(textUnderTitle('Steps', text)).toMatch(/restore the login[\s\S]*locked[^.]* a fresh check/i);
    expect(textUnderTitle('Steps', text)).toContain('Ask Billing which is right for A-S00900003');
  });

  it('5: the customer pays us now and the channel follows', async () => {
    const { text, facts } = await cardFor('A-S00900005 enable-login');
    const steps = textUnderTitle('Steps', text)
      .split('\n')
      .filter((line) => /^\d+\. /.test(line));
    const order = [
      'A00900005 in Zuora',
      'changed from Bramblegate',
      'Edit tab',
      'Tick "Login',
      'Press Save',
      'Sold-To',
    ];

    expect(facts).toMatchObject({
      verdict: 'transition-complete',
      subscriptions: 'A-S00900005=transition-complete',
    });
    const places = order.map((words) => steps.findIndex((step) => step.includes(words)));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(steps.at(-1)).toMatch(/Save the original Sold-To contact's record again, as the last step/);
  });

  it('8: a reseller asks to change a contact and attaches no invoice', async () => {
    const { text, facts } = await cardFor('#48212');

    expect(facts).toMatchObject({ verdict: 'reseller', topic: 'contact-change' });
    expect(facts.scenario).toBe('contact-change-by-reseller');
    expect(textUnderTitle('Do not', text)).toMatch(/change anything before .* has a copy of the invoice/);
    expect(textUnderTitle('Steps', text)).toMatch(
      /ask the requester for one, or for a ticket from the current Sold-To contact/,
    );
    expect(text).not.toContain('anna@');
  });

  it('13: one account with a resold and an own subscription', async () => {
    const { card, text, facts } = await cardFor('A00900020 sign-in');

    expect(facts.verdict).toBe('mixed');
    expect(facts.subscriptions).toBe('A-S00900021=reseller,A-S00900022=direct');
    expect(text).toMatch(/\*A-S00900021\* · Reseller · through Quillmark Resale Ltd/);
    expect(text).toMatch(/\*A-S00900022\* · Direct · .* · channel follows A-S00900021/);
    expect(textUnderTitle('Steps', text)).toMatch(/Ask Alder Health which subscription/);
    expect(textUnderTitle('Steps', text)).toContain('the strictest line above');
    expect(textUnderTitle('Steps', text)).toContain("shouldn't share an account");
    expect(textUnderTitle('Do not', text)).toContain('tick "Login activated"');

    const value = JSON.stringify({ caseId: facts.case_id, number: 'A-S00900021' });
    const chosen = onlyCard(await pressElement(testApp, card, { actionId: 'choose-subscription', value }));
    expectValidCard(testApp, chosen);
    expect(chosen.ts).toBe(card.ts);
    expect(cardMetadata(chosen)).toMatchObject({
      case_id: facts.case_id,
      verdict: 'reseller',
      topic: 'sign-in',
    });
    expect(visibleText(chosen)).toContain('Selected by <@UANA> from account A00900020');
  });

  it('14: bought on a marketplace', async () => {
    const { text, facts } = await cardFor('A-S00900010');

    expect(facts).toMatchObject({ verdict: 'marketplace', subscriptions: 'A-S00900010=marketplace' });
    expect(text).toMatch(/AWS/);
    expect(text).not.toMatch(/reseller Amazon|through Amazon|via Amazon/);
    expect(textUnderTitle('Do not', text)).toMatch(/call .* a reseller/);
    expect(textUnderTitle('Do not', text)).toMatch(/promise a direct renewal/);
  });

  it('18: an address that is a contact of two accounts', async () => {
    const { card, text, facts } = await cardFor('it@pallas.example');
    const asked = upstreamCallCount(testApp);

    expect(facts).toMatchObject({ verdict: 'ambiguous', subscriptions: '' });
    expect(text).toMatch(/\*A00900031\* · Pallas Instruments/);
    expect(text).toMatch(/\*A00900032\* · Pallas Laboratories/);
    expect(text).not.toMatch(/A-S009000\d\d|it@pallas/);
    expect(upstreamCallCount(testApp)).toBe(asked);

    const value = JSON.stringify({ caseId: facts.case_id, number: 'A00900031' });
    const chosen = onlyCard(await pressElement(testApp, card, { actionId: 'choose-account', value }));
    expectValidCard(testApp, chosen);
    expect(chosen.ts).toBe(card.ts);
    expect(chosen.edited).toBeDefined();
    expect(cardMetadata(chosen)).toMatchObject({ case_id: facts.case_id, verdict: 'reseller' });
    expect(cardMetadata(chosen).subscriptions).toBe('A-S00900031=reseller');
  });

  it.each([
    ['a command', () => typeCommand(testApp, FEDERAL)],
    ['a command with a good number beside it', () => typeCommand(testApp, `A-S00900001 ${FEDERAL}`)],
    [
      'the message shortcut',
      () => useMessageShortcut(testApp, { text: `Could you look at ${FEDERAL} and A-S00900001?` }),
    ],
  ])('24: a restricted ticket in %s is refused without a look', async (_, act) => {
    const [asked, logged] = [upstreamCallCount(testApp), testApp.logLines.length];
    const answer = onlySentence(await act());

    expect(answer).toContain(
      'Tickets at gitlab-federal-support.zendesk.com are handled only inside their own Zendesk',
    );
    expect(answer).toContain('please continue there');
    expect(answer).not.toContain('4411');
    expect(upstreamCallCount(testApp)).toBe(asked);
    expect(testApp.logLines.slice(logged).join('')).not.toMatch(/4411|agent\/tickets/);
    // Not as part of a hash: those of a whole file of tests contain it by chance.
    expect(/(?<![\da-f])4411(?![\da-f])/.exec(await readDatabaseFiles(testApp))?.[0]).toBeUndefined();
    expectNoLeaksOrErrors(testApp);
  });

  it('24: once dealt with, the database does not even name the host', async () => {
    onlySentence(await useMessageShortcut(testApp, { text: FEDERAL }));

    expect(await textsOnDisk(testApp, ['federal'])).toEqual([]);
  });
});

describe('A partner who is Sold-To', () => {
  it('is a reseller until somebody confirms a managed service, and again when they take that back', async () => {
    const { card, text, facts } = await cardFor('A-S00900062 license-upload');
    const value = JSON.stringify({ caseId: facts.case_id });
    const press = async (actionId: string) =>
      onlyCard(await pressElement(testApp, card, { actionId, value }));

    expect(facts.verdict).toBe('reseller');
    expect(text).toContain('Sold-To is at the partner: confirm whether this is a managed service.');

    const confirmed = await press('confirm-managed-service');
    expectValidCard(testApp, confirmed);
    expect(cardMetadata(confirmed).verdict).toBe('msp');
    expect(visibleText(confirmed)).toContain('<@UANA> answered whether this is a managed service');

    const denied = await press('deny-managed-service');
    expect(cardMetadata(denied).verdict).toBe('reseller');
    expect(visibleText(denied)).toContain('a person said that this is no managed service');
  });
});

describe('The samples of the sandbox', () => {
  const cards = SAMPLE_ENTRIES.filter(({ group, text }) => group !== 'refused' && text !== '#48260');

  it.each(
    sampleItems(
      cards.map(({ text, group, note }) => [text, group, note]),
      4,
    ),
  )('%s shows %s: %s', async (text, group) => {
    const { facts } = await cardFor(text);

    expect(facts.verdict).toBe(group);
  });

  it('asks which, when the ticket names two subscriptions', async () => {
    const answer = onlySentence(await typeCommand(testApp, '#48260'));

    expect(answer).toMatch(/Which one is it\?[\s\S]*A-S00900021[\s\S]*A-S00900022/);
  });

  it.each(SAMPLE_ENTRIES.filter(({ group }) => group === 'refused').map(({ text }) => [text]))(
    'refuses %s',
    async (text) => {
      const asked = upstreamCallCount(testApp);

      expect(onlySentence(await typeCommand(testApp, text))).toContain('I looked up and stored nothing');
      expect(upstreamCallCount(testApp)).toBe(asked);
    },
  );
});

describe('A system that does not answer', () => {
  it.each(sampleItems(['A-S00900001', 'A-S00900002', 'A-S00900005', 'A00900020', 'it@pallas.example'], 3))(
    'leaves %s unknown, never direct',
    async (text) => {
      const alone = await startTestApp({ today: '2023-03-15' });
      alone.upstreams.zuora.setFault('500');

      const card = onlyCard(await typeCommand(alone, text)).metadata;
      await alone.close();

      expect(card?.event_payload).toMatchObject({ verdict: 'unknown' });
    },
  );
});
