import { describe, expect, it } from 'vitest';
import { validateBlocks } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import type { Case } from '../../../src/domain/case.ts';
import type { RequesterReason } from '../../../src/domain/requester.ts';
import { fallbackText } from '../../../src/slack/block-kit/fallback-text.ts';
import { renderCaseCard } from '../../../src/slack/rendering/case-card.ts';
import { aCase, aCheck, LINKS, RENDERED_AT } from '../../builders/cases.ts';
import { controlsOf, textsOf } from './rendered-blocks.ts';

const contact = aCheck({ topic: 'contact-change', requester: 'reseller', proof: 'invoice' });

function menu(kase: Case, actionId: string) {
  const { blocks } = renderCaseCard(kase, LINKS, { now: RENDERED_AT, handoff: null });
  expect(validateBlocks(blocks, 'message')).toEqual([]);
  return controlsOf(blocks).find(({ action_id }) => action_id === actionId);
}

describe('the menus of facts on a card', () => {
  it('show the stored values', () => {
    expect(menu(aCase(contact), 'choose-requester')?.initial_option).toMatchObject({
      text: { text: 'Requester: reseller' },
      value: '{"caseId":"c0123456789abcde","requester":"reseller"}',
    });
    expect(menu(aCase(contact), 'choose-proof')?.initial_option).toMatchObject({
      text: { text: 'Proof: the invoice, and it matches' },
      value: '{"caseId":"c0123456789abcde","proof":"invoice"}',
    });
  });

  it('list every requester and every proof', () => {
    const said = (actionId: string) =>
      (menu(aCase(contact), actionId)?.options ?? []).map((option) => {
        return (option as unknown as { text: { text: string } }).text.text;
      });

    expect(said('choose-requester')).toEqual([
      'Requester: customer',
      'Requester: reseller',
      'Requester: GitLab colleague',
      'Requester: not known',
    ]);
    expect(said('choose-proof')).toEqual([
      'Proof: not looked for yet',
      'Proof: none found',
      'Proof: the Sold-To contact asks',
      'Proof: approval of a current contact',
      'Proof: the invoice, and it matches',
      'Proof: invoice for another subscription',
      'Proof: invoice issued by another partner',
      "Proof: the customer's own invoice",
      'Proof: an earlier contract with us',
      'Proof: the loaded licence as text',
      "Proof: a colleague's word",
      'Proof: the reseller vouches, licence never activated',
    ]);
  });

  it('are on every card, except for the proof, which only a contact change has', () => {
    expect(menu(aCase(), 'choose-topic')).toBeDefined();
    expect(menu(aCase(), 'choose-requester')).toBeDefined();
    expect(menu(aCase(), 'choose-proof')).toBeUndefined();
  });

  it.each<[RequesterReason, string]>([
    [{ kind: 'organisation-type', value: 'open_partner' }, 'organisation type open_partner'],
    [{ kind: 'manual', by: 'U0BEN' }, 'set by <@U0BEN>'],
    [
      { kind: 'shared-domain', value: 'q.example' },
      'q.example is used by both the invoice owner and the Sold-To contact',
    ],
    [
      {
        kind: 'contradiction',
        reseller: { kind: 'claim', value: 'reseller' },
        customer: { kind: 'customer-domain', value: '*h*.example' },
      },
      "ticket form says reseller, but the customer's mail domain ∗h∗.example",
    ],
  ])('are next to the reason for the requester: %j', (requesterReason, text) => {
    const kase = aCase(aCheck({ requester: 'unknown', requesterReason }));

    expect(
      textsOf(renderCaseCard(kase, LINKS, { now: RENDERED_AT, handoff: null }).blocks).join('\n'),
    ).toContain(`Requester: not known — ${text}`);
  });

  it('get a new block id when the stored value changes, so that Slack shows it', () => {
    const cases = [aCase(contact), aCase(contact, { ...contact, trigger: 'manual', proof: 'none' })];

    const ids = cases.map((kase) => {
      const { blocks } = renderCaseCard(kase, LINKS, { now: RENDERED_AT, handoff: null });
      return JSON.stringify(blocks).match(/facts:\w+:\d/g);
    });

    expect(ids).toEqual([['facts:c0123456789abcde:1'], ['facts:c0123456789abcde:2']]);
  });

  it('become text in the fallback text', () => {
    expect(
      fallbackText(renderCaseCard(aCase(contact), LINKS, { now: RENDERED_AT, handoff: null }).blocks),
    ).toContain('Requester: reseller · Proof: the invoice, and it matches');
  });

  it('are followed by what has changed, by whom, and that no system was read', () => {
    const told = { ...contact, trigger: 'manual', by: 'U0BEN' } as const;
    const textOf = (kase: Case) =>
      textsOf(renderCaseCard(kase, LINKS, { now: RENDERED_AT, handoff: null }).blocks).join('\n');

    const both = textOf(aCase(contact, { ...told, requester: 'customer', proof: 'own-invoice' }));
    const same = textOf(aCase(contact, told));

    expect(both).toContain(
      "<@U0BEN> changed the requester from “reseller” to “customer”, proof from “the invoice, and it matches” to “the customer's own invoice”. Zuora was not read again.",
    );
    expect(same).toContain('<@U0BEN> changed nothing. Zuora was not read again.');
  });
});
