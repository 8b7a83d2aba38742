import { describe, expect, it } from 'vitest';
import { resolveLookupTarget } from '../../src/domain/lookup-target.ts';
import { parseQuery } from '../../src/domain/parse-query.ts';
import type { KnownHosts } from '../../src/domain/reference.ts';
import { plainText } from '../../src/domain/text-fragments.ts';
import { TOPICS } from '../../src/domain/topics.ts';
import { HELP_EXAMPLES, helpLines, helpTopicsLine } from '../../src/words/help.ts';
import { ignoredWordsText } from '../../src/words/invalid-reference-text.ts';
import { nothingToCheckText } from '../../src/words/not-understood-text.ts';
import * as answers from '../../src/words/replies.ts';

const HOSTS: KnownHosts = {
  ticket: ['support.gitlab.com'],
  refused: ['gitlab-federal-support.zendesk.com'],
  defaultTicketHost: 'support.gitlab.com',
  portal: 'customers.gitlab.com',
};

/** What is said to somebody who typed this. */
function reply(text: string, hosts: KnownHosts = HOSTS): string {
  const wanted = resolveLookupTarget(parseQuery(text, hosts), { typed: true });
  if (wanted.kind !== 'nothing') throw new Error(`understood as ${wanted.kind}`);
  return plainText(nothingToCheckText(wanted.invalidReferences, wanted.unknownHosts, hosts.ticket));
}

it('an unstored name is replaced by "it"', () => {
  expect(plainText(nothingToCheckText([{ kind: 'name', written: '' }], []))).toContain(
    'it looks like a name',
  );
});

describe('the help', () => {
  const text = [...helpLines(), helpTopicsLine()].map(plainText).join('\n');

  it.each(HELP_EXAMPLES)('shows an example that works: $what', ({ example }) => {
    const asked = parseQuery(example.replace(/^(?:\/reseller-check|@Reseller Check) /, ''), HOSTS);

    expect(resolveLookupTarget(asked, { typed: true }).kind).toBe('one');
    expect(text).toContain(example);
  });

  it('lists every topic, says how to ask in a thread, and is short', () => {
    expect(TOPICS.filter((topic) => !text.includes(topic))).toEqual([]);
    expect(text).toContain('in a thread');
    expect(text.split('\n')).toHaveLength(5);
  });
});

