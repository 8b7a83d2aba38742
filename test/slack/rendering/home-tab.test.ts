import type { HomeView, KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { validateView } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import type { Handoff } from '../../../src/domain/handoff.ts';
import type { UserPreferences } from '../../../src/domain/user-preferences.ts';
import { DEFAULT_PREFERENCES } from '../../../src/domain/user-preferences.ts';
import type { HomeTabContent } from '../../../src/ports/messenger.ts';
import { renderHomeTab } from '../../../src/slack/rendering/home-tab.ts';
import {
  aCase,
  aCheck,
  anEvidence,
  directSubscriptionEvidence,
  LINKS,
  RENDERED_AT,
} from '../../builders/cases.ts';
import {
  ANSWERED,
  ASKED,
  aHandoff,
  aHandoffFacts,
  CLAIMED,
  HANDOFFS_BY_STATE,
} from '../../builders/handoffs.ts';
import { controlsOf, stringsIn, textsOf } from './rendered-blocks.ts';

const PLACES = {
  links: LINKS,
  permalinkOf: (key: string) => `https://team.slack.example/archives/${key.replace(':', '/')}`,
};
const NOWHERE = { links: LINKS, permalinkOf: () => null };

function aPage(changes: Partial<HomeTabContent> = {}): HomeTabContent {
  return {
    user: 'U0ANA',
    cases: [],
    handoffs: [],
    preferences: DEFAULT_PREFERENCES,
    asOf: RENDERED_AT,
    ...changes,
  };
}

function home(changes: Partial<HomeTabContent> = {}, places: Parameters<typeof renderHomeTab>[1] = PLACES) {
  const view = renderHomeTab(aPage(changes), places);
  expect(validateView(view)).toEqual([]);
  const blocks = view.blocks as KnownBlock[];
  return { view, blocks, texts: textsOf(blocks), controls: controlsOf(blocks), parts: partsOf(view) };
}

/** What stands under each heading. */
function partsOf({ blocks }: HomeView): Record<string, string> {
  const parts: Record<string, string> = {};
  let head = '';
  for (const block of blocks as KnownBlock[]) {
    if (block.type === 'header') head = block.text.text;
    else parts[head] = [parts[head], ...textsOf([block])].filter(Boolean).join('\n');
  }
  return parts;
}

function numbered(index: number, facts: Handoff): Handoff {
  return { ...facts, id: `h${index}` };
}

const chosen = (controls: ReturnType<typeof controlsOf>, action: string) =>
  controls.find(({ action_id: id }) => id === action)?.initial_option;

describe('a Home tab that is opened for the first time', () => {
  it('explains in two lines what the bot does, and shows a hint under every heading', () => {
    const { texts, parts } = home();

    expect(texts[0]?.split('\n')).toHaveLength(2);
    expect(texts[0]).toMatch(/who sold a subscription[\s\S]+Sales/);
    expect(Object.keys(parts).filter(Boolean)).toEqual([
      'Waiting for Sales',
      'My handoffs',
      'My cases',
      'Preferences',
    ]);
    expect(parts['Waiting for Sales']).toContain('“Draft handoff”');
    expect(parts['My handoffs']).toContain('claims them');
    expect(parts['My cases']).toBe('No cases yet. Try /reseller-check A-S00012345');
  });

  it('has no explanation once the person has cases or handoffs', () => {
    expect(home({ cases: [aCase()] }).texts[0]).toBe('Waiting for Sales');
    expect(home({ handoffs: [aHandoff()] }).texts[0]).toBe('Waiting for Sales');
  });
});

describe('the Home tab of a person who may not check customers', () => {
  const sales = renderHomeTab(aPage({ user: 'U0ROBIN' }), PLACES, false);

  it('shows what Sales can do, and nothing else', () => {
    expect(validateView(sales)).toEqual([]);
    expect(Object.keys(partsOf(sales)).filter(Boolean)).toEqual(['My handoffs', 'Preferences']);
    expect(JSON.stringify(sales)).not.toMatch(/reseller-check|Draft handoff|Check a customer/);
  });

  it('shows the handoffs that were claimed', () => {
    const claimed = renderHomeTab(aPage({ user: 'U0ROBIN', handoffs: [aHandoff([CLAIMED])] }), PLACES, false);

    expect(partsOf(claimed)['My handoffs']).toContain('With you since');
  });
});

describe('the Home tab of a person who may check customers', () => {
  it('has a button that opens the form', () => {
    expect(home().controls.find(({ action_id: id }) => id === 'open-check-form')).toMatchObject({
      text: { text: 'Check a customer' },
      value: '{}',
    });
  });
});

describe('handoffs that wait for Sales on the Home tab', () => {
  it('show since when they are unclaimed, and until when an answer is expected', () => {
    const { parts, controls } = home({ handoffs: [aHandoff()] });

    expect(parts['Waiting for Sales']).toMatch(
      /^\*Halden Mills wants to renew directly · A-S00900001\*\nWith Sales \(EMEA\) since <!date.+; nobody has claimed it\. An answer is expected by <!date.+ · <https:.+\|ticket #48211> · <https:.+\/case\/c0123456789abcde\|Open the card>$/,
    );
    expect(controls.filter(({ action_id: id }) => id.startsWith('handoff'))).toEqual([]);
  });

  it('show when the answer is late', () => {
    const at = new Date('2022-11-28T09:00:00.000Z');

    expect(home({ handoffs: [aHandoff()], asOf: at }).parts['Waiting for Sales']).toContain(
      'An answer was expected by',
    );
  });

  it.each(['released', 'lapsed'] as const)('show the time since it was %s', (name) => {
    const handoff = HANDOFFS_BY_STATE[name] ?? aHandoff();
    const [text = ''] = Object.values(home({ handoffs: [handoff] }).parts);
    const given = handoff.events.at(-1)?.at ?? '';

    expect(text).toContain(`With Sales (EMEA) since <!date^${Date.parse(given) / 1000}^`);
  });

  it('are separate from what waits for the reader, which comes first', () => {
    const question = numbered(2, aHandoff([CLAIMED, ASKED]));
    const { parts, controls } = home({ handoffs: [numbered(1, aHandoff()), question] });

    expect(Object.keys(parts)[0]).toBe('Waiting for you');
    expect(parts['Waiting for you']).toMatch(
      /Halden Mills.*\n<@U0ROBIN> asks: “Which plan do they want\?”\nSales asked a question/,
    );
    expect(parts['Waiting for Sales']).toContain('nobody has claimed it');
    expect(parts['Waiting for Sales']).not.toContain('asks:');
    expect(controls.find(({ action_id: id }) => id === 'handoff-answer')).toMatchObject({
      style: 'primary',
      value: '{"handoffId":"h2"}',
      accessibility_label: 'Answer: A-S00900001, Halden Mills',
    });
    expect(parts['My handoffs']).toContain('No claimed handoffs.');
  });

  it('include one that is being sent, and none that has ended', () => {
    const { parts } = home({
      handoffs: ['sending', 'refused', 'outcomeUnknown', 'done', 'declined', 'withdrawn'].map((name, index) =>
        numbered(index, HANDOFFS_BY_STATE[name] ?? aHandoff()),
      ),
    });

    expect(parts['Waiting for Sales']?.match(/Halden Mills/g)).toHaveLength(1);
    expect(parts['Waiting for Sales']).toContain('Sending to Sales (EMEA) · ');
    expect(parts['My handoffs']).not.toContain('Halden Mills');
  });

  it('that Slack refused are shown to their sender, with what to fix and buttons', () => {
    const handoffs = ['refused', 'outcomeUnknown'].map((name, index) =>
      numbered(index, HANDOFFS_BY_STATE[name] ?? aHandoff()),
    );
    const { parts, controls } = home({ handoffs });

    expect(parts['Waiting for you']).toMatch(/Not sent to Sales: .*\/invite[\s\S]*did not confirm whether/);
    expect(
      controls.map(({ text }) => text?.text).filter((text) => text && !/card|customer|Tell|Quiet/.test(text)),
    ).toEqual(['Edit and send again', 'Post is missing', 'Edit and send again']);
    expect(home({ user: 'U0ROBIN', handoffs }).parts['Waiting for you']).toBeUndefined();
  });

  it("link the post when the card's address is unknown, and nothing when both are", () => {
    const onlyPost = {
      links: LINKS,
      permalinkOf: (key: string) => (key.startsWith('handoff:') ? PLACES.permalinkOf(key) : null),
    };
    const handoffs = [aHandoff()];

    expect(home({ handoffs }, onlyPost).parts['Waiting for Sales']).toContain(
      '/handoff/h0123456789abcde-1|Open the post>',
    );
    expect(home({ handoffs }, NOWHERE).parts['Waiting for Sales']).not.toContain('Open the');
  });
});

describe('claimed handoffs on the Home tab', () => {
  it('show Support who has claimed them, with a button for a login check', () => {
    const { parts, controls } = home({ handoffs: [HANDOFFS_BY_STATE['claimed'] ?? aHandoff()] });

    expect(parts['My handoffs']).toMatch(
      /^\*Halden Mills .+\*\nWith <@U0ROBIN> since <!date.+ · reconfirm by <!date.+\|Open the card>$/,
    );
    expect(controls.filter(({ action_id: id }) => id.startsWith('handoff'))).toMatchObject([
      { action_id: 'handoff-check-now', accessibility_label: 'Check login: A-S00900001, Halden Mills' },
    ]);
  });

  it('have no login check where none applies, or where the login was allowed', () => {
    const facts = aHandoffFacts({ firstBoughtFromReseller: false });
    const seen = { asOf: RENDERED_AT.toISOString(), subscriptions: [], gap: null };
    const handoffs = [
      aHandoff([CLAIMED], { facts }),
      numbered(2, aHandoff([CLAIMED, { kind: 'login-checked', loginAllowed: true, snapshot: seen }])),
    ];

    expect(home({ handoffs }).controls.map(({ action_id: id }) => id)).not.toContain('handoff-check-now');
  });

  it('show the person with the claim the next buttons, and a link to the post instead of the card', () => {
    const handoffs = [aHandoff([CLAIMED, ASKED, ANSWERED])];
    const { parts, controls } = home({ user: 'U0ROBIN', handoffs });

    expect(parts['My handoffs']).toMatch(
      /\nWith you since .+ · reconfirm by .+ · from <@U0ANA> · .+\|Open the post>\n<@U0ANA> answered: “Premium, as before”$/,
    );
    expect(
      controls
        .filter(({ action_id: id }) => id.startsWith('handoff'))
        .map(({ text, action_id: id, accessibility_label: label }) => [text?.text, id, label]),
    ).toEqual([
      ['Close', 'handoff-done', 'Close: A-S00900001, Halden Mills'],
      ['Still on it', 'handoff-reconfirm', 'Still on it: A-S00900001, Halden Mills'],
      ['Release', 'handoff-release', 'Release: A-S00900001, Halden Mills'],
    ]);
  });

  it('are hidden from people who are neither their sender nor have the claim', () => {
    const { parts } = home({ user: 'U0CLEO', handoffs: [aHandoff(), numbered(2, aHandoff([CLAIMED]))] });

    expect(JSON.stringify(parts)).not.toContain('Halden');
  });

  it("list the reader's own claims first, then by expiry", () => {
    const claims = ['2022-11-24', '2022-11-23', '2022-11-25'].map((day, index) =>
      numbered(index, aHandoff([{ kind: 'claimed', until: `${day}T09:00:00.000Z` }])),
    );
    const { controls } = home({ user: 'U0ROBIN', handoffs: claims });

    expect(controls.filter(({ action_id: id }) => id === 'handoff-done').map(({ value }) => value)).toEqual([
      '{"handoffId":"h1"}',
      '{"handoffId":"h0"}',
      '{"handoffId":"h2"}',
    ]);
  });

  it("list the reader's own claims before those of others, even if these expire sooner", () => {
    const handoffs = [
      numbered(1, aHandoff([CLAIMED])),
      numbered(2, {
        ...aHandoff(),
        events: aHandoff([{ kind: 'claimed', until: '2022-12-01T09:00:00.000Z' }]).events.map((event) => ({
          ...event,
          by: event.kind === 'claimed' ? 'U0ANA' : event.by,
        })),
      }),
    ];

    expect(home({ handoffs }).parts['My handoffs']).toMatch(/With you since[\s\S]+With <@U0ROBIN> since/);
  });
});

describe('cases on the Home tab', () => {
  it('show verdict, subject, customer, progress and next step, and open the card', () => {
    const { parts, controls } = home({ cases: [aCase()] });

    expect(parts['My cases']).toMatch(
      /^\*Reseller\* · A-S00900001 · Halden Mills · cannot sign in · 0 of \d steps done · next: step 1 “.+” · checked <!date/,
    );
    expect(controls[0]).toMatchObject({
      text: { text: 'Open the card' },
      action_id: 'open-link-card',
      url: 'https://team.slack.example/archives/case/c0123456789abcde',
      accessibility_label: 'Open the card: A-S00900001',
    });
    expect(controls[0]).not.toHaveProperty('value');
  });

  it('show the latest check of each', () => {
    const kase = aCase(
      aCheck(),
      aCheck({ evidence: anEvidence({ subscriptions: [directSubscriptionEvidence()] }) }),
    );

    expect(home({ cases: [kase] }).parts['My cases']).toMatch(/^\*Direct\*/);
  });

  it('have no button when the address of the card is unknown or invalid', () => {
    const strange = { links: LINKS, permalinkOf: () => 'javascript:alert(1)' };

    for (const places of [NOWHERE, strange]) {
      const { controls } = home({ cases: [aCase()] }, places);
      expect(controls.map(({ action_id: id }) => id)).toEqual([
        'open-check-form',
        'set-notifications',
        'set-quiet-hours',
      ]);
    }
  });
});

describe('preferences on the Home tab', () => {
  it('show the defaults until something is chosen', () => {
    const { controls, parts } = home();

    expect(chosen(controls, 'set-notifications')).toMatchObject({
      text: { text: 'in direct messages' },
      value: '{"notifyBy":"dm"}',
    });
    expect(chosen(controls, 'set-quiet-hours')).toMatchObject({
      text: { text: 'none' },
      value: '{"quietHours":null}',
    });
    expect(parts['Preferences']).toContain('In your Slack time zone.');
  });

  it("show what was chosen, in the person's time zone", () => {
    const preferences: UserPreferences = {
      notifyBy: 'mention',
      quietHours: { from: 22, to: 7 },
      timeZone: 'Asia/Tokyo',
    };
    const { controls, parts } = home({ preferences });

    expect(chosen(controls, 'set-notifications')?.value).toBe('{"notifyBy":"mention"}');
    expect(chosen(controls, 'set-quiet-hours')).toMatchObject({
      text: { text: '22:00–07:00' },
      value: '{"quietHours":{"from":22,"to":7}}',
    });
    expect(parts['Preferences']).toContain('In your time zone (Asia/Tokyo).');
  });

  it('list common quiet hours, and keep other stored ones', () => {
    const quiet = { to: 5, from: 23 };
    const values = ({ controls }: ReturnType<typeof home>) =>
      controls.find(({ action_id: id }) => id === 'set-quiet-hours')?.options?.map(({ value }) => value);

    expect(values(home())).toEqual([
      '{"quietHours":null}',
      '{"quietHours":{"from":18,"to":8}}',
      '{"quietHours":{"from":19,"to":7}}',
      '{"quietHours":{"from":20,"to":8}}',
      '{"quietHours":{"from":22,"to":7}}',
    ]);
    const own = home({ preferences: { ...DEFAULT_PREFERENCES, quietHours: quiet } });
    expect(values(own)).toHaveLength(6);
    expect(chosen(own.controls, 'set-quiet-hours')?.text.text).toBe('23:00–05:00');
    const usual = { to: 7, from: 22 };
    expect(values(home({ preferences: { ...DEFAULT_PREFERENCES, quietHours: usual } }))).toHaveLength(5);
  });

  it('have no block ids, so that Slack shows the stored values', () => {
    expect(home().blocks.filter((block) => 'block_id' in block)).toEqual([]);
  });
});

describe('a Home tab with more than fits', () => {
  const many = (count: number, made: Handoff) => Array.from({ length: count }, (_, i) => numbered(i, made));

  it('shows ten cases and twenty handoffs, and counts the rest', () => {
    const cases = Array.from({ length: 13 }, (_, index) => ({ ...aCase(), id: `c${index}` }));
    const { blocks, parts, controls } = home({ cases, handoffs: many(23, aHandoff([ASKED])) });

    expect(blocks.length).toBeLessThanOrEqual(100);
    expect(controls.filter(({ action_id: id }) => id === 'handoff-answer')).toHaveLength(20);
    expect(controls.filter(({ action_id: id }) => id === 'open-link-card')).toHaveLength(10);
    expect(parts['Waiting for you']).toMatch(/…and 3 more$/);
    expect(parts['My cases']).toMatch(/…and 3 more$/);
  });

  it('divides the twenty between waiting and claimed handoffs', () => {
    const claimed = many(15, aHandoff([CLAIMED]));
    const open = many(12, aHandoff()).map(({ id, ...rest }) => ({ ...rest, id: `open-${id}` }));
    const asked = many(3, aHandoff([ASKED])).map(({ id, ...rest }) => ({ ...rest, id: `asked-${id}` }));
    const { parts } = home({ handoffs: [...claimed, ...open, ...asked] });

    expect(parts['Waiting for you']?.match(/Halden/g)).toHaveLength(3);
    expect(parts['Waiting for Sales']?.match(/Halden/g)).toHaveLength(12);
    expect(parts['My handoffs']?.match(/Halden/g)).toHaveLength(5);
    expect(parts['My handoffs']).toMatch(/…and 10 more$/);
  });

  it('fits for a person in Sales with twenty claims', () => {
    const { blocks, controls } = home({ user: 'U0ROBIN', handoffs: many(25, aHandoff([CLAIMED])) });

    expect(blocks.length).toBeLessThanOrEqual(100);
    expect(controls.filter(({ action_id: id }) => id === 'handoff-done')).toHaveLength(20);
  });
});

describe('a Home tab with erased data', () => {
  it('contains no names, quotes or buttons of them', () => {
    const handoffs = [
      numbered(1, aHandoff([ASKED, { kind: 'erased' }])),
      numbered(2, aHandoff([CLAIMED, { kind: 'erased' }])),
      numbered(3, aHandoff([CLAIMED, ASKED, { kind: 'erased' }])),
    ];

    for (const user of ['U0ANA', 'U0ROBIN']) {
      const { view, parts, controls } = home({ user, handoffs });
      expect(stringsIn(view).join()).not.toMatch(/Halden|Quillmark|A-S009|48211|Which plan/);
      expect(parts['My handoffs']?.match(/\*a handoff whose data was erased\*/g)).toHaveLength(2);
      expect(JSON.stringify(parts)).not.toContain('is waiting for your answer');
      expect(controls.map(({ action_id: id }) => id)).toEqual([
        'open-check-form',
        'set-notifications',
        'set-quiet-hours',
      ]);
    }
  });
});
