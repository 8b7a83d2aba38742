import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Message, View } from '../../scripts/sandbox/slack/local-slack.ts';
import { forgetOpenCases } from './check-requests.ts';
import type { TestApp } from './harness.ts';
import { cardMetadata, startTestApp, visibleText } from './harness.ts';
import {
  expectNoLeaksOrErrors,
  expectValidCard,
  type ObservedResponse,
  observeResponse,
  onlyCard,
  onlySentence,
  pressElement,
  typeCommand,
  useMessageShortcut,
} from './responses.ts';

let testApp: TestApp;
beforeAll(async () => {
  testApp = await startTestApp();
});
afterAll(() => testApp.close());
beforeEach(() => forgetOpenCases(testApp));

/** Presses the button of the question, and returns the form that opens. */
async function openForm({ sentences }: ObservedResponse): Promise<View> {
  const [question] = sentences;
  const button = (question as Message).blocks?.flatMap((block) =>
    'elements' in block ? (block.elements as { action_id?: string; value?: string }[]) : [],
  )[0];
  expect(button?.action_id).toBe('open-check-form');
  await pressElement(testApp, question as Message, {
    actionId: 'open-check-form',
    value: button?.value ?? '',
  });
  return testApp.slack.views('UANA').at(-1) as View;
}

function initialValues({ blocks }: View): unknown[] {
  return (blocks as { element?: { initial_value?: string; initial_option?: { value: string } } }[]).map(
    ({ element }) => element?.initial_value ?? element?.initial_option?.value,
  );
}

describe('A partner’s ticket that names no subscription', () => {
  it.each([
    ['#48214 contact-change', 'organisation type open_partner'],
    ['#48216', 'Salesforce account type Partner'],
  ])("%s is not answered about the partner's account", async (text, why) => {
    const came = await typeCommand(testApp, text);

    expect(onlySentence(came)).toContain(`Ticket ${text.split(' ')[0]} comes from a partner (${why})`);
    expect(onlySentence(came)).toContain("Which of the end customer's subscriptions");
    expectNoLeaksOrErrors(testApp);
  });

  it('leads to no lookup in Zuora when Zendesk marks the partner', async () => {
    const { requests } = testApp.upstreams.zuora;
    const before = requests.length;
    await typeCommand(testApp, '#48214 sign-in');

    expect(requests.length).toBe(before);
  });

  it('is checked with the subscription that the engineer enters, as a request of a reseller', async () => {
    const form = await openForm(await typeCommand(testApp, '#48214 direct-renewal'));
    const link = `${testApp.upstreams.zendesk.url}/agent/tickets/48214`;
    expect(initialValues(form)).toEqual([`${link} `, 'direct-renewal', undefined]);

    const values = {
      what: { what: { value: `${link} A-S00900001` } },
      topic: { topic: { selected_option: 'contact-change' } },
    };
    const card = onlyCard(
      await observeResponse(testApp, 'UANA', () =>
        testApp.slack.submitView({ user: 'UANA', viewId: form.id, values }),
      ),
    );

    expectValidCard(testApp, card);
    expect(cardMetadata(card)).toMatchObject({
      subscriptions: 'A-S00900001=reseller',
      scenario: 'contact-change-by-reseller',
    });
    expect(visibleText(card)).toContain('Requester: reseller — organisation type open_partner');
    expect(visibleText(card)).toContain('|ticket #48214>');
  });

  it('leads to a card in the thread where the check was requested', async () => {
    const link = `${testApp.upstreams.zendesk.url}/agent/tickets/48214`;
    const form = await openForm(await useMessageShortcut(testApp, { text: link }));
    const [thread] = testApp.slack
      .messages('CSUPPORT')
      .filter(({ text }) => text.includes('tickets/48214'))
      .slice(-1);
    const values = {
      what: { what: { value: `${link} A-S00900001` } },
      topic: { topic: { selected_option: null } },
    };
    const card = onlyCard(
      await observeResponse(testApp, 'UANA', () =>
        testApp.slack.submitView({ user: 'UANA', viewId: form.id, values }),
      ),
    );

    expect([card.channel, card.thread_ts]).toEqual(['CSUPPORT', thread?.ts]);
  });

  it("can still be checked with the partner's own subscription, by its number", async () => {
    const card = onlyCard(await typeCommand(testApp, '#48214 A-S00900901'));

    expect(cardMetadata(card)).toMatchObject({ subscriptions: 'A-S00900901=direct' });
    expect(visibleText(card)).toContain('Requester: customer — the account belongs to Quillmark Resale Ltd');
  });
});