describe('A reply to a mistyped request', () => {
  it.each([
    ['AS00263985', 'Did you mean A-S00263985?'],
    ['A-S0026398O', 'Did you mean A-S00263980?'],
    ['a s00263985', 'Did you mean A-S00263985?'],
    ['A-S123', 'eight to ten digits, such as A-S00012345'],
    ['A0090', '"A" and eight digits'],
    ['001000000000001AAB', 'Copy it again from the address bar'],
    ['0010000000000012', 'has 16 characters; a Salesforce id has 15 or 18'],
    ['https://gitlab.my.salesforce.com/006000000000001AAA', 'is an opportunity in Salesforce'],
    ['https://gitlab.my.salesforce.com/home', 'does not point to a Salesforce account'],
    ['48211', '48211 could be several things. If it is a ticket, write #48211.'],
    ['00263985', 'Write #00263985 for a ticket, A00263985 for an account or A-S00263985 for a subscription.'],
    ['https://support.gitlab.com/hc/en-us', 'is not a ticket'],
    [
      'https://tickets.example/tickets/1',
      "I read ticket links to support.gitlab.com, and links to a customer's pages in Zuora, Salesforce and",
    ],
    ['hello there', 'such as A-S00012345'],
    ['hello there', "can't search by company name, domain or namespace"],
    ['O-00012345', 'is an order number. The order in Zuora'],
    ['CS-0000000001', 'Its record there shows the Zuora subscription number'],
    ['INV00048213', 'The invoice in Zuora shows the subscription number'],
    ['Q-00012345', 'is a quote number'],
    ['licence no. 1234567', '1234567 looks like a licence number'],
    ['1234567 license-upload', "The licence's page in CustomersDot links to its order"],
    ['halden-mills.example', 'halden-mills.example is a domain'],
    ['halden-mills/platform', 'looks like a namespace on GitLab.com'],
    ['https://gitlab.com/groups/halden-mills', 'halden-mills looks like a namespace on GitLab.com'],
    ['Halden Mills Ltd', 'Halden Mills Ltd looks like a name'],
    ['https://customers.gitlab.com/admin/license/12', 'is a CustomersDot page'],
    ['https://www.zuora.com/platform/invoices/12', 'neither a subscription nor an account'],
    ['2c92a0ff7d1234567890abcdef123456', 'is a Zuora id'],
  ])('%s -> %s', (typed, said) => {
    expect(reply(typed)).toContain(said);
    // Every answer has an example, or what was probably meant.
    expect(reply(typed)).toMatch(/A-?S?0{2}\d{6}|#\d{5}|001000000000001AAA|\/tickets\//);
  });

  it('suggests no ticket for a number next to a topic about licences', () => {
    for (const typed of ['1234567 license-upload', '1234567 licence', 'true-up 1234567', 'licence 1234567']) {
      expect(reply(typed)).not.toMatch(/ticket|#1234567/);
    }
    expect(reply('1234567 sign-in')).toContain('If it is a ticket, write #1234567.');
  });

  it('suggests only what would be understood', () => {
    const meant = /mean (\S+)\?/.exec(reply('AS00263985'))?.[1] ?? '';

    expect(resolveLookupTarget(parseQuery(meant, HOSTS), { typed: true }).kind).toBe('one');
  });

  it('says that Zendesk is not connected, instead of rejecting the number', () => {
    expect(reply('#48211', { ...HOSTS, defaultTicketHost: null })).toContain('I am not connected to Zendesk');
  });

  it('lists every error, one below the other', () => {
    expect(reply('AS00263985 A0090').split('\n')).toHaveLength(2);
  });

  it('says what to do even if the accepted hosts are unknown', () => {
    const text = plainText(nothingToCheckText([], ['tickets.example']));

    expect(text).toContain('tickets.example');
    expect(text).toContain('/reseller-check A-S00012345');
  });
});

describe('A reply about the bot itself', () => {
  const ALL = {
    checking: answers.checkStartedText({ kind: 'subscription', number: 'A-S00900001' }, true),
    addressNotKept: answers.emailNotStoredText(),
    buttonTooOld: answers.outdatedButtonText(),
    caseGone: answers.caseNotFoundText(),
    dropped: answers.requestExpiredText({ isRecheck: false }),
    droppedRecheck: answers.requestExpiredText({ isRecheck: true }),
    dryRun: answers.dryRunText(),
    formExpired: answers.formExpiredText(),
    goesToDirectMessages: answers.cardGoesToDirectMessagesText(),
    notKept: answers.requestNotStoredText(),
    refusedHost: answers.refusedTicketHostText('gitlab-federal-support.zendesk.com'),
    severalFound: answers.severalReferencesText(['A-S00900001', 'A-S00900002']),
    ticketNamesNothing: answers.ticketWithoutReferenceText('48211'),
    wentWrong: answers.internalErrorText(),
    zendeskNotConfigured: answers.zendeskNotConfiguredText(),
  };

  it.each(Object.entries(ALL))('%s is complete and not too long', (_, pieces) => {
    const text = plainText(pieces);

    expect(text).toMatch(/^[A-Z][^!]*[.?]?$/);
    expect(text.length).toBeLessThanOrEqual(200);
  });

  it('says for a refused host that nothing was looked up', () => {
    expect(plainText(ALL.refusedHost)).toContain('I looked up and stored nothing');
  });

  it('masks an address, and says where the card is posted', () => {
    const subject = { kind: 'email', address: 'ines@harbour.example' } as const;

    expect(plainText(answers.checkStartedText(subject, false))).toBe(
      'Checking i…@harbour.example… I will send you the card in a direct message.',
    );
  });

  it.each(['guest', 'outsider', 'shared-channel', 'not-a-member', 'user-unconfirmed'] as const)(
    'says what to do instead: %s',
    (why) => {
      expect(plainText(answers.accessDeniedText(why))).toMatch(/(?:Ask|Tell|Try|Use) /);
    },
  );

  it.each([
    ['not_in_channel', '/invite'],
    ['channel_not_found', '/invite'],
    ['is_archived', 'archived'],
    ['msg_too_long', 'too large'],
    ['restricted_action_thread_locked', 'no replies'],
    ['some_new_error', 'Slack said "some_new_error"'],
  ])('explains why Slack refused: %s', (error, said) => {
    expect(plainText(answers.cardNotPostedText(error))).toContain(said);
    expect(plainText(answers.cardMovedToDirectMessagesText(error))).toContain(said);
  });

  it("distinguishes Slack's words from our own", () => {
    expect(answers.cardNotPostedText('some_new_error')).toContainEqual({
      kind: 'value',
      text: 'some_new_error',
    });
  });

  it.each([
    [30_000, 1, '30 seconds', '1 second'],
    [600_000, 60_001, '10 minutes', '2 minutes'],
    [5_400_000, 3_600_000, '90 minutes', '1 hour'],
    [7_200_000, 3_660_000, '2 hours', '61 minutes'],
  ])(
    'states the limit of checks and the wait in whole units: %i ms, %i ms',
    (windowMs, waitMs, window, wait) => {
      const said = plainText(answers.checkLimitReachedText({ checks: 4, windowMs, waitMs }));

      expect(said).toContain(`4 checks per person in ${window},`);
      expect(said).toContain(`again in ${wait}.`);
    },
  );

  it.each([
    [['quickly'], 'I ignored “quickly”.'],
    [['a', 'b', 'c', 'd', 'e'], 'I ignored “a”, “b”, “c”, “d” and 1 more.'],
    [['a', 'b', 'c', 'd', 'e', 'f', 'x1@y', 'z1@y'], 'I ignored “a”, “b”, “c”, “d” and 4 more.'],
    [['x1@y', 'z1@y'], 'I ignored 2 words.'],
  ])('counts every ignored word: %j', (words, said) => {
    expect(plainText(ignoredWordsText(words))).toContain(said);
  });
});
