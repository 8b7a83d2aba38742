import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import type { TestApp } from './harness.ts';
import { cardMetadata, startTestApp, visibleText } from './harness.ts';
import { observeResponse, onlyCard, onlySentence, pressElement, typeCommand } from './responses.ts';

let testApp: TestApp;
beforeEach(async () => {
  testApp = await startTestApp();
});
afterEach(() => testApp.close());

async function openMenuForm(card: Message, show: string): Promise<void> {
  const option = JSON.stringify({ caseId: cardMetadata(card).case_id, show });
  await pressElement(testApp, card, { actionId: 'case-menu', selectedOption: option });
}

async function report(card: Message, expected: string, reason: string) {
  await openMenuForm(card, 'dispute');
  const viewId = testApp.slack.views('UANA').at(-1)?.id ?? '';
  const values = { expected: { expected: { value: expected } }, reason: { reason: { value: reason } } };
  return observeResponse(testApp, 'UANA', () => testApp.slack.submitView({ user: 'UANA', viewId, values }));
}

it('A wrong verdict is reported from the card, once per person and check, without addresses', async () => {
  const card = onlyCard(await typeCommand(testApp, 'A-S00900001'));
  const first = await report(card, 'direct', 'ines@harbour.example confirmed the move');
  const second = await report(card, 'conflict', 'I changed my mind');
  await openMenuForm(card, 'history');
  const history = visibleText({ blocks: testApp.slack.views('UANA').at(-1)?.['blocks'] });

  expect(onlySentence(first)).toContain('should be “Direct”');
  expect(onlySentence(second)).toContain('should be “Direct”');
  expect(history.match(/Verdict disputed/g)).toHaveLength(1);
  expect(history).toMatch(/should be “Direct” · reason: .+ confirmed the move/);
  expect(history).not.toContain('ines@');
});