describe('A partner’s own account', () => {
  const warning = 'Salesforce lists Quillmark Resale Ltd as a partner.';

  it.each(['anna@quillmark.example', 'A00900901'])('is pointed out when it is found by %s', async (text) => {
    const card = onlyCard(await typeCommand(testApp, text));

    expect(cardMetadata(card)).toMatchObject({ subscriptions: 'A-S00900901=direct' });
    expect(visibleText(card)).toContain(warning);
    expectValidCard(testApp, card);
  });

  it('is not pointed out when its subscription was named', async () => {
    expect(visibleText(onlyCard(await typeCommand(testApp, 'A-S00900901')))).not.toContain(warning);
  });
});

describe('The requester', () => {
  it('can be a word of the command, which takes precedence over the ticket', async () => {
    const card = onlyCard(await typeCommand(testApp, '#48211 contact-change reseller'));

    expect(cardMetadata(card).scenario).toBe('contact-change-by-reseller');
    expect(visibleText(card)).toContain('Requester: reseller — set by <@UANA>');
  });

  it('can be chosen in the form', async () => {
    await observeResponse(testApp, 'UANA', () =>
      testApp.slack.globalShortcut({ user: 'UANA', callbackId: 'check-customer' }),
    );
    const viewId = testApp.slack.views('UANA').at(-1)?.id ?? '';
    const values = {
      what: { what: { value: 'A-S00900001' } },
      topic: { topic: { selected_option: 'contact-change' } },
      requester: { requester: { selected_option: 'internal' } },
    };
    const card = onlyCard(
      await observeResponse(testApp, 'UANA', () =>
        testApp.slack.submitView({ user: 'UANA', viewId, values }),
      ),
    );

    expect(visibleText(card)).toContain('Requester: GitLab colleague — set by <@UANA>');
  });

  it('is kept when the person chooses between several subscriptions', async () => {
    const came = await typeCommand(testApp, '#48260 contact-change reseller');

    expect(JSON.stringify(came.sentences[0])).toContain('\\"requester\\":\\"reseller\\"');
  });

  it.each([
    ['#48215', 'yes'],
    ['#48212', 'no'],
  ])('is compared with the Sold-To contact: %s is “%s”', async (text, answer) => {
    const card = onlyCard(await typeCommand(testApp, text));

    expect(visibleText(card)).toContain(`requester is the current Sold-To contact: ${answer}`);
    const rechecked = onlyCard(
      await pressElement(testApp, card, {
        actionId: 'recheck',
        value: JSON.stringify({ caseId: cardMetadata(card).case_id }),
      }),
    );
    expect(visibleText(rechecked)).toContain(`requester is the current Sold-To contact: ${answer}`);
    expectNoLeaksOrErrors(testApp);
  });

  it.each([
    ['#48212 sign-in', true],
    ['#48211 sign-in reseller', false],
  ])('is compared with the invoice owner: %s', async (text, isKnown) => {
    const card = onlyCard(await typeCommand(testApp, text));

    expect(cardMetadata(card).scenario).toBe('reseller-login-by-reseller');
    expect(/(?<!whether )the requester works for Quillmark Resale Ltd/.test(visibleText(card))).toBe(isKnown);
  });

  it('is not compared while the ticket is ignored', async () => {
    const card = onlyCard(await typeCommand(testApp, '#48213 A-S00900021'));

    expect(visibleText(card)).not.toContain('Sold-To contact:');
  });

  it('can be changed on the card of any topic', async () => {
    const card = onlyCard(await typeCommand(testApp, '#48211'));
    const value = JSON.stringify({ caseId: cardMetadata(card).case_id, requester: 'reseller' });
    const chosen = onlyCard(await pressElement(testApp, card, { actionId: 'choose-requester', value }));

    expect(cardMetadata(chosen)).toMatchObject({ topic: 'sign-in', scenario: 'reseller-login-by-reseller' });
    expect(visibleText(chosen)).toContain('Requester: reseller — set by <@UANA>');
  });
});
