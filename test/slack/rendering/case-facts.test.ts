import { describe, expect, it } from 'vitest';
import { validateBlocks } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import type { Case } from '../../../src/domain/case.ts';
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

describe('the facts that decide a change of contact', () => {
  it('are menus that show what is stored', () => {
    expect(menu(aCase(contact), 'choose-requester')?.initial_option).toMatchObject({
      text: { text: 'Requester: a reseller' },
      value: '{"caseId":"c0123456789abcde","requester":"reseller"}',
    });
    expect(menu(aCase(contact), 'choose-proof')?.initial_option).toMatchObject({
      text: { text: 'Proof: a matching copy of the invoice' },
      value: '{"caseId":"c0123456789abcde","proof":"invoice"}',
    });
  });

  it('offer every requester and every proof in words', () => {
    const said = (actionId: string) =>
      (menu(aCase(contact), actionId)?.options ?? []).map((option) => {
        return (option as unknown as { text: { text: string } }).text.text;
      });

    expect(said('choose-requester')).toEqual([
      'Requester: the customer',
      'Requester: a reseller',
      'Requester: a GitLab colleague',
      'Requester: not known',
    ]);
    expect(said('choose-proof')).toEqual([
      'Proof: no proof seen yet',
      'Proof: a matching copy of the invoice',
      'Proof: no invoice',
      "Proof: the customer's own invoice",
      "Proof: a colleague's confirmation",
      "Proof: the reseller's confirmation, licence never activated",
    ]);
  });

  it('are asked for no other topic', () => {
    expect(menu(aCase(), 'choose-requester')).toBeUndefined();
    expect(menu(aCase(), 'choose-proof')).toBeUndefined();
  });

  it('get a new block id when the stored value changes, so that Slack shows it', () => {
    const cases = [aCase(contact), aCase(contact, { ...contact, trigger: 'manual', proof: 'none' })];

    const ids = cases.map((kase) =>
      renderCaseCard(kase, LINKS, { now: RENDERED_AT, handoff: null }).blocks.flatMap(({ block_id }) =>
        block_id ? [block_id] : [],
      ),
    );

    expect(ids).toEqual([
      ['facts:c0123456789abcde:1', 'topic:c0123456789abcde:1'],
      ['facts:c0123456789abcde:2', 'topic:c0123456789abcde:2'],
    ]);
  });

  it('stand in the text where there can be no menus', () => {
    expect(
      fallbackText(renderCaseCard(aCase(contact), LINKS, { now: RENDERED_AT, handoff: null }).blocks),
    ).toContain('Requester: a reseller · Proof: a matching copy of the invoice');
    expect(
      fallbackText(renderCaseCard(aCase(), LINKS, { now: RENDERED_AT, handoff: null }).blocks),
    ).not.toContain('Requester');
  });

  it('are said to have changed, by whom, and that no system was asked', () => {
    const told = { ...contact, trigger: 'manual', by: 'U0BEN' } as const;
    const textOf = (kase: Case) =>
      textsOf(renderCaseCard(kase, LINKS, { now: RENDERED_AT, handoff: null }).blocks).join('\n');

    const both = textOf(aCase(contact, { ...told, requester: 'customer', proof: 'own-invoice' }));
    const same = textOf(aCase(contact, told));

    expect(both).toContain(
      'Requester was “a reseller”, proof was “a matching copy of the invoice” until <@U0BEN> changed it; the systems were not asked again.',
    );
    expect(same).toContain('<@U0BEN> changed nothing; the systems were not asked again.');
  });
});
