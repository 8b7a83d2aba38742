import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CANARIES, CANARY } from '../../scripts/sandbox/upstreams/canaries.ts';
import type { FaultMode, FaultOptions } from '../../scripts/sandbox/upstreams/faults.ts';
import type { Whole } from './harness.ts';
import { startWhole, until, words } from './harness.ts';
import type { Came } from './reading.ts';
import {
  atRest,
  bytesOnDisk,
  keptOnDisk,
  listenIn,
  onlyCard,
  pressed,
  secretsIn,
  shortcutOn,
  typed,
  whatComesOf,
} from './reading.ts';

const TICKETS = [48211, 48212, 48213, 48220, 48230, 48240, 48250];
const TAG = 'CANARY-tag-2b2b';
const NOT_FOUND = 'someone.else@nowhere.example';

/** The bot with everything that a person could have written into a ticket, and ears on all it says. */
interface Scene {
  readonly whole: Whole;
  /** What the bot told Slack, logged and counts. */
  heard(): Promise<string>;
  /** What must be nowhere: every canary, and every address that a system holds. */
  readonly forbidden: readonly string[];
}

async function setScene(): Promise<Scene> {
  const quick = { UPSTREAM_TIMEOUT_MS: '250', CHECK_DEADLINE_MS: '600' };
  const whole = await startWhole({ settings: quick });
  const said = listenIn(whole);
  const { world } = whole.upstreams;
  for (const id of TICKETS) {
    const ticket = world.ticket(id);
    ticket.tags.unshift(TAG, 'lnr_cdot', `${TAG}_lnr_cdot_login`);
    const { subscriptionField: numbers } = ticket;
    if (typeof numbers === 'string') ticket.subscriptionField = `${numbers} ${CANARY.code}`;
  }
  for (const user of world.users)
    if (user.name !== 'Anna Quill') Object.assign(user, { name: CANARY.person });
  const writer = world.users.find(({ id }) => id === world.ticket(48220).requesterId);
  if (writer) writer.email = CANARY.email;
  const addresses = [
    ...world.contacts.map(({ workEmail }) => workEmail),
    ...world.users.map(({ email }) => email),
  ];
  return {
    whole,
    forbidden: [...CANARIES, TAG, NOT_FOUND, ...new Set(addresses.filter((each) => each !== null))],
    async heard() {
      const metrics = await fetch(`${whole.address}/metrics`).then((response) => response.text());
      return [said(), whole.logged.join(''), metrics].join('\n');
    },
  };
}

/** Nowhere said, logged, counted or kept. */
async function expectNoLeak(
  { whole, heard, forbidden }: Scene,
  acknowledged: readonly Came[] = [],
): Promise<void> {
  const bodies = acknowledged.map(({ outcome }) => JSON.stringify(outcome.body ?? ''));
  const text = [await heard(), ...bodies].join('\n');

  expect(forbidden.filter((each) => text.toLowerCase().includes(each.toLowerCase()))).toEqual([]);
  expect(secretsIn(text)).toEqual([]);
  expect(await keptOnDisk(whole, forbidden)).toEqual([]);
}

describe('What stands in a ticket', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await setScene();
  });
  afterAll(() => scene.whole.close());

  it('stays there when it is checked by command, by shortcut and by click', async () => {
    const { whole } = scene;
    const came: Came[] = [];
    for (const id of TICKETS) {
      const byCommand = await typed(whole, `#${id}`);
      const byShortcut = await shortcutOn(whole, {
        text: `${whole.upstreams.zendesk.url}/agent/tickets/${id}`,
      });
      const again = await pressed(whole, onlyCard(byShortcut), { actionId: 'recheck' });
      came.push(byCommand, byShortcut, again);
    }

    expect(came.flatMap(({ cards }) => cards)).toHaveLength(TICKETS.length * 3);
    await expectNoLeak(scene, came);
  });

  it('stays there when it is checked beside a subscription, and when another topic is chosen', async () => {
    const { whole } = scene;
    const first = await typed(whole, 'A-S00900050 #48220');
    const card = onlyCard(first);
    const caseId = String(card.metadata?.event_payload['case_id']);
    const selectedOption = JSON.stringify({ caseId, topic: 'new-purchase' });
    const changed = await pressed(whole, card, { actionId: 'choose-topic', selectedOption });

    await expectNoLeak(scene, [first, changed]);
  });

  it('was there to be seen', async () => {
    const { world, zendesk } = scene.whole.upstreams;

    expect(
      zendesk.requests.filter(({ path, authorized }) => authorized && path.includes('tickets/')).length,
    ).toBeGreaterThan(9);
    expect(world.ticket(48211).tags).toContain(TAG);
  });
});

