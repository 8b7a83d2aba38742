import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { SAMPLE_ENTRIES } from '../../scripts/sandbox/upstreams/customers.ts';
import { sampleItems } from '../sample-size.ts';
import { forgetOpenCases } from './check-requests.ts';
import { openHandoffPreview, waitForModal } from './handoff-requests.ts';
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
beforeEach(() => forgetOpenCases(testApp));

async function cardFor(text: string) {
  const card = onlyCard(await typeCommand(testApp, text));
  expectValidCard(testApp, card);
  return { card, text: visibleText(card), facts: cardMetadata(card) };
}

/** Returns the line of prohibitions and the open steps of a card. */
function adviceOn(text: string): { prohibitions: string; steps: string[] } {
  return {
    prohibitions: text.split('\n').find((line) => line.startsWith("⛔ *Don't*")) ?? '',
    steps: text.split(/\n(?=\d+\. |\*|Policy: )/).filter((one) => /^\d+\. /.test(one)),
  };
}

/** Returns the texts to copy, by the name of their input: the public reply is `reply`, the internal note `note`. */
async function copyTextsOf(card: Message): Promise<Record<string, string>> {
  await pressElement(testApp, card, { actionId: 'copy-texts' });
  const { id, blocks } = await waitForModal(testApp, 'UANA', 'case-texts');
  await testApp.slack.closeView({ user: 'UANA', viewId: id });
  const inputs = blocks as readonly { block_id?: string; element?: { initial_value?: string } }[];
  return Object.fromEntries(
    inputs.map(({ block_id: name = '', element }) => [name, element?.initial_value ?? '']),
  );
}

/** Returns what Sales would see, with what this engineer asks for. */
async function handoffPreviewFor(card: Message): Promise<string> {
  const view = await openHandoffPreview(testApp, { card, filled: { ask: 'Please call them this week.' } });
  await testApp.slack.closeView({ user: 'UANA', viewId: view.id });
  return visibleText({ blocks: view.blocks });
}

/** Asserts that each pattern matches a step, in this order; one step may match several patterns in a row. */
function expectStepsInOrder(steps: readonly string[], patterns: readonly RegExp[]): void {
  let from = 0;
  for (const pattern of patterns) {
    const index = steps.findIndex((step, position) => position >= from && pattern.test(step));
    expect(index, `${pattern} in ${steps.slice(from).join('\n')}`).not.toBe(-1);
    from = index;
  }
}

