import { describe, expect, it } from 'vitest';
import { POLICIES } from '../../src/domain/case-facts.ts';
import { PLACEHOLDERS } from '../../src/domain/scenario.ts';
import { fillTemplate, placeholdersIn, plainText } from '../../src/domain/text-fragments.ts';
import { ALL_SCENARIOS, factsSelecting, isOnlyUnder } from '../builders/policy.ts';
import { LONGEST_SLOT_VALUES } from './longest-slot-values.ts';

/** Placeholders that a requester may read: no address, no account or channel, and no third party's name. */
const PUBLIC_SLOTS = ['customer', 'reseller', 'subscription', 'endsOn', 'ticket', 'marketplace'];
const INTERNAL_SYSTEMS =
  /Zuora|Salesforce|CustomersDot|Zendesk|Slack|Chatter|Sold-To|invoice owner|channel|Login activated|R\d+|handbook/i;
const PROMISE_PATTERN =
  /\b(?:we|I|they|sales|team) (?:will|shall|can) (?:waive|renew|refund|enable|restore|grant)|discount|guarantee|waive|\bprice|by tomorrow|within \d|free of charge/i;

const all = ALL_SCENARIOS.map((scenario) => [scenario.id, scenario] as const);
const replies = ALL_SCENARIOS.flatMap((scenario) => {
  const reply = scenario.texts?.reply;
  return reply === undefined ? [] : [{ id: scenario.id, reply, scenario, facts: factsSelecting(scenario) }];
});

function fillSlots(text: string): string {
  return plainText(fillTemplate(text, LONGEST_SLOT_VALUES));
}

describe('texts to copy', () => {
  it.each(all)('%s has a reply and a note', (_, { texts }) => {
    expect(Object.keys(texts ?? {}).sort()).toEqual(['note', 'reply']);
  });

  it.each(all)(
    '%s uses only known placeholders, and fits even with the longest names',
    (_, { texts = {} }) => {
      const both = Object.values(texts);

      expect(
        both.flatMap(placeholdersIn).filter((name) => !PLACEHOLDERS.some((slot) => slot === name)),
      ).toEqual([]);
      expect(both.filter((text) => fillSlots(text).length > 900)).toEqual([]);
    },
  );

  it.each(all)('%s is plain text without markup or exclamation marks', (_, { texts = {} }) => {
    expect(Object.values(texts).filter((text) => /[!*`~<>]|\n{3}| {2}/.test(text))).toEqual([]);
  });
});

describe('the public replies', () => {
  it.each(replies)('$id reveals nothing internal to the requester', ({ reply }) => {
    expect(placeholdersIn(reply).filter((name) => !PUBLIC_SLOTS.includes(name))).toEqual([]);
    expect(reply).not.toMatch(INTERNAL_SYSTEMS);
    expect(reply).not.toMatch(/@|https?:/);
  });

  it.each(replies)('$id makes no promise', ({ reply }) => {
    expect(reply).not.toMatch(PROMISE_PATTERN);
  });

  it.each(replies)('$id does not claim that Sales has already been asked', ({ reply }) => {
    expect(reply).not.toMatch(/\b(?:I have|I've|we have|we've) (?:also )?(?:asked|told|passed|informed)\b/i);
  });

  it.each(replies.filter(({ scenario }) => !isOnlyUnder('2025', scenario)))(
    "$id doesn't mention what the seed policy doesn't know",
    ({ reply }) => {
      expect(reply).not.toMatch(/read-only|one-time|never sign in|no access|cannot (?:sign|log) in/i);
    },
  );

  it.each(replies.filter(({ reply }) => /read-only/.test(reply)))(
    "$id says that read-only doesn't affect the product",
    ({ reply }) => {
      expect(reply).toMatch(/product is not affected/);
    },
  );

  it("explain read-only access to every resold customer who can't sign in, under the newer policy", () => {
    const logins = replies.filter(
      ({ scenario, facts }) =>
        isOnlyUnder('2025', scenario) &&
        facts.every(({ verdict }) => verdict === 'reseller') &&
        facts.some(({ topic }) => /sign-in|login/.test(topic)),
    );

    expect(logins.length).toBeGreaterThan(1);
    expect(logins.filter(({ reply }) => !reply.includes('read-only'))).toEqual([]);
  });

  it("name nobody when the requester isn't confirmed", () => {
    const open = replies.filter(({ id }) =>
      /requester-unknown|own-invoice|colleague|internal|by-reseller|reseller-/.test(id),
    );
    const contact = open.filter(({ facts }) => facts.some(({ topic }) => topic === 'contact-change'));

    expect(contact.length).toBeGreaterThan(8);
    expect(
      contact.filter(({ reply }) => /\{customer\}|\{reseller\}/.test(reply)).map(({ id }) => id),
    ).toEqual([]);
  });
});

describe('internal notes', () => {
  it.each(all)('%s states the records, the request and the rules', (_, scenario) => {
    const { texts, source } = scenario;
    const note = texts?.note ?? '';

    expect(note).toMatch(/^\{subscription\}: /);
    expect(note).toMatch(/resell|resold/i);
    expect(note).toMatch(/ Request: /);
    expect(source.rules.filter((rule) => !note.includes(rule))).toEqual([]);
    const only = POLICIES.filter((policy) => isOnlyUnder(policy, scenario));
    expect(POLICIES.filter((policy) => note.includes(`(policy ${policy}; rules `))).toEqual(only);
  });
});
