import { describe, expect, it } from 'vitest';
import { PLACEHOLDERS } from '../../src/domain/scenario.ts';
import { fillTemplate, plainText } from '../../src/domain/text-fragments.ts';
import {
  ALL_SCENARIOS,
  ALL_VARIANTS,
  factsSelecting,
  placeholdersIn,
  policiesOf,
  RELEVANT_FACTS,
  scenarioFor,
} from '../builders/policy.ts';
import { LONGEST_SLOT_VALUES } from './longest-slot-values.ts';

/** Placeholders that a requester may read: no address, no account or channel, and no third party's name. */
const PUBLIC_SLOTS = ['customer', 'reseller', 'subscription', 'endsOn', 'ticket', 'marketplace'];
const INTERNAL_SYSTEMS =
  /Zuora|Salesforce|CustomersDot|Zendesk|Slack|Chatter|Sold-To|invoice owner|channel|Login activated|R\d+|handbook/i;
const PROMISE_PATTERN =
  /\b(?:we|I|they|sales|team) (?:will|shall|can) (?:waive|renew|refund|enable|restore|grant)|discount|guarantee|waive|\bprice|by tomorrow|within \d|free of charge/i;

/** Texts that a colleague reads. */
const INTERNAL_TEXTS = ['note', 'colleagueReply'];

const all = ALL_SCENARIOS.map(({ id }) => [id, ALL_VARIANTS.filter((variant) => variant.id === id)] as const);
/** Every text that a customer or a reseller reads, once per scenario and wording. */
const replies = all.flatMap(([id, variants]) => {
  const texts = variants.flatMap((variant) =>
    Object.entries(variant.texts ?? {})
      .filter(([kind]) => !INTERNAL_TEXTS.includes(kind))
      .map(([, text]) => text),
  );
  return { id, texts: [...new Set(texts)], policies: policiesOf({ id }) };
});

function fillSlots(text: string): string {
  return plainText(fillTemplate(text, LONGEST_SLOT_VALUES));
}

describe('texts to copy', () => {
  it.each(all)('%s has a reply and a note for every possible requester', (id, variants) => {
    const lacking = variants.filter(({ texts }) => !texts?.note || !(texts.reply ?? texts.colleagueReply));

    expect(lacking).toEqual([]);
    expect(factsSelecting({ id }).length).toBeGreaterThan(0);
  });

  it.each(all)('%s uses only known placeholders, and fits even with the longest names', (_, variants) => {
    const texts = [...new Set(variants.flatMap(({ texts = {} }) => Object.values(texts)))];

    expect(
      texts.flatMap(placeholdersIn).filter((name) => !PLACEHOLDERS.some((slot) => slot === name)),
    ).toEqual([]);
    expect(texts.filter((text) => fillSlots(text).length > 900)).toEqual([]);
  });

  it.each(all)('%s is plain text without markup, rule ids or exclamation marks', (_, variants) => {
    const texts = [...new Set(variants.flatMap(({ texts = {} }) => Object.values(texts)))];

    expect(texts.filter((text) => /[!*`~<>]|\n{3}| {2}|\bR\d/.test(text))).toEqual([]);
  });
});

describe('the public replies', () => {
  it.each(replies)('$id reveal nothing internal to the requester', ({ texts }) => {
    expect(texts.flatMap(placeholdersIn).filter((name) => !PUBLIC_SLOTS.includes(name))).toEqual([]);
    expect(texts.filter((text) => INTERNAL_SYSTEMS.test(text) || /@|https?:/.test(text))).toEqual([]);
  });

  it.each(replies)('$id make no promise', ({ texts }) => {
    expect(texts.filter((text) => PROMISE_PATTERN.test(text))).toEqual([]);
  });

  it.each(replies)("$id don't claim that anything was done that may not be done yet", ({ texts }) => {
    const claims =
      /\b(?:I have|I've|we have|we've) (?:also )?(?:asked|told|passed|informed|changed|added|enabled|sent)\b/i;

    expect(texts.filter((text) => claims.test(text))).toEqual([]);
  });

  it.each(replies.filter(({ policies }) => policies.includes('seed')))(
    "$id don't mention what the seed policy doesn't know",
    ({ texts }) => {
      const newer = /read-only|one-time|never sign in|no access|cannot (?:sign|log) in/i;

      expect(texts.filter((text) => newer.test(text))).toEqual([]);
    },
  );

  it('say that read-only does not affect the product, unless the subscription has ended', () => {
    const running = RELEVANT_FACTS.filter(({ verdict }) => verdict !== 'former-reseller').map((facts) =>
      scenarioFor(facts),
    );
    const ended = RELEVANT_FACTS.flatMap((facts) => [
      scenarioFor(facts, ['ended-recently']),
      scenarioFor(facts, ['ended-long-ago']),
    ]);

    const silent = running.filter(
      ({ texts: { reply = '' } = {} }) => /read-only/.test(reply) && !/product is not affected/i.test(reply),
    );
    const wrong = ended.filter(({ texts: { reply = '' } = {} }) => /product is not affected/.test(reply));
    expect([...new Set([...silent, ...wrong].map(({ id }) => id))]).toEqual([]);
  });

  it("explain read-only access to every resold customer who can't sign in, under the newer policies", () => {
    const logins = (['2025', '2026'] as const).flatMap((policy) =>
      (['sign-in', 'enable-login'] as const).map((topic) =>
        scenarioFor({ policy, verdict: 'reseller', topic, requester: 'customer', proof: 'unknown' }),
      ),
    );

    expect(logins.filter(({ texts }) => !texts?.reply?.includes('read-only'))).toEqual([]);
  });

  it("don't name customer and reseller to a reseller, and don't direct a reseller to itself", () => {
    const toReseller = RELEVANT_FACTS.filter(({ requester }) => requester === 'reseller').map(
      (facts) => scenarioFor(facts).texts?.reply ?? '',
    );

    expect([...new Set(toReseller)].filter((text) => /\{reseller\}|\{customer\}/.test(text))).toEqual([]);
    expect([...new Set(toReseller)].filter((text) => /\byour (?:earlier )?reseller\b/i.test(text))).toEqual(
      [],
    );
  });
});

describe('the replies to colleagues', () => {
  const internal = RELEVANT_FACTS.filter(({ requester }) => requester === 'internal').map((facts) => ({
    verdict: facts.verdict,
    reply: scenarioFor(facts).texts?.colleagueReply ?? '',
  }));

  it('ask for a ticket of the customer, and of the reseller only when one was involved', () => {
    expect(internal.filter(({ reply }) => !/open (?:one|a ticket) with Support/.test(reply))).toEqual([]);
    const without = new Set<string>(['direct', 'transition-complete', 'marketplace', 'alliance']);
    const wrong = internal.filter(
      ({ verdict, reply }) => without.has(verdict) && reply.includes('or the reseller'),
    );
    expect(wrong).toEqual([]);
  });
});

describe('internal notes', () => {
  it.each(all)('of %s state the records and the request, and nothing that was done', (_, variants) => {
    for (const { texts, source } of variants) {
      expect(texts?.note).toMatch(/^\{subscription\}: .*(?:resell|resold)/i);
      expect(texts?.note).toMatch(new RegExp(` Request: .*\\. Handbook page: ${source.page}\\.$`));
      expect(texts?.note).not.toMatch(/\b(?:asked|changed|told|sent|checked|enabled)\b/i);
    }
  });
});
