import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { salesforceIdFor, withChecksum } from '../../scripts/sandbox/upstreams/ids.ts';
import { controlsOf } from '../slack/rendering/rendered-blocks.ts';
import { forgetOpenCases } from './check-requests.ts';
import type { TestApp } from './harness.ts';
import { cardMetadata, startTestApp, visibleText } from './harness.ts';
import {
  expectNoLeaksOrErrors,
  observeResponse,
  onlyCard,
  onlySentence,
  pressElement,
  typeCommand,
  upstreamCallCount,
  useMessageShortcut,
} from './responses.ts';

let testApp: TestApp;
beforeAll(async () => {
  testApp = await startTestApp();
});
afterAll(() => testApp.close());
beforeEach(() => forgetOpenCases(testApp));

/** Whatever came before, a good check still works, and nothing odd was sent or logged. */
afterEach(async () => {
  expect(cardMetadata(onlyCard(await typeCommand(testApp, 'A-S00900002 new'))).verdict).toBe('direct');
  expectNoLeaksOrErrors(testApp);
  expect(testApp.logLines.filter((line) => /"level":"(warn|error)"/.test(line))).toEqual([]);
});

/** Random, with nothing in it that could be taken for an id. */
const NOISE = randomBytes(3_000)
  .toString('base64')
  .replace(/[^g-z]/g, ' ')
  .padEnd(4_000, 'q w ');

const EXAMPLE_HINT = /A-S00012345/;

