import { describe, expect, it } from 'vitest';
import { validateView } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import type { Case } from '../../../src/domain/case.ts';
import { renderHistoryModal } from '../../../src/slack/rendering/history-modal.ts';
import {
  aCaseShown,
  aCaseWithEvents,
  aCheck,
  aDispute,
  aGuardAllowed,
  aGuardRefused,
  anAccountSnapshot,
  anEvidence,
  anOverrideApproval,
  anOverrideRequest,
  aScenario,
  aStepDone,
  aStepUndone,
  aStepWithoutLink,
  aTicket,
  directSubscriptionEvidence,
  foundAnswer,
  LINKS,
} from '../../builders/cases.ts';
import { textsOf } from './rendered-blocks.ts';

/** What the history says, the circumstances first, with times as UTC. */
function historyOf(kase: Case): string[] {
  const view = renderHistoryModal(kase, LINKS);
  expect(validateView(view)).toEqual([]);
  return textsOf(view.blocks as never).map((text) => text.replace(/<!date[^|]+\|\S+ (\S+) UTC>/g, '$1'));
}

describe('the history of a case', () => {
  it('lists the steps that the systems answered in a check', () => {
    const steps = ['one', 'two'].map((id) => ({ id, text: id, answer: 'Zuora: {plan}' }));
    const kase = aCaseWithEvents(aCheck({ scenario: aScenario({ steps }) }), aCheck());

    const history = historyOf(kase).join('\n');

    expect(history.match(/answered by the systems: steps 1 and 2/g)).toHaveLength(1);
  });

  it('starts with the subject of the case', () => {
    const kase = aCaseWithEvents(aCheck({ evidence: anEvidence({ ticket: foundAnswer(aTicket()) }) }));

    const [about] = historyOf(kase);

    expect(about).toMatch(/^Reseller · A-S00900001\nRequested by <@U0ANA> · .+\|ticket #48211>/);
  });

  it('lists the newest event first, with who and when', () => {
    const [, ...lines] = historyOf(
      aCaseWithEvents(aStepDone('confirm'), aStepUndone('confirm', 'wrong step')),
    );

    expect(lines).toEqual([
      '14:05 · <@U0ANA> · *Undone*: step 1 “Confirm the request in the ticket.” · reason: wrong step',
      '14:05 · <@U0ANA> · *Done*: step 1 “Confirm the request in the ticket.”',
      '14:02 · <@U0ANA> · *Checked* · A-S00900001 · verdict “Reseller” · rules: seed, version 1 · scenario: sample',
    ]);
  });

  it('shows how the verdict changed, and under which rules', () => {
    const evidence = anEvidence({ subscriptions: [directSubscriptionEvidence()] });
    const now = aCheck({ evidence, trigger: 'recheck', by: 'U0BEN', ruleVersion: 2, policy: '2025' });

    const [, again, same] = historyOf(aCaseWithEvents(aCheck(), aCheck({ trigger: 'recheck' }), now));

    expect(again).toBe(
      '14:02 · <@U0BEN> · *Re-checked* · A-S00900001 · verdict was “Reseller”, now “Direct” · rules: 2025, version 2 · scenario: sample',
    );
    expect(same).toContain('*Re-checked* · A-S00900001 · verdict still “Reseller”');
  });

  it('shows facts set by a person, and that no system was read', () => {
    const [, line] = historyOf(
      aCaseWithEvents(aCheck(), aCheck({ trigger: 'manual', topic: 'direct-renewal' })),
    );

    expect(line).toContain(
      '*Facts set* · A-S00900001 · verdict still “Reseller” · <@U0ANA> changed the topic from “cannot sign in” to “renew directly”. Zuora was not read again.',
    );
  });

  it('shows the results of guard checks, allowed or denied', () => {
    const seen = anAccountSnapshot({
      subscriptions: [{ number: 'A-S7', verdict: 'reseller', channel: 'Reseller' }],
    });

    const [, opened, locked] = historyOf(
      aCaseWithEvents(aGuardRefused('enable', seen), aGuardAllowed('enable')),
    );

    expect(opened).toBe(
      '14:05 · <@U0ANA> · *Checked: unlocked*: step 2 “Enable the login.” · seen 14:05: channel “Non-Reseller”',
    );
    expect(locked).toBe(
      '14:05 · <@U0ANA> · *Checked: still locked*: step 2 “Enable the login.” · seen 14:05: A-S7 is Reseller, channel “Reseller”',
    );
  });

  it('shows who overrode what, and why', () => {
    const [, agreed, asked] = historyOf(
      aCaseWithEvents(anOverrideRequest('enable', 'Sales said so.'), anOverrideApproval('enable')),
    );

    expect(agreed).toBe('14:05 · <@U0BEN> · *Override approved*: step 2 “Enable the login.”');
    expect(asked).toBe(
      '14:05 · <@U0ANA> · *Override requested*: step 2 “Enable the login.” · reason: Sales said so',
    );
  });

  it('shows a pasted link, and typed text without markup or addresses', () => {
    const [, undone, done] = historyOf(
      aCaseWithEvents(
        aStepDone('confirm', 'https://crm.example/1'),
        aStepUndone('confirm', '<!here> *a* ines@harbour.example'),
      ),
    );

    expect(undone).toContain('reason: &lt;!here&gt; ∗a∗ i…@harbour.example');
    expect(done).toMatch(/<https:\/\/crm\.example\/1\|link>$/);
  });

  it('shows why a step has no link, and that an undo had no reason', () => {
    const [, undone, done] = historyOf(
      aCaseWithEvents(aStepWithoutLink('confirm', 'bought on the web'), aStepUndone('confirm')),
    );

    expect(undone).toMatch(/\*Undone\*: step 1 “Confirm the request in the ticket.”$/);
    expect(done).toMatch(/in the ticket.” · not applicable: bought on the web$/);
  });

  it('shows the expected verdict of a dispute, and why', () => {
    const [, line] = historyOf(aCaseWithEvents(aDispute('it was processed on 3 March.')));

    expect(line).toBe(
      '14:05 · <@U0ANA> · *Verdict disputed*: should be “Direct” · reason: it was processed on 3 March',
    );
  });

  it('lists who was shown the case', () => {
    const [, line] = historyOf(aCaseWithEvents(aCaseShown()));

    expect(line).toBe('14:05 · <@U0BEN> · *Looked up*: was shown this open case');
  });

  it('names a step as the card showed it at the time, or by its id', () => {
    const old = aCheck({ scenario: aScenario({ steps: [{ id: 'ask', text: 'Ask first.' }] }) });

    const lines = historyOf(
      aCaseWithEvents(old, aStepDone('ask'), aCheck({ trigger: 'manual' }), aStepDone('ask')),
    );

    expect(lines.find((line) => line.includes('“Ask first.”'))).toContain('*Done*: step 1');
    expect(lines[1]).toContain('*Done*: step ask');
  });

  it('counts events that do not fit', () => {
    const acts = Array.from({ length: 150 }, () => aStepDone('confirm'));

    const lines = historyOf(aCaseWithEvents(...acts));

    expect(lines).toHaveLength(100);
    expect(lines.at(-1)).toBe('…and 53 older events');
  });
});