describe('The example cases', () => {
  it('1: a customer of a reseller cannot sign in: no login, and a handoff to Sales', async () => {
    const { card, text, facts } = await cardFor('ops@halden-mills.example sign-in');
    const { prohibitions, steps } = adviceOn(text);
    const { reply, note } = await copyTextsOf(card);
    const handoff = await handoffPreviewFor(card);

    expect(facts).toMatchObject({
      verdict: 'reseller',
      subscriptions: 'A-S00900001=reseller',
      topic: 'sign-in',
    });
    expect(prohibitions).toContain('tick "Login activated" ·');
    expect(prohibitions).toMatch(/licence or code to Quillmark Resale Ltd/);
    expectStepsInOrder(steps, [
      /wanted to do/,
      /Chatter/,
      /"Sales-assistance required", "Reseller"/,
      /"Pass to Sales"/,
    ]);
    expect(text).toMatch(/2025-06-16.*read-only|read-only.*2025-06-16/s);
    expect(text).toContain('Premium and Storage · 25 seats · 12 months · ends 2023-05-25');
    expect(text).not.toContain('ops@');
    expect(reply).toMatch(/Customers Portal/);
    expect(reply).not.toMatch(/never|can't sign in|cannot sign in/);
    expect(note).toMatch(/A-S00900001.*Quillmark Resale Ltd/);
    expect(handoff).toMatch(/Halden Mills/);
    expect(handoff).toMatch(/Quillmark Resale Ltd/);
    expect(handoff).toMatch(/A-S00900001/);
  });

  it('2: a direct customer cannot sign in: no steps about resellers or Sales', async () => {
    const { card, text, facts } = await cardFor('A-S00900002 sign-in');
    const { prohibitions, steps } = adviceOn(text);
    const { reply } = await copyTextsOf(card);

    expect(facts).toMatchObject({ verdict: 'direct', subscriptions: 'A-S00900002=direct' });
    expect(text).toContain('Bought from us, not through a reseller');
    expect(prohibitions).toMatch(/pass .* to Sales as a reseller case/);
    expectStepsInOrder(steps, [/as usual for its topic/]);
    expect(steps.join('\n')).not.toMatch(/Chatter|Pass to Sales|Sales-assistance/);
    expect(JSON.stringify(card.blocks)).not.toContain('draft-handoff');
    expect(reply).toMatch(/A-S00900002 was bought from us/);
  });

  it('3: invoice owner is a reseller but the channel is direct: Billing is asked, no login', async () => {
    const { card, text, facts } = await cardFor('A-S00900003 enable-login');
    const { prohibitions, steps } = adviceOn(text);
    const { reply } = await copyTextsOf(card);

    expect(facts).toMatchObject({ verdict: 'conflict', subscriptions: 'A-S00900003=conflict' });
    expect(text).toContain('invoice owner is Bramblegate Partners, but the channel is "Non-Reseller"');
    expect(prohibitions).toContain('tick "Login activated"');
    expectStepsInOrder(steps, [
      /Ask Billing which is right for A-S00900003/,
      /restore the login[\s\S]*a fresh check/i,
    ]);
    expect(steps.join('\n')).not.toMatch(/Tick "Login activated"/);
    expect(reply).not.toMatch(/Bramblegate|\bdirect\b|reseller/);
  });

  it('5: the customer now pays us and the channel agrees: the login is restored in this order', async () => {
    const { card, text, facts } = await cardFor('A-S00900005 enable-login');
    const { prohibitions, steps } = adviceOn(text);
    const { reply } = await copyTextsOf(card);

    expect(facts).toMatchObject({
      verdict: 'transition-complete',
      subscriptions: 'A-S00900005=transition-complete',
    });
    expect(prohibitions).toMatch(/before you have confirmed the channel/);
    expectStepsInOrder(steps, [
      /A00900005 in Zuora.*"Non-Reseller"/,
      /changed from Bramblegate/,
      /login_activated = false/,
      /Edit tab/,
      /Tick "Login activated"/,
      /Press Save/,
      /original Sold-To contact's record again, as the last step/,
    ]);
    expect(steps.join('\n')).not.toMatch(/Chatter/);
    expect(reply).toMatch(/Customers Portal/);
    expect(reply).not.toMatch(/Bramblegate/);
  });

  it('8: a reseller asks for a contact change without an invoice: nothing changes before there is one', async () => {
    const { card, text, facts } = await cardFor('#48212');
    const { prohibitions, steps } = adviceOn(text);
    const { reply } = await copyTextsOf(card);

    expect(facts).toMatchObject({ verdict: 'reseller', topic: 'contact-change' });
    expect(text).toMatch(/requester: reseller/);
    expect(prohibitions).toMatch(/change anything before .* has a copy of the invoice/);
    expect(prohibitions).toMatch(/licence or code/);
    expect(prohibitions).toMatch(/reveal or copy in the current Sold-To/);
    expectStepsInOrder(steps, [/copy of the invoice/, /ticket from the current Sold-To contact/]);
    expect(steps.join('\n')).not.toMatch(/^\d+\. Add the new contact/m);
    expect(text).not.toContain('anna@');
    expect(reply).toMatch(/copy of the invoice for A-S00900001/);
    expect(reply).toMatch(/current contact can open a ticket/);
    expect(reply).not.toMatch(/Quillmark|Halden|your reseller/);
  });

  it('13: an account with a resold and a direct subscription: asks which one, and applies the strictest rule to the login', async () => {
    const { card, text, facts } = await cardFor('A00900020 sign-in');
    const { prohibitions, steps } = adviceOn(text);
    const { reply, note } = await copyTextsOf(card);

    expect(facts.verdict).toBe('mixed');
    expect(facts.subscriptions).toBe('A-S00900021=reseller,A-S00900022=direct');
    expect(text).toMatch(/\*A-S00900021\* · Reseller · through Quillmark Resale Ltd/);
    expect(text).toMatch(/\*A-S00900022\* · Direct/);
    expectStepsInOrder(steps, [
      /Ask the requester which subscription/,
      /strictest/,
      /shouldn't share an account/,
    ]);
    expect(prohibitions).toContain('tick "Login activated"');
    expect(prohibitions).toMatch(/whole account/);
    expect(reply).toMatch(/Which subscription number/);
    expect(reply).not.toMatch(/Quillmark/);
    expect(note).toMatch(/A-S00900021.*A-S00900022/s);

    const selectedOption = JSON.stringify({ caseId: facts.case_id, number: 'A-S00900021' });
    const chosen = onlyCard(
      await pressElement(testApp, card, { actionId: 'choose-subscription', selectedOption }),
    );
    expectValidCard(testApp, chosen);
    expect(chosen.ts).toBe(card.ts);
    expect(cardMetadata(chosen)).toMatchObject({
      case_id: facts.case_id,
      verdict: 'reseller',
      topic: 'sign-in',
    });
    expect(visibleText(chosen)).toContain('Selected by <@UANA> from account A00900020');
    expect(adviceOn(visibleText(chosen)).prohibitions).toContain('tick "Login activated" ·');
  });

  it('14: bought on a marketplace: AWS is named, and no reseller', async () => {
    const { card, text, facts } = await cardFor('A-S00900010');
    const { prohibitions, steps } = adviceOn(text);
    const { reply } = await copyTextsOf(card);

    expect(facts).toMatchObject({ verdict: 'marketplace', subscriptions: 'A-S00900010=marketplace' });
    expect(text).toMatch(/AWS/);
    expect(text).not.toMatch(/reseller Amazon|through Amazon|via Amazon|Private Offer/);
    expect(prohibitions).toMatch(/call .* a reseller/);
    expect(prohibitions).toMatch(/in the portal/);
    expect(prohibitions).toMatch(/promise a direct renewal/);
    expectStepsInOrder(steps, [/AWS/]);
    expect(steps.join('\n')).not.toMatch(/Google/);
    expect(reply).toMatch(/bought on AWS Marketplace/);
  });

  it('18: an address that is a contact of two accounts: a person chooses', async () => {
    const { card, text, facts } = await cardFor('it@pallas.example');
    const { prohibitions, steps } = adviceOn(text);
    const asked = upstreamCallCount(testApp);

    expect(facts).toMatchObject({ verdict: 'ambiguous', subscriptions: '' });
    expect(text).toMatch(
      /\*A00900031\* · Pallas Instruments · Reseller\nA-S00900031 · through Quillmark Resale Ltd · .*ends 20/,
    );
    expect(text).toMatch(/\*A00900032\* · Pallas Laboratories · Direct\nA-S00900032 · .*ends 20/);
    expect(text).not.toMatch(/it@pallas|R10/);
    expect(prohibitions).toMatch(/first account or the most likely/);
    expectStepsInOrder(steps, [/Choose that account/]);
    expect(upstreamCallCount(testApp)).toBe(asked);

    const selectedOption = JSON.stringify({ caseId: facts.case_id, number: 'A00900031' });
    const chosen = onlyCard(
      await pressElement(testApp, card, { actionId: 'choose-account', selectedOption }),
    );
    expectValidCard(testApp, chosen);
    expect(chosen.ts).toBe(card.ts);
    expect(chosen.edited).toBeDefined();
    expect(cardMetadata(chosen)).toMatchObject({ case_id: facts.case_id, verdict: 'reseller' });
    expect(cardMetadata(chosen).subscriptions).toBe('A-S00900031=reseller');
  });

  it('10: a resold subscription has ended, and the same customer bought again on another account', async () => {
    const { text, facts } = await cardFor('it@penhallow.example license-upload');

    expect(facts).toMatchObject({ verdict: 'ambiguous', subscriptions: '' });
    expect(text).toMatch(/A00900034 is a new purchase, not a renewal of A00900033/);
    expect(text).toMatch(
      /\*A00900033\* · Penhallow Rope · Former reseller\n.* · through Quillmark .* ended 2023-/,
    );
  });

  it('shows an account that could not be read among the choices, and chooses none', async () => {
    const alone = await startTestApp({ today: '2023-03-15' });
    alone.upstreams.zuora.setFault('500', { path: /subscriptions\/accounts\/A00900032/ });
    const card = onlyCard(await typeCommand(alone, 'it@pallas.example'));
    await alone.close();

    expect(visibleText(card)).toMatch(
      /\*A00900032\* · Pallas Laboratories · could not read its subscriptions/,
    );
    expect(cardMetadata(card).verdict).toBe('ambiguous');
  });

  it.each([
    ['a command', () => typeCommand(testApp, FEDERAL)],
    ['a command with a good number beside it', () => typeCommand(testApp, `A-S00900001 ${FEDERAL}`)],
    [
      'the message shortcut',
      () => useMessageShortcut(testApp, { text: `Could you look at ${FEDERAL} and A-S00900001?` }),
    ],
  ])('24: a restricted ticket in %s is refused without a lookup', async (_, act) => {
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

  it('24: the database does not contain the host afterwards', async () => {
    onlySentence(await useMessageShortcut(testApp, { text: FEDERAL }));

    expect(await textsOnDisk(testApp, ['federal'])).toEqual([]);
  });
});

describe('A reseller who is the Sold-To contact', () => {
  it('gives the verdict "reseller" until somebody confirms a managed service, and again when that is undone', async () => {
    const { card, text, facts } = await cardFor('A-S00900062 license-upload');
    const value = JSON.stringify({ caseId: facts.case_id });
    const press = async (actionId: string) =>
      onlyCard(await pressElement(testApp, card, { actionId, value }));

    expect(facts.verdict).toBe('reseller');
    expect(text).toContain(
      '*Next:* The Sold-To contact is at the partner. Find out whether it runs the licence as a managed service.',
    );

    const confirmed = await press('confirm-managed-service');
    expectValidCard(testApp, confirmed);
    expect(cardMetadata(confirmed).verdict).toBe('msp');
    expect(visibleText(confirmed)).toContain('<@UANA> answered whether this is a managed service');

    const denied = await press('deny-managed-service');
    expect(cardMetadata(denied).verdict).toBe('reseller');
    expect(visibleText(denied)).toContain("someone said that this isn't a managed service");
  });
});

describe('The samples of the sandbox', () => {
  const cards = SAMPLE_ENTRIES.filter(
    ({ group, text }) => group !== 'refused' && !['#48260', '#48214'].includes(text),
  );

  it.each(
    sampleItems(
      cards.map(({ text, group, note }) => [text, group, note]),
      4,
    ),
  )('%s shows %s: %s', async (text, group) => {
    const { facts } = await cardFor(text);

    expect(facts.verdict).toBe(group);
  });

  it('a ticket that names two subscriptions is answered with a question', async () => {
    const answer = onlySentence(await typeCommand(testApp, '#48260'));

    expect(answer).toMatch(/Which one is it\?[\s\S]*A-S00900021[\s\S]*A-S00900022/);
  });

  it.each(SAMPLE_ENTRIES.filter(({ group }) => group === 'refused').map(({ text }) => [text]))(
    '%s is refused',
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
