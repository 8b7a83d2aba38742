import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../../src/domain/case.ts';
import type { Handoff } from '../../../src/domain/handoff.ts';
import type { Step } from '../../../src/domain/scenario.ts';
import { DEFAULT_PREFERENCES } from '../../../src/domain/user-preferences.ts';
import { renderCaseCard } from '../../../src/slack/rendering/case-card.ts';
import { renderDigest } from '../../../src/slack/rendering/digest-message.ts';
import { renderHandoffNotification } from '../../../src/slack/rendering/handoff-notification.ts';
import { renderHandoffPost } from '../../../src/slack/rendering/handoff-post.ts';
import { renderHomeTab } from '../../../src/slack/rendering/home-tab.ts';
import { renderReminder } from '../../../src/slack/rendering/reminder-message.ts';
import {
  aCaseWithEvents,
  aCheck,
  anEvidence,
  aScenario,
  aStepDone,
  aTicket,
  foundAnswer,
  gapAnswer,
  LINKS,
  RENDERED_AT,
  resoldSubscriptionEvidence,
} from '../../builders/cases.ts';
import {
  ASKED,
  aHandoff,
  aHandoffFacts,
  aHandoffSubscription,
  CLAIMED,
  SUBMITTED_AT,
} from '../../builders/handoffs.ts';
import { reading } from './rendered-blocks.ts';

const STEPS: readonly Step[] = [
  { id: 'tell', text: 'Tell {customer}.', sendsReply: true },
  { id: 'choose', text: 'Choose the topic on this card.', chooses: 'topic' },
  { id: 'ask', text: 'Ask Sales.', startsHandoff: true, linkLabel: 'the link' },
  { id: 'tick', text: 'Tick it.', requires: { verdict: ['direct'] } },
];
const scenario = aScenario({ steps: STEPS, texts: { reply: 'Hello.' } });
const evidence = anEvidence({ ticket: foundAnswer(aTicket()) });
const check = aCheck({ scenario, evidence });
const silent = {
  ...resoldSubscriptionEvidence(),
  subscription: gapAnswer('timeout'),
  account: gapAnswer('timeout'),
};
const unknown = aCheck({
  evidence: anEvidence({ subscriptions: [silent] }),
  scenario: aScenario({ steps: [{ id: 'recheck', text: 'Re-check in a minute.', begunBy: 'recheck' }] }),
});

function card(kase: Case, handoff: Handoff | null = null) {
  return renderCaseCard(kase, LINKS, { now: RENDERED_AT, handoff }).blocks;
}

const DIGEST = {
  from: '2022-11-14T00:00:00Z',
  to: '2022-11-21T00:00:00Z',
  checksByVerdict: { reseller: 2 },
  checksByTopic: { other: 2 },
  disputedByVerdict: {},
  unusualLookups: [],
  handoffsSubmitted: 1,
  handoffsEndedByState: {},
  medianHoursToClaim: 1,
  medianHoursToDone: null,
  overdueHandoffs: 0,
};

const MENU = '[History / Wrong verdict?]';
const EVIDENCE = [
  'Evidence',
  '*Zuora* (source of truth) ✓ Found:',
  'Subscription:\nA-S00900001 · Premiu',
  '[Re-check: A-S00900001]',
];

describe("A screen reader's order of a card", () => {
  it('is the verdict, the prohibitions and the next step before everything else', () => {
    expect(reading(card(aCaseWithEvents(check)))).toEqual([
      '🟠 Reseller · Halden Mills',
      '*Halden Mills bought through Quill',
      "⛔ *Don't* Tick “Login activated”. ",
      '*Next:* Tell Halden Mills.',
      '[Copy reply: A-S00900001]',
      '[Done: step 1, Tell Halden Mills.]',
      '[Draft handoff: A-S00900001]',
      MENU,
      'cannot sign in · requester: custom',
      'All steps · 0 of 4 done',
      '[Topic: cannot sign in]',
      '[Requester: customer]',
      '1. Tell Halden Mills.',
      '2. Choose the topic on this card.',
      '[Done: step 2, Choose the topic on this card.]',
      '3. Ask Sales.',
      '[Done: step 3, Ask Sales.]',
      '4. Tick it.\nLocked until a fresh c',
      '[Check now: step 4, Tick it.]',
      ...EVIDENCE,
    ]);
  });

  it('has the menu of a fact once, with the step that asks for it', () => {
    const lines = reading(card(aCaseWithEvents(check, aStepDone('tell'))));

    expect(lines.slice(3, 8)).toEqual([
      '*Next:* Choose the topic on this c',
      '[Topic: cannot sign in]',
      '[Done: step 2, Choose the topic on this card.]',
      '[Copy reply: A-S00900001]',
      MENU,
    ]);
  });

  it('has the status of the handoff before the next step', () => {
    const done = ['tell', 'choose', 'ask'].map((id) => aStepDone(id));

    expect(reading(card(aCaseWithEvents(check, ...done), aHandoff())).slice(0, 9)).toEqual([
      '🟠 Reseller · Halden Mills',
      '*Halden Mills bought through Quill',
      "⛔ *Don't* Tick “Login activated”. ",
      '*Handoff:* with Sales (EMEA) since',
      '[Texts for Salesforce / Change Salesforce link / Check login / Withdraw]',
      '*Next:* Tick it.\nLocked until a fr',
      '[Check now: step 4, Tick it.]',
      '[Copy reply: A-S00900001]',
      MENU,
    ]);
  });

  it('is short once every step is done', () => {
    const done = STEPS.map(({ id }) => aStepDone(id));

    expect(reading(card(aCaseWithEvents(check, ...done))).slice(0, 5)).toEqual([
      '🟠 Reseller · Halden Mills',
      '*Halden Mills bought through Quill',
      '[History / Copy reply / Wrong verdict?]',
      'cannot sign in · requester: custom',
      'All steps · 4 of 4 done',
    ]);
  });

  it('starts with a button to check again when the systems did not answer', () => {
    expect(reading(card(aCaseWithEvents(unknown))).slice(0, 8)).toEqual([
      '❓ Unknown · A-S00900001',
      '*The customer bought through the r',
      "⛔ *Don't* Tick “Login activated”. ",
      '*Next:* Re-check in a minute.',
      '[Re-check: A-S00900001]',
      '[CustomersDot, to check by hand]',
      '[Done: step 1, Re-check in a minute.]',
      '[History / Wrong verdict?]',
    ]);
  });
});

