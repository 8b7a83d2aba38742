import { describe, expect, it } from 'vitest';
import { validateBlocks, validateMrkdwn } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import type { HandoffEventDetails } from '../../../src/domain/handoff-events.ts';
import { fallbackText } from '../../../src/slack/block-kit/fallback-text.ts';
import { renderHandoffNotification } from '../../../src/slack/rendering/handoff-notification.ts';
import { LINKS } from '../../builders/cases.ts';
import {
  ANSWERED,
  ASKED,
  aHandoff,
  aHandoffFacts,
  CLAIMED,
  DECLINED,
  DONE,
  OUTCOME_UNKNOWN,
  POST_REFUSED,
  WITHDRAWN,
} from '../../builders/handoffs.ts';
import { controlsOf, stringsIn } from './rendered-blocks.ts';

const ACCOUNT_SNAPSHOT = {
  asOf: '2022-11-29T08:00:00.000Z',
  subscriptions: [
    { number: 'A-S00900001', verdict: 'transition-complete', channel: 'Non-Reseller' } as const,
  ],
  gap: null,
};
const CLAIM_EXPIRING: HandoffEventDetails = { kind: 'claim-expiring' };
const CLAIM_EXPIRED: HandoffEventDetails = { kind: 'claim-expired' };
const WATCHED: HandoffEventDetails = {
  kind: 'login-checked',
  loginAllowed: true,
  snapshot: ACCOUNT_SNAPSHOT,
};
const FOLLOW_UP: HandoffEventDetails = { kind: 'follow-up' };

function reminded(round: number): HandoffEventDetails {
  return { kind: 'reminded', round, batchAt: '2022-11-25T14:30:00.000Z' };
}

/** Told of the last thing that happened. */
function noteTextFor(
  to: string,
  happened: readonly HandoffEventDetails[],
  more: Partial<Parameters<typeof renderHandoffNotification>[0]> = {},
) {
  const handoff = aHandoff(happened);
  const note = {
    handoff,
    eventIndex: handoff.events.length - 1,
    recipient: to,
    notificationId: 'n1',
    ...more,
  };
  const drawn = renderHandoffNotification(note, LINKS);
  expect(validateBlocks(drawn.blocks, 'message')).toEqual([]);
  expect([drawn.text, fallbackText(drawn.blocks)].flatMap(validateMrkdwn)).toEqual([]);
  const controls = controlsOf(drawn.blocks);
  return {
    ...drawn,
    said: stringsIn(drawn.blocks).join('\n'),
    buttons: controls.map(({ text, style }) => `${text?.text}${style ? '!' : ''}`),
    values: controls.map(({ value = '' }) => JSON.parse(value) as unknown),
  };
}

const ANA = 'U0ANA';
const ROBIN = 'U0ROBIN';