describe('A command without anything to check', () => {
  it.each<[string, string, RegExp[]]>([
    ['nothing', '', [/\/reseller-check A-S.*a subscription/, /ticket/i, /Topics: sign-in/]],
    ['only spaces', '   ', [/\/reseller-check A-S.*a subscription/]],
    ['help', 'help', [/\/reseller-check A-S.*a subscription/, /in a thread/]],
    ['HELP', 'HELP', [/Topics: sign-in/]],
    ['nonsense', 'is this one resold??', [/do not recognise that/, EXAMPLE_HINT, /\/reseller-check help/]],
    ['a company name', 'Halden Mills', [/cannot check that/, EXAMPLE_HINT]],
    ['4,000 characters of noise', NOISE, [/do not recognise that/]],
    ['4,000 digits', '7'.repeat(4_000), [/do not recognise that/]],
    ['a bare number', '48211', [/If it is a ticket, write #48211/]],
    ['an order number', 'O-00012345', [/cannot check that/, /an order number/, EXAMPLE_HINT]],
    ['an invoice number', 'INV00048213', [/cannot check that/, /an invoice number/, EXAMPLE_HINT]],
    ['a licence number', '1234567 license-upload', [/a licence number/, EXAMPLE_HINT]],
    ['a subscription with a letter for a digit', 'A-S0O900001', [/Did you mean A-S00900001\?/]],
    ['a subscription that is cut', 'A-S0090', [/not a subscription number/, /Copy it again from Zuora/]],
    ['an account with nine digits', 'A009000011', [/not an account number/, /A00900001/]],
    [
      'an opportunity in a link',
      crmLink('Opportunity', salesforceIdFor('006', 'x')),
      [/opportunity/, /starts with 001/],
    ],
    [
      'an account id with a wrong letter',
      `${salesforceIdFor('001', 'x').slice(0, -1)}9`,
      [/a letter or its case is wrong/],
    ],
    [
      'a link to an unknown host',
      'https://evil.example/agent/tickets/48211',
      [/evil\.example/, /I read ticket links to/],
    ],
    [
      'a look-alike host',
      'https://gitlab.zendesk.com.evil.example/tickets/1',
      [/gitlab\.zendesk\.com\.evil\.example/],
    ],
    [
      'a refused host',
      'https://federal-support.gitlab.com/tickets/1',
      [/handled only inside their own Zendesk/],
    ],
    [
      'a page of the help desk',
      'https://gitlab.zendesk.com/agent/filters/1',
      [/not a ticket/, /ends in \/tickets\//],
    ],
    ['a path traversal for an id', '../../v1/accounts/A0090', [/not an account number/]],
    ['a mention', '<!channel> <@UBEN>', [/do not recognise that/]],
    ['an SQL injection', "'; select name from Account --", [/do not recognise that/]],
    ['a quoted condition', '" or "1"="1', [/do not recognise that/]],
    ['an encoded line break', 'x%0d%0aSet-Cookie:%20a=b', [/do not recognise that/]],
  ])('%s is answered at once with what to do', async (_, text, wanted) => {
    const asked = upstreamCallCount(testApp);
    const came = await typeCommand(testApp, text);
    const answer = onlySentence(came);

    expect(came.outcome.status).toBe(200);
    for (const each of wanted) expect(answer).toMatch(each);
    expect(answer).not.toMatch(/<!|<@/);
    expect(answer.length).toBeLessThan(1_600);
    expect(upstreamCallCount(testApp)).toBe(asked);
  });
});

describe('A command with several references', () => {
  it('asks which of two subscriptions, and checks the chosen one', async () => {
    const came = await typeCommand(testApp, 'A-S00900001 and A-S00900003 sign-in');

    expect(onlySentence(came)).toMatch(/one thing at a time[\s\S]*A-S00900001[\s\S]*A-S00900003/);
    const value = JSON.stringify({ kind: 'subscription', number: 'A-S00900003', topic: 'sign-in' });
    const [question] = came.sentences;
    const card = (await pressElement(testApp, question as never, { actionId: 'choose-reference', value }))
      .cards;
    expect(card.map((each) => cardMetadata(each))).toMatchObject([
      { subscriptions: 'A-S00900003=conflict', topic: 'sign-in' },
    ]);
  });

  it('checks a subscription next to a ticket, with the ticket as context', async () => {
    const card = onlyCard(await typeCommand(testApp, 'A-S00900050 #48220'));

    expect(cardMetadata(card)).toMatchObject({
      subscriptions: 'A-S00900050=reseller',
      topic: 'license-upload',
    });
    expect(visibleText(card)).toContain('ticket #48220');
  });

  it.each(['subscriptions', 'accounts'])('checks a link to a page among the %s in Zuora', async (things) => {
    const { world, zuora } = testApp.upstreams;
    const subscription = world.subscriptions.find(({ number }) => number === 'A-S00900050');
    const id = things === 'accounts' ? subscription?.accountId : subscription?.id;
    const card = onlyCard(await typeCommand(testApp, `<${zuora.url}/platform/${things}/${id}> licence`));
    const again = onlyCard(await pressElement(testApp, card, { actionId: 'recheck' }));

    for (const each of [card, again]) {
      expect(cardMetadata(each)).toMatchObject({
        subscriptions: 'A-S00900050=reseller',
        topic: 'license-upload',
      });
    }
  });

  it('checks the newest version when the link leads to an older one', async () => {
    const { world, zuora } = testApp.upstreams;
    const older = world.subscriptions.find(({ number, isLatest }) => number === 'A-S00900005' && !isLatest);
    const card = onlyCard(await typeCommand(testApp, `${zuora.url}/platform/subscriptions/${older?.id}`));

    expect(cardMetadata(card)).toMatchObject({ subscriptions: 'A-S00900005=transition-complete' });
  });

  it.each(['subscriptions', 'accounts'])(
    'shows an error when Zuora has no such id among the %s',
    async (things) => {
      const link = `${testApp.upstreams.zuora.url}/platform/${things}/${'0123456789abcdef'.repeat(2)}`;
      const card = onlyCard(await typeCommand(testApp, link));

      expect(cardMetadata(card).verdict).toBe('not-found');
      expect(visibleText(card)).toMatch(/Zuora has no/);
    },
  );

  it('looks up an address without the quotes around it', async () => {
    const card = onlyCard(await typeCommand(testApp, "'ops@halden-mills.example' login"));

    expect(cardMetadata(card)).toMatchObject({ subscriptions: 'A-S00900001=reseller', topic: 'sign-in' });
  });

  it('ignores a word that is not a topic', async () => {
    const card = onlyCard(await typeCommand(testApp, 'A-S00900001 please'));

    expect(cardMetadata(card).topic).toBe('other');
  });

  it('asks back when the last word is nearly a topic', async () => {
    const sentence = onlySentence(await typeCommand(testApp, 'A-S00900001 sing-in'));

    expect(sentence).toContain('Did you mean sign-in');
  });
});

/** Returns the value of the button that checks this ticket. */
function valueOfButton(question: Pick<Message, 'blocks'> | undefined, ticket: string): string {
  const values = controlsOf(question?.blocks as never).map(({ value = '' }) => value);
  return values.find((value) => value.includes(`"id":"${ticket}"`)) ?? '';
}

describe('A message with two tickets', () => {
  it('is answered with buttons, and the chosen ticket gets the only card', async () => {
    const host = new URL(testApp.upstreams.zendesk.url).host;
    const text = `Same as https://gitlab.zendesk.com/agent/tickets/48211? Now http://${host}/agent/tickets/48220`;
    const came = await useMessageShortcut(testApp, { text });

    expect(onlySentence(came)).toMatch(/one thing at a time[\s\S]*#48211[\s\S]*#48220/);
    const [question] = came.sentences;
    const value = valueOfButton(question, '48220');
    const next = await pressElement(testApp, question as never, { actionId: 'choose-reference', value });
    expect(next.cards.map((card) => cardMetadata(card))).toMatchObject([
      { verdict: 'reseller', topic: 'license-upload' },
    ]);
    expect(testApp.slack.ephemerals({ user: 'UANA' }).filter(({ ts }) => ts === question?.ts)).toEqual([]);
  });

  it('is checked once when a button is pressed twice in a row', async () => {
    const { sentences } = await useMessageShortcut(testApp, { text: 'ZD-48211 or ZD-48220?' });
    const value = valueOfButton(sentences[0], '48220');
    const { channel = '', ts = '' } = sentences[0] ?? {};
    const press = () =>
      testApp.slack.click({ user: 'UANA', channel, ts, actionId: 'choose-reference', value });

    const { cards } = await observeResponse(
      testApp,
      'UANA',
      async () => (await Promise.all([press(), press()]))[0],
    );

    expect(cards.map((card) => cardMetadata(card).topic)).toEqual(['license-upload']);
  });

  it('without any reference is answered with examples', async () => {
    const answer = onlySentence(await useMessageShortcut(testApp, { text: 'Anyone awake?' }));

    expect(answer).toMatch(/found no ticket link, subscription/);
    expect(answer).toMatch(EXAMPLE_HINT);
  });
});

describe('A reference that is not found', () => {
  it.each([
    ['a subscription', 'A-S00999999', /Zuora has no subscription A-S00999999/],
    ['an account', 'A00999999', /no account with that number/],
    ['an account of Salesforce', salesforceIdFor('001', 'nobody'), /no account with that Salesforce id/],
    ['an address', 'nobody@nowhere.example', /no account that has a contact with that email address/],
    ['an address with quotes in it', "o'brien%27--@nowhere.example", /no account that has a contact/],
    ['an address with a condition in it', "a'+or+'b%25@nowhere.example", /no account that has a contact/],
    ['a ticket', '#99999999', /Zendesk has no ticket #99999999, or the bot may not see it/],
    ['a ticket number beyond all', '#999999999999999', /Zendesk has no ticket/],
  ])('%s leads to a card that says so and what to try', async (_, text, wanted) => {
    const card = onlyCard(await typeCommand(testApp, text));

    expect(cardMetadata(card).verdict).toBe('not-found');
    expect(visibleText(card)).toMatch(wanted);
    expect(visibleText(card)).toMatch(/Try another way/);
    expect(visibleText(card)).not.toMatch(/@nowhere\.example(?<!…@nowhere\.example)/);
  });

  it('offers the account of an address without its tag, and does not choose it', async () => {
    const card = onlyCard(await typeCommand(testApp, 'ops+gitlab@halden-mills.example sign-in'));

    expect(cardMetadata(card).verdict).toBe('not-found');
    expect(visibleText(card)).toContain('Without the part after "+", it belongs to an account, shown below');
    expect(visibleText(card)).not.toMatch(/ops@|ops\+/);
    const selectedOption = JSON.stringify({ caseId: cardMetadata(card).case_id, number: 'A00900001' });
    const chosen = onlyCard(
      await pressElement(testApp, card, { actionId: 'choose-account', selectedOption }),
    );
    expect(cardMetadata(chosen)).toMatchObject({ subscriptions: 'A-S00900001=reseller', topic: 'sign-in' });
  });

  it('says so when the address without its tag is not found either', async () => {
    const card = onlyCard(await typeCommand(testApp, 'nobody+gitlab@nowhere.example'));

    expect(cardMetadata(card).verdict).toBe('not-found');
    expect(visibleText(card)).toContain('It was not found without the part after "+" either');
  });

  it('is refused when it is a Salesforce id of another object', async () => {
    const answer = onlySentence(
      await typeCommand(testApp, crmLink('Contact', withChecksum('003SB0000012345'))),
    );

    expect(answer).toMatch(/contact in Salesforce\. Use the account instead/);
  });
});

describe('A ticket', () => {
  it('without a subscription is checked by the account of its organisation', async () => {
    expect(cardMetadata(onlyCard(await typeCommand(testApp, '#48240')))).toMatchObject({
      verdict: 'direct',
      topic: 'sign-in',
    });
  });

  it('without a subscription and without an organisation asks for the number', async () => {
    const ticket = testApp.upstreams.world.ticket(48230);
    const before = ticket.subscriptionField;
    ticket.subscriptionField = null;

    const answer = onlySentence(await typeCommand(testApp, '#48230'));
    ticket.subscriptionField = before;

    expect(answer).toMatch(/Ticket #48230 names no subscription and no organisation/);
    expect(answer).toMatch(/Ask for the subscription number, then check it: \/reseller-check A-S/);
  });

  it('with two subscription numbers asks which one', async () => {
    const came = await typeCommand(testApp, '#48260 renewal');
    const [question] = came.sentences;
    const { host } = new URL(testApp.upstreams.zendesk.url);
    const ticket = { kind: 'ticket', host, id: '48260' };
    const choice = { kind: 'subscription', number: 'A-S00900022', ticket, topic: 'direct-renewal' };
    const value = JSON.stringify(choice);

    expect(onlySentence(came)).toMatch(/A-S00900021[\s\S]*A-S00900022/);
    const { cards } = await pressElement(testApp, question as never, { actionId: 'choose-reference', value });
    expect(cards.map((card) => cardMetadata(card))).toMatchObject([
      { subscriptions: 'A-S00900022=direct', topic: 'direct-renewal' },
    ]);
    expect(cards.map(visibleText).join()).toContain('|ticket #48260>');
  });

  it('whose requester is the reseller gets the steps for a reseller', async () => {
    const card = onlyCard(await typeCommand(testApp, '#48212'));

    expect(cardMetadata(card).scenario).toBe('contact-change-by-reseller');
    expect(visibleText(card)).toContain('A reseller asks');
  });

  it.each([
    ['markup', '<!channel> A-S00900001 *x* <https://evil.example|y>'],
    ['an injection', "A-S00900001'; drop table cases; --"],
    ['a traversal', '../../accounts/A00900001?x=A-S00900001'],
  ])('with %s in its subscription field is checked by the number alone', async (_, field) => {
    const ticket = testApp.upstreams.world.ticket(48211);
    const before = ticket.subscriptionField;
    ticket.subscriptionField = field;

    const card = onlyCard(await typeCommand(testApp, '#48211'));
    ticket.subscriptionField = before;

    expect(cardMetadata(card).subscriptions).toBe('A-S00900001=reseller');
    expect(visibleText(card)).not.toMatch(/evil|drop table|<!channel>|\.\.\//);
  });
});

function crmLink(kind: string, id: string): string {
  return `https://gitlab.my.salesforce.com/lightning/r/${kind}/${id}/view`;
}
