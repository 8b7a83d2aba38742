import { describe, expect, it } from 'vitest';
import { findPromise } from '../../src/domain/find-promise.ts';
import { HANDOFF_INPUT_MAX_LENGTHS, MIN_ASK_LENGTH } from '../../src/domain/handoff-draft-view.ts';
import { ownIdsOf } from '../../src/domain/handoff-facts.ts';
import { redact } from '../../src/domain/redact.ts';
import { plainText } from '../../src/domain/text-fragments.ts';
import { TOPICS } from '../../src/domain/topics.ts';
import {
  ASK_EXAMPLES,
  handoffPostErrorText,
  handoffSubjectText,
  prefilledAsk,
  routeReasonText,
  teamName,
} from '../../src/words/handoff-text.ts';
import { aHandoffFacts, aHandoffInput } from '../builders/handoffs.ts';

describe('the prefilled request to Sales', () => {
  const PREFILLED = ['direct-renewal', 'enable-login', 'license-upload'] as const;
  const facts = aHandoffFacts({ customer: 'ines@harbour.example' });
  const rules = {
    maxLength: HANDOFF_INPUT_MAX_LENGTHS.ask,
    refusedHosts: [],
    ownIds: ownIdsOf(facts, null),
  };

  it.each(PREFILLED)('names the subscription, promises nothing, and is not redacted: %s', (topic) => {
    const ask = prefilledAsk({ ...facts, topic });

    expect(ask).toContain('A-S00900001');
    expect(ask.length).toBeGreaterThanOrEqual(MIN_ASK_LENGTH);
    expect(findPromise(ask)).toBeNull();
    expect(redact(ask, rules)).toEqual({ text: ask, removed: {} });
    expect(ask).not.toContain('@');
  });

  it('is empty when only the engineer knows what Sales should do', () => {
    const others = TOPICS.filter((topic) => !(PREFILLED as readonly string[]).includes(topic));

    expect(others.map((topic) => prefilledAsk({ ...facts, topic }))).toEqual(others.map(() => ''));
    expect(prefilledAsk(aHandoffFacts({ subscriptions: [] }))).toBe('');
  });

  it.each(TOPICS)('has an example that the form accepts: %s', (topic) => {
    const example = ASK_EXAMPLES[topic];

    expect(example.length).toBeGreaterThanOrEqual(MIN_ASK_LENGTH);
    expect(findPromise(example)).toBeNull();
    expect(redact(example, rules)).toEqual({ text: example, removed: {} });
  });

  it('names no partner for a customer of a marketplace', () => {
    expect(prefilledAsk({ ...facts, topic: 'direct-renewal', marketplace: 'aws' })).toContain(
      'instead of through the marketplace',
    );
  });
});

describe('a refusal of Slack', () => {
  it.each([
    ['not_in_channel', /\/invite/],
    ['channel_not_found', /\/invite.+another destination/],
    ['is_archived', /another destination/],
    ['shared-channel', /another company.+another destination/],
    ['missing_scope', /owner.+manifest\.yml/],
    ['restricted_action', /another destination/],
    ['restricted_action_read_only_channel', /another destination/],
    ['msg_too_long', /Shorten/],
    ['invalid_blocks', /Shorten/],
    ['token_revoked', /owner/],
    ['something_new', /"something_new".+again/],
  ])('%s has instructions to fix it', (error, cure) => {
    expect(plainText(handoffPostErrorText(error))).toMatch(cure);
  });
});

describe('places and names', () => {
  it('name regions as people do', () => {
    expect(['emea', 'apac', 'smb', 'sales', 'public-sector'].map(teamName)).toEqual([
      'EMEA',
      'APAC',
      'SMB pool',
      'all of Sales',
      'Public-sector',
    ]);
  });

  it('explain the channel of a handoff', () => {
    expect(plainText(routeReasonText('smb-pool', 'smb'))).toContain('owns the account');
    expect(plainText(routeReasonText('region', 'emea'))).toContain("EMEA, the customer's region");
    expect(plainText(routeReasonText('no-region', 'sales'))).toContain('no region with its own channel');
    expect(plainText(routeReasonText('chosen', 'apac'))).toContain('you chose it');
  });

  it('name a handoff by what is known of it', () => {
    const about = (changes: Parameters<typeof aHandoffFacts>[0], erased = false) =>
      plainText(
        handoffSubjectText({ content: { facts: aHandoffFacts(changes), input: aHandoffInput() }, erased }),
      );

    expect(about({})).toBe('Halden Mills (A-S00900001)');
    expect(about({ customer: null })).toBe('the customer (A-S00900001)');
    expect(about({ subscriptions: [] })).toBe('Halden Mills');
    expect(about({}, true)).toBe('a handoff whose data was erased');
  });
});
