import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { newest } from './asking.ts';
import {
  handedOver,
  handOver,
  handoffOf,
  handoffsIn,
  modalOf,
  notesTo,
  press,
  preview,
  send,
  settled,
} from './handing.ts';
import type { Whole } from './harness.ts';
import { caseOf, check, startWhole, until, words } from './harness.ts';
import { atRest, pressed, typed } from './reading.ts';

let whole: Whole;
beforeEach(async () => {
  whole = await startWhole();
});
afterEach(() => whole.close());

const LINK = 'https://gitlab.lightning.force.com/lightning/r/Case/5005/view';

function shown(message: Message): string {
  return words(newest(whole, message) ?? {});
}

/** Chooses something in the menu that the card has for its handoff. */
async function choose(card: Message, what: string, user = 'UANA'): Promise<void> {
  const [post] = handoffsIn(whole);
  const value = JSON.stringify({ handoffId: post && handoffOf(post).handoff_id, do: what });
  await whole.slack.click({
    user,
    channel: card.channel,
    ts: card.ts,
    actionId: 'handoff-menu',
    selectedOption: value,
  });
}

describe('Who may do what with a handoff', () => {
  it('lets people of Sales claim, who are not in the Support group and may not run checks', async () => {
    const { post } = await handedOver(whole);
    await press(whole, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await settled(whole);
    await whole.slack.command({
      user: 'UROBIN',
      channel: 'CSALES',
      command: '/reseller-check',
      text: 'A-S00900001',
    });
    await atRest(whole);

    expect(handoffOf(newest(whole, post) as Message).state).toBe('claimed');
    expect(whole.slack.ephemerals({ user: 'UROBIN' }).map(words).join('\n')).toContain('Support user group');
  });

  it('keeps guests out, who only see a sentence', async () => {
    whole.slack.invite('CSALES', 'UGUEST');
    const { post } = await handedOver(whole);
    await press(whole, post, { user: 'UGUEST', actionId: 'handoff-claim' });
    await settled(whole);

    expect(handoffOf(newest(whole, post) as Message).state).toBe('open');
    expect(whole.slack.ephemerals({ user: 'UGUEST' }).map(words).join('\n')).toContain('Guests');
    await whole.slack.openHome('UGUEST');
    await atRest(whole);
    expect(whole.slack.home('UGUEST')).toBeNull();
  });

  it('takes the customers off the Home of somebody who became a guest', async () => {
    const { slack } = whole;
    await handedOver(whole);
    await slack.openHome('UANA');
    await atRest(whole);
    expect(words(slack.home('UANA') ?? {})).toContain('Halden Mills');
    await whole.restart(async () => {
      slack.addUser({ id: 'UANA', name: 'ana', realName: 'Ana', guest: 'multi' });
    });
    await slack.openHome('UANA');
    await atRest(whole);

    expect(words(slack.home('UANA') ?? {})).not.toContain('Halden Mills');
    expect(words(slack.home('UANA') ?? {})).toMatch(/Guests cannot use this bot/);
    const [post] = handoffsIn(whole);
    await press(whole, post as Message, { user: 'UROBIN', actionId: 'handoff-claim' });
    await settled(whole);
    expect(words(slack.home('UANA') ?? {})).not.toContain('Halden Mills');
  });

  it.each([
    ['became a guest', { guest: 'multi' }],
    ['belongs to another workspace', { team: 'T0OTHERCO' }],
  ] as const)(
    'sends no note to an engineer who %s, and redraws their Home without customers',
    async (_, changed) => {
      const { slack } = whole;
      const { post } = await handedOver(whole);
      await slack.openHome('UANA');
      await atRest(whole);
      const before = notesTo(whole, 'UANA').length;
      await whole.restart(async () => {
        slack.addUser({ id: 'UANA', name: 'ana', realName: 'Ana', ...changed });
      });
      await press(whole, post, { user: 'UROBIN', actionId: 'handoff-claim' });
      await settled(whole);

      expect(handoffOf(newest(whole, post) as Message).state).toBe('claimed');
      expect(notesTo(whole, 'UANA')).toHaveLength(before);
      expect(words(slack.home('UANA') ?? {})).not.toContain('Halden Mills');
      expect(whole.logged.join('')).toContain('note not taken');
    },
  );

  it('says at once what stands against a form, before anybody writes for nothing', async () => {
    const { post } = await handedOver(whole);
    await press(whole, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await settled(whole);
    await press(whole, post, { user: 'UKIM', actionId: 'handoff-done' });

    const [view, ...more] = whole.slack.views('UKIM').map(({ blocks }) => JSON.stringify(blocks));
    expect(more).toEqual([]);
    expect(view).toContain('claimed Halden Mills');
    expect(view).not.toContain('"input"');
  });

  it('lets only who has the claim release it or end it', async () => {
    const { post } = await handedOver(whole);
    await press(whole, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await settled(whole);
    await press(whole, post, { user: 'UBEN', actionId: 'handoff-release' });
    expect(whole.slack.ephemerals({ user: 'UBEN' }).map(words).join('\n')).toContain(
      '<@UROBIN> claimed Halden Mills',
    );
    await press(whole, post, { user: 'UROBIN', actionId: 'handoff-release' });
    await settled(whole);

    expect(handoffOf(newest(whole, post) as Message).state).toBe('open');
    expect(shown(post)).toContain('<@UROBIN> released it');
  });
});

describe('What Support can do after the handoff', () => {
  it('adds the link to Salesforce, which ticks the step that asks for it', async () => {
    const { card, post } = await handedOver(whole);
    await choose(card, 'link');
    await modalOf(whole, 'UANA', 'handoff-link');
    await send(whole, 'UANA', { link: `${LINK}?secret=1` });
    await settled(whole);

    expect(shown(post)).toContain(LINK);
    expect(shown(post)).not.toContain('secret');
    expect(shown(card)).toMatch(/1 of \d done/);
    await choose(card, 'link');
    await modalOf(whole, 'UANA', 'handoff-link');
    await send(whole, 'UANA', { link: LINK.replace('5005', '5006') });
    await settled(whole);
    for (const message of [card, post]) {
      expect(JSON.stringify(newest(whole, message))).toContain('Case/5006/view');
      expect(JSON.stringify(newest(whole, message))).not.toContain('Case/5005/view');
    }
  });

  it('withdraws it with a reason; who had it is told, and a new one can be drafted', async () => {
    const { card, post } = await handedOver(whole);
    await press(whole, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await settled(whole);
    await choose(card, 'withdraw');
    await modalOf(whole, 'UANA', 'handoff-reason');
    await send(whole, 'UANA', { reason: 'The customer renewed with the partner after all.' });
    await settled(whole);

    expect(handoffOf(newest(whole, post) as Message).state).toBe('withdrawn');
    expect(words(notesTo(whole, 'UROBIN').at(-1) ?? {})).toContain('renewed with the partner');
    await preview(whole, { card });
    await send(whole, 'UANA');
    await settled(whole);
    expect(handoffsIn(whole).map((one) => handoffOf(one).state)).toEqual(['withdrawn', 'open']);
  });

  it('gets the texts for Salesforce to copy, without any address', async () => {
    const { card } = await handedOver(whole);
    await choose(card, 'texts');
    const modal = await modalOf(whole, 'UANA', 'handoff-texts');
    const text = JSON.stringify(modal.blocks);

    expect(text).toContain('Quillmark Resale Ltd');
    expect(text).toContain('first had a reseller purchase');
    expect(text).not.toMatch(/@[a-z-]+\.example/);
  });

  it('is told that it was declined, and why', async () => {
    const { post } = await handedOver(whole);
    await press(whole, post, {
      user: 'UKIM',
      actionId: 'handoff-decline',
      form: 'handoff-reason',
      filled: { reason: 'Belongs to the partner team.' },
    });
    await settled(whole);

    expect(handoffOf(newest(whole, post) as Message).state).toBe('declined');
    expect(words(notesTo(whole, 'UANA').at(-1) ?? {})).toContain('Belongs to the partner team');
  });

  it('finds everything in the history of the case', async () => {
    const { card, post } = await handedOver(whole);
    await press(whole, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await settled(whole);
    const option = JSON.stringify({ caseId: caseOf(card).case_id, show: 'history' });
    await pressed(whole, card, { actionId: 'case-menu', selectedOption: option });
    const history = words({ blocks: whole.slack.views('UANA').at(-1)?.blocks });

    expect(history).toMatch(/<@UROBIN> · \*Claimed until/);
    expect(history).toContain('Handed to Sales in <#CSALES>');
  });
});

describe('A preview', () => {
  it('that a look at the systems has overtaken is not sent', async () => {
    const card = await check(whole, 'A-S00900001 direct-renewal');
    await preview(whole, { card });
    await new Promise((resolve) => setTimeout(resolve, 10));
    await pressed(whole, card, { actionId: 'recheck' });
    await send(whole, 'UANA');
    await settled(whole);

    expect(handoffsIn(whole)).toEqual([]);
    expect(whole.slack.directMessages('UANA').messages.map(words).join('\n')).toContain('looked at again');
  });

  it('goes back to the form with what was written', async () => {
    const card = await check(whole, 'A-S00900001 direct-renewal');
    const view = await preview(whole, { card });
    await whole.slack.click({ user: 'UANA', viewId: view.id, actionId: 'handoff-edit' });
    const form = await modalOf(whole, 'UANA', 'handoff-draft');

    expect(JSON.stringify(form.blocks)).toContain('in ticket #48211');
  });
});

describe('Home and mine', () => {
  it('show what waits for Sales, and are drawn anew after each change', async () => {
    await whole.slack.openHome('UANA');
    await until('a Home tab', () => whole.slack.home('UANA'));
    const { post } = await handedOver(whole);
    const home = () => words({ blocks: whole.slack.home('UANA')?.blocks });
    expect(home()).toMatch(/Waiting for Sales[\s\S]*Halden Mills/);
    await press(whole, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await settled(whole);

    expect(home()).toContain('<@UROBIN>');
    const { sentences } = await typed(whole, 'mine');
    expect(words(sentences[0] ?? {})).toContain('Halden Mills');
  });

  it('show what Slack would not have, from where it is sent again, until it is', async () => {
    const { slack } = whole;
    await slack.openHome('UANA');
    const { id: viewId } = await until('a Home tab', () => slack.home('UANA'));
    const home = () => words({ blocks: slack.home('UANA')?.blocks });
    slack.kick('CSALES', slack.botUserId);
    await handOver(whole);
    await settled(whole);
    expect(home()).toMatch(/^\s*Waiting for you[\s\S]*Not sent to Sales: [^\n]*\/invite/);
    expect(words((await typed(whole, 'mine')).sentences[0] ?? {})).toContain('Not sent to Sales');

    slack.invite('CSALES', slack.botUserId);
    await slack.click({ user: 'UANA', viewId, actionId: 'draft-handoff' });
    await modalOf(whole, 'UANA', 'handoff-draft');
    await send(whole, 'UANA');
    await modalOf(whole, 'UANA', 'handoff-preview');
    await send(whole, 'UANA');
    await settled(whole);

    expect(handoffsIn(whole)).toHaveLength(1);
    expect(home()).not.toContain('Waiting for you');
  });

  it('keeps what a person prefers: mentioned in the thread of the card', async () => {
    await whole.slack.openHome('UANA');
    const home = await until('a Home tab', () => whole.slack.home('UANA'));
    const option = JSON.stringify({ tell: 'mention' });
    await whole.slack.click({
      user: 'UANA',
      viewId: home.id,
      actionId: 'prefer-tell',
      selectedOption: option,
    });
    const { card, post } = await handedOver(whole);
    await press(whole, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await settled(whole);

    expect(notesTo(whole, 'UANA')).toEqual([]);
    const [reply] = whole.slack.replies(card.channel, card.ts);
    expect(words(reply ?? {})).toMatch(/<@UANA>[\s\S]*<@UROBIN>/);
  });
});