describe("A screen reader's order of the other messages", () => {
  it('is the request, the facts, the status and the buttons of a post to Sales', () => {
    expect(reading(renderHandoffPost(aHandoff(), LINKS, new Date(SUBMITTED_AT)).blocks)).toEqual([
      'Handoff · Halden Mills wants to re',
      '*The customer first bought through',
      expect.stringMatching(/^Plan: Premium/),
      expect.stringMatching(/^From <@U0ANA>/),
      expect.stringMatching(/^\*Open since/),
      '[Claim: A-S00900001, Halden Mills]',
      '[Ask Support: A-S00900001, Halden Mills]',
      '[Decline: A-S00900001, Halden Mills]',
    ]);
  });

  it('is what happened, what was said and the buttons of a notification', () => {
    const asked = {
      handoff: aHandoff([CLAIMED, ASKED]),
      eventIndex: 3,
      recipient: 'U0ANA',
      notificationId: 'n1',
    };

    expect(reading(renderHandoffNotification(asked, LINKS).blocks)).toEqual([
      expect.stringMatching(/^\*<@U0\w+>/),
      expect.stringMatching(/wrote: “Which pl/),
      '[Answer: A-S00900001, Halden Mills]',
    ]);
  });

  it('is the number, then each handoff with its button, of a reminder', () => {
    const [one, other] = ['A-S00900001', 'A-S00900002'].map((number) =>
      aHandoff([], { facts: aHandoffFacts({ subscriptions: [aHandoffSubscription({ number })] }) }),
    );
    const handoffs = one && other ? [one, { ...other, id: 'h2' }] : [];

    expect(reading(renderReminder({ handoffs, key: 'k' }, LINKS).blocks)).toEqual([
      expect.stringMatching(/^\*2 handoffs/),
      expect.stringMatching(/^Halden Mills/),
      '[Claim: A-S00900001, Halden Mills]',
      expect.stringMatching(/^Halden Mills/),
      '[Claim: A-S00900002, Halden Mills]',
    ]);
  });

  it('is the totals, then the tables, of a weekly digest', () => {
    const [title, sum, ...tables] = reading(renderDigest('k', DIGEST).blocks);

    expect([title, sum]).toEqual(['Reseller Check: weekly summary', expect.stringMatching(/^<!date/)]);
    expect(tables[0]).toBe('*Verdicts*\nReseller: 2');
  });

  it('is what waits, the cases with the next step, then the settings, of a Home tab', () => {
    const content = {
      user: 'U0ANA',
      cases: [aCaseWithEvents(check)],
      handoffs: [aHandoff()],
      preferences: DEFAULT_PREFERENCES,
      asOf: RENDERED_AT,
    };
    const permalinkOf = (key: string) => `https://team.slack.example/${key}`;

    expect(reading(renderHomeTab(content, { links: LINKS, permalinkOf }).blocks as KnownBlock[])).toEqual([
      'Waiting for Sales',
      '*Halden Mills wants to renew direc',
      'My handoffs',
      'No claimed handoffs. Handoffs appe',
      'My cases',
      '*Reseller* · A-S00900001 · Halden ',
      '[Open the card: A-S00900001]',
      '[Check a customer]',
      'Preferences',
      '*Notifications*',
      '[in direct messages]',
      expect.stringMatching(/^\*Quiet hours\*/),
      '[none]',
      expect.stringMatching(/^As of /),
    ]);
  });
});
