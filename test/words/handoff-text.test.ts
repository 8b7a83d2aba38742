import { describe, expect, it } from 'vitest';
import { findPromise } from '../../src/domain/find-promise.ts';
import { HANDOFF_INPUT_MAX_LENGTHS } from '../../src/domain/handoff-draft-view.ts';
import { redact } from '../../src/domain/redact.ts';
import { plainText } from '../../src/domain/text-fragments.ts';
import { TOPICS } from '../../src/domain/topics.ts';
import {
  defaultAsk,
  handoffPostErrorText,
  handoffSubjectText,
  routeReasonText,
  teamName,
} from '../../src/words/handoff-text.ts';
import { aHandoffFacts, aHandoffInput } from '../builders/handoffs.ts';

describe('what the form asks Sales for at first', () => {
  const rules = { maxLength: HANDOFF_INPUT_MAX_LENGTHS.ask, refusedHosts: [], ownIds: [] };

  it.each(TOPICS)('asks to reach out, promises nothing, and loses nothing to the filter: %s', (topic) => {
    const customer = 'ines@harbour.example';
    const ask = defaultAsk(aHandoffFacts({ topic, customer }));

    expect(ask).toMatch(/Please contact (?:the customer|them)/);
    expect(findPromise(ask)).toBeNull();
    expect(redact(ask, rules)).toEqual({ text: ask, removed: {} });
    expect(ask).not.toContain('@');
  });

  it('is different for every topic', () => {
    const asks = TOPICS.map((topic) => defaultAsk(aHandoffFacts({ topic })));

    expect(new Set(asks).size).toBe(TOPICS.length);
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
  ])('%s comes with its cure', (error, cure) => {
    expect(plainText(handoffPostErrorText(error))).toMatch(cure);
  });
});

describe('places and names', () => {
  it('calls regions as people do', () => {
    expect(['emea', 'apac', 'smb', 'sales', 'public-sector'].map(teamName)).toEqual([
      'EMEA',
      'APAC',
      'SMB pool',
      'all of Sales',
      'Public-sector',
    ]);
  });

  it('says why a handoff goes where it goes', () => {
    expect(plainText(routeReasonText('smb-pool', 'smb'))).toContain('owns the account');
    expect(plainText(routeReasonText('region', 'emea'))).toContain("EMEA, the customer's region");
    expect(plainText(routeReasonText('no-region', 'sales'))).toContain('no region with its own channel');
    expect(plainText(routeReasonText('chosen', 'apac'))).toContain('you chose it');
  });

  it('names a handoff by what is known of it', () => {
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
