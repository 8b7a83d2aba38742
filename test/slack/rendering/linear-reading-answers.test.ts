import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../../src/domain/case.ts';
import { DEFAULT_PREFERENCES } from '../../../src/domain/user-preferences.ts';
import type { Judgement } from '../../../src/domain/verdict.ts';
import { renderCaseCard } from '../../../src/slack/rendering/case-card.ts';
import { renderGreeting, renderHelp } from '../../../src/slack/rendering/help-message.ts';
import { renderMineMessage } from '../../../src/slack/rendering/mine-message.ts';
import { renderOpenCase } from '../../../src/slack/rendering/open-case-message.ts';
import { renderOverrideRequest } from '../../../src/slack/rendering/override-message.ts';
import { renderReferenceChoice } from '../../../src/slack/rendering/reference-choice.ts';
import {
  aCase,
  aCaseWithEvents,
  aCheck,
  anEvidence,
  anOverrideRequest,
  directSubscriptionEvidence,
  LINKS,
  RENDERED_AT,
  resoldSubscriptionEvidence,
} from '../../builders/cases.ts';
import { aHandoff } from '../../builders/handoffs.ts';
import { reading } from './rendered-blocks.ts';

const SUBSCRIPTION = { kind: 'subscription', number: 'A-S00900001' } as const;

function firstOf(kase: Case, count: number): string[] {
  const { blocks } = renderCaseCard(kase, LINKS, { now: RENDERED_AT, handoff: null });
  return reading(blocks).slice(0, count);
}

function blocksOf({ blocks }: { blocks?: readonly unknown[] }): KnownBlock[] {
  return (blocks ?? []) as KnownBlock[];
}

describe("A screen reader's order of a card that asks a question", () => {
  it('is the subscriptions with their verdicts, then the choice with the next step', () => {
    const subject = { kind: 'account', number: 'A00900001' } as const;
    const subscriptions = [
      resoldSubscriptionEvidence(),
      directSubscriptionEvidence({ number: 'A-S00900022' }),
    ];
    const mixed = aCheck({ evidence: anEvidence({ subject, subscriptions }) });

    expect(firstOf(aCase(mixed), 5)).toEqual([
      expect.stringMatching(/^🔀 Mixed/),
      expect.stringMatching(/^\*Halden Mills/),
      expect.stringMatching(/^⛔/),
      '*Next:* Confirm the request in the',
      '[A-S00900001 · Reseller / A-S00900022 · Direct]',
    ]);
  });

  it('has the question about a managed service in place of the next step', () => {
    const judgements = aCheck().judgements.map(
      (one): Judgement => ({ ...one, managedService: 'unconfirmed' }),
    );

    expect(firstOf(aCase(aCheck({ judgements })), 6).slice(2)).toEqual([
      expect.stringMatching(/^⛔/),
      '*Next:* The Sold-To contact is at ',
      "[It's a managed service, for this card]",
      "[It's a reseller, for this card]",
    ]);
  });
});

describe("A screen reader's order of the replies", () => {
  it('is what the bot does, then the buttons, for help and greeting', () => {
    for (const message of [renderHelp(), renderGreeting()]) {
      const lines = reading(blocksOf(message));
      const firstControl = lines.findIndex((line) => line.startsWith('['));

      expect(firstControl).toBeGreaterThan(0);
      expect(lines.slice(firstControl, firstControl + 2)).toEqual(['[Check a customer]', '[My cases]']);
    }
  });

  it('is what waits for the person, then claims and cases, for "mine"', () => {
    const content = {
      user: 'U0ANA',
      cases: [aCase()],
      handoffs: [aHandoff()],
      preferences: DEFAULT_PREFERENCES,
      asOf: RENDERED_AT,
    };
    const permalinkOf = (key: string) => `https://team.slack.example/${key}`;

    expect(reading(blocksOf(renderMineMessage(content, { links: LINKS, permalinkOf })))).toEqual([
      expect.stringMatching(/^\*Waiting for Sales/),
      expect.stringMatching(/^\*My cases/),
      expect.stringMatching(/^Manage these/),
    ]);
  });

  it('is that there is an open case, its progress, then the choice', () => {
    const options = {
      now: RENDERED_AT,
      viewer: 'U0CYD',
      channel: 'C0SUPPORT',
      cardUrl: 'https://slack.example/card',
      again: SUBSCRIPTION,
    };

    expect(reading(blocksOf(renderOpenCase({ kase: aCase(), handoff: null }, options)))).toEqual([
      expect.stringMatching(/^\*There is an open case/),
      expect.stringMatching(/^Reseller · A-S00900001/),
      '[Open the card: subscription A-S00900001]',
      '[Start new case: subscription A-S00900001]',
      expect.any(String),
    ]);
  });

  it('is who asks for what, then the buttons, for an override', () => {
    const kase = aCaseWithEvents(aCheck(), anOverrideRequest('enable', 'Sales said so'));
    const lines = reading(
      blocksOf(
        renderOverrideRequest(
          { kase, eventIndex: 1 },
          { key: 'k', now: RENDERED_AT, cardUrl: 'https://slack.example/card' },
        ),
      ),
    );

    expect(lines[0]).toMatch(/<@U0ANA> asks/);
    expect(lines.filter((line) => line.startsWith('[')).length).toBeGreaterThan(0);
  });

  it('is each reference with its button, for a choice', () => {
    const other = { kind: 'subscription', number: 'A-S00900002' } as const;

    expect(reading(blocksOf(renderReferenceChoice([SUBSCRIPTION, other])))).toEqual([
      expect.any(String),
      '*subscription A-S00900001*',
      '[Check subscription A-S00900001]',
      '*subscription A-S00900002*',
      '[Check subscription A-S00900002]',
    ]);
  });
});