describe('An address that somebody types', () => {
  it('is masked on the card and in every line, and kept nowhere', async () => {
    const scene = await setScene();
    const { whole } = scene;

    const found = await typed(whole, 'ops@halden-mills.example sign-in');
    const ambiguous = await typed(whole, 'it@pallas.example');
    const unknown = await typed(whole, NOT_FOUND);
    const several = await typed(whole, `ops@halden-mills.example ${NOT_FOUND}`);
    const message = await shortcutOn(whole, { text: 'Please check it@pallas.example' });
    await whole.slack.globalShortcut({ user: 'UANA', callbackId: 'check-customer' });
    const viewId = (await until('the form', () => whole.slack.views('UANA').at(-1))).id;
    const values = { what: { what: { value: 'ops@halden-mills.example' } } };
    const form = await whatComesOf(whole, 'UANA', () =>
      whole.slack.submitView({ user: 'UANA', viewId, values }),
    );

    expect(words(onlyCard(ambiguous))).toContain('i…@pallas.example');
    expect(words(onlyCard(unknown))).toContain('s…@nowhere.example');
    expect(several.sentences.map(words).join()).toContain('o…@halden-mills.example');
    await expectNoLeak(scene, [found, ambiguous, unknown, several, message, form]);
    await whole.close();
  });
});

describe('What people wrote in Slack', () => {
  const text = `${CANARY.subject} ${CANARY.person} <mailto:${CANARY.email}|${CANARY.email}> ${CANARY.code} A-S00900001`;
  const attachments = [
    {
      title: CANARY.description,
      text: `${CANARY.comment}\n${CANARY.licence}`,
      from_url: 'https://gitlab.zendesk.com/agent/x',
    },
    { fallback: CANARY.note, fields: [{ title: CANARY.phone, value: CANARY.fileName }] },
  ];

  it('is not kept, not even while the check is running', async () => {
    const scene = await setScene();
    const { whole } = scene;
    whole.upstreams.zuora.fault('slow', { seconds: 0.4 });
    const ts = whole.slack.say({
      user: 'UBEN',
      channel: 'CSUPPORT',
      text: text.replaceAll(CANARY.email, ''),
      attachments,
    });

    await whole.slack.messageShortcut({ user: 'UANA', channel: 'CSUPPORT', ts, callbackId: 'check-ticket' });
    const bytes = await bytesOnDisk(whole);
    const command = `A-S00900002 ${CANARY.person} ${CANARY.code} ${CANARY.note}`;
    await whole.slack.command({
      user: 'UANA',
      channel: 'CSUPPORT',
      command: '/reseller-check',
      text: command,
    });
    const moreBytes = await bytesOnDisk(whole);
    await atRest(whole);

    expect([bytes.includes('message_action'), moreBytes.includes('A-S00900002')]).toEqual([true, true]);
    expect(CANARIES.filter((canary) => bytes.includes(canary) || moreBytes.includes(canary))).toEqual([]);
    await expectNoLeak(scene);
    await whole.close();
  });

  it('is not kept when there is a question to ask first', async () => {
    const scene = await setScene();

    const came = await shortcutOn(scene.whole, { text: `${text} A-S00900003`, attachments });
    const command = await typed(scene.whole, `${CANARY.subject} ${CANARY.code} ${CANARY.email} A-S00900003`);

    expect(came.sentences).toHaveLength(1);
    await expectNoLeak(scene, [came, command]);
    await scene.whole.close();
  });
});

describe('A system in trouble', () => {
  const troubles: [FaultMode, FaultOptions?][] = [
    ['down'],
    ['slow', { seconds: 2 }],
    ['stall'],
    ['500'],
    ['429'],
    ['401'],
    ['403'],
    ['nonsense', { variant: 'html' }],
    ['nonsense', { variant: 'types' }],
    ['nonsense', { variant: 'cut' }],
    ['nonsense', { variant: 'empty' }],
  ];

  it('makes the bot say, log and keep no more', async () => {
    const scene = await setScene();
    const { whole } = scene;
    const { zuora, salesforce, zendesk } = whole.upstreams;
    const came: Came[] = [];
    for (const [mode, options] of troubles) {
      for (const system of [zendesk, zuora, salesforce]) {
        system.fault(mode, options);
        came.push(await typed(whole, '#48213'));
        if (system === zuora) came.push(await typed(whole, 'ops@halden-mills.example'));
        system.reset();
      }
      await whole.restart();
    }
    zuora.fault('soft-error');
    came.push(await typed(whole, '#48213'), await typed(whole, 'ops@halden-mills.example'));

    expect(came.every(({ cards, sentences }) => cards.length + sentences.length === 1)).toBe(true);
    await expectNoLeak(scene, came);
    await whole.close();
  }, 60_000);

  it('whose good answers are tampered with makes the bot say, log and keep no more', async () => {
    const scene = await setScene();
    const { whole } = scene;
    const came: Came[] = [];
    for (const strange of [CANARY.code, [CANARY.comment], { [CANARY.note]: CANARY.email }, CANARY.licence]) {
      whole.upstreams.zendesk.tamper((_, body) => strangelyFilled(body, strange));
      came.push(await typed(whole, '#48213'));
      await whole.restart();
    }

    expect(came.every(({ cards, sentences }) => cards.length + sentences.length === 1)).toBe(true);
    await expectNoLeak(scene, came);
    await whole.close();
  });
});

/** The fields that are read, with something in them that they never hold. */
function strangelyFilled(body: unknown, strange: unknown): unknown {
  const { ticket } = body as { ticket?: Record<string, unknown> };
  for (const name of ['requester_id', 'organization_id', 'ticket_form_id', 'status'])
    if (ticket) ticket[name] = strange;
  return body;
}