describe('a notification about a handoff', () => {
  it.each([
    [
      'refused',
      ANA,
      [POST_REFUSED],
      /^Not sent to Sales: Halden/,
      /Invite me there/,
      ['Edit and send again!'],
    ],
    [
      'outcomeUnknown',
      ANA,
      [OUTCOME_UNKNOWN],
      /^Slack didn't say whether/,
      /Check there/,
      ['Post is missing', 'Edit and send again'],
    ],
    ['claimed', ANA, [CLAIMED], /^<@U0ROBIN> \(Sales\) has claimed/, /when there's news/, []],
    ['released', ANA, [CLAIMED, { kind: 'released' }], /has released/, /open again/, []],
    [
      'claim expiring',
      ROBIN,
      [CLAIMED, CLAIM_EXPIRING],
      /^Your claim expires soon/,
      /until <!date/,
      ['Still on it!', 'Release'],
    ],
    [
      'claim expired, mine',
      ROBIN,
      [CLAIMED, CLAIM_EXPIRING, CLAIM_EXPIRED],
      /^Your claim has expired/,
      /open again/,
      ['Claim'],
    ],
    [
      'claim expired',
      ANA,
      [CLAIMED, CLAIM_EXPIRING, CLAIM_EXPIRED],
      /^The claim of <@U0ROBIN> has/,
      /open again/,
      [],
    ],
    [
      'asked',
      ANA,
      [ASKED],
      /^<@U0ROBIN> \(Sales\) has a question/,
      /“Which plan do they want\?”\nYour answer will be shown on the post/,
      ['Answer!'],
    ],
    [
      'answered',
      ROBIN,
      [ASKED, ANSWERED],
      /^<@U0ANA> has answered your question/,
      /“Premium, as before”/,
      [],
    ],
    [
      'answered for Support',
      ANA,
      [ASKED, ANSWERED],
      /^<@U0ANA> has answered Sales' question/,
      /“Premium, as/,
      [],
    ],
    ['done', ANA, [CLAIMED, DONE], /closed .+: quoted directly$/, /who will get in touch/, []],
    ['declined', ANA, [DECLINED], /has declined/, /another region”/, ['Draft another handoff']],
    ['withdrawn', ROBIN, [CLAIMED, WITHDRAWN], /has withdrawn/, /“They stay with/, []],
    [
      'reminded',
      ANA,
      [reminded(1)],
      /has not answered yet \(reminder 1\)/,
      /Activity/,
      ['Snooze until next working morning'],
    ],
    [
      'follow-up',
      ANA,
      [CLAIMED, DONE, FOLLOW_UP],
      /check with the customer/,
      /someone has contacted/,
      ['Snooze until next working morning'],
    ],
    [
      'login checked',
      ANA,
      [CLAIMED, DONE, WATCHED],
      /^The login can be restored now/,
      /channel “Non-Reseller”[\s\S]+Re-check/,
      [],
    ],
  ] as const)('says what happened and what to do: %s', (_, to, happened, first, more, buttons) => {
    const note = noteTextFor(to, happened);

    expect(note.text).toMatch(first);
    expect(note.said).toMatch(first.source.startsWith('^') ? new RegExp(first.source.slice(1)) : /./);
    expect(note.said).toMatch(more);
    expect(fallbackText(note.blocks)).toMatch(more);
    expect(note.buttons).toEqual(buttons);
    expect(note.text).not.toMatch(/Which plan|Premium|A quote|another region|They stay|call them/);
    expect(note.metadata).toEqual({
      event_type: 'reseller_note',
      event_payload: { note_id: 'n1', handoff_id: 'h0123456789abcde-1' },
    });
  });

  it('has buttons whose values are ids and the kind of reminder', () => {
    expect(noteTextFor(ANA, [reminded(1)]).values).toEqual([
      { handoffId: 'h0123456789abcde-1', what: 'unclaimed-reminder' },
    ]);
    expect(noteTextFor(ANA, [CLAIMED, DONE, FOLLOW_UP]).values).toEqual([
      { handoffId: 'h0123456789abcde-1', what: 'follow-up' },
    ]);
    expect(noteTextFor(ANA, [POST_REFUSED]).values).toEqual([{ caseId: 'c0123456789abcde' }]);
  });

  it('has no button for what was done meanwhile', () => {
    const place = aHandoff([ASKED]).events.length - 1;

    expect(noteTextFor(ANA, [ASKED, ANSWERED], { eventIndex: place }).buttons).toEqual([]);
    expect(noteTextFor(ANA, [reminded(1), CLAIMED], { eventIndex: place }).buttons).toEqual([]);
    expect(
      noteTextFor(ROBIN, [CLAIMED, CLAIM_EXPIRING, { kind: 'released' }], { eventIndex: place + 1 }).buttons,
    ).toEqual([]);
    expect(noteTextFor(ANA, [POST_REFUSED, { kind: 'posted' }], { eventIndex: place }).buttons).toEqual([]);
  });

  it('suggests the next escalation level, with a text to copy that names the ticket', () => {
    const third = noteTextFor(ANA, [reminded(3)], { escalationChannel: '#sales-escalation' });

    expect(third.said).toContain('VP');
    expect(third.said).toContain('#sales-escalation');
    expect(third.blocks.find(({ type }) => type === 'rich_text')).toMatchObject({
      elements: [
        {
          type: 'rich_text_preformatted',
          elements: [
            {
              type: 'text',
              text: expect.stringMatching(
                /72 hours ago.+https:\/\/support\.gitlab\.com\/agent\/tickets\/48211/,
              ),
            },
          ],
        },
      ],
    });
    expect(noteTextFor(ANA, [reminded(2)], { escalationChannel: '#sales-escalation' }).said).not.toContain(
      '#sales',
    );
  });

  it('names nobody once the data is erased', () => {
    const handoff = aHandoff([ASKED, { kind: 'erased' }], { facts: aHandoffFacts() });
    const note = noteTextFor(ANA, [], { handoff, eventIndex: 2 });

    expect(JSON.stringify(note)).not.toMatch(/Halden|A-S0|Which plan/);
    expect(note.buttons).toEqual([]);
  });
});
