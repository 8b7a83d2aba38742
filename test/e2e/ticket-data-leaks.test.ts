import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CANARIES, CANARY_BY_NAME } from '../../scripts/sandbox/upstreams/canaries.ts';
import type { FaultMode, UpstreamFaultOptions } from '../../scripts/sandbox/upstreams/faults.ts';
import { forgetOpenCases } from './check-requests.ts';
import type { TestApp } from './harness.ts';
import { startTestApp, visibleText, waitUntil } from './harness.ts';
import type { ObservedResponse } from './responses.ts';
import {
  observeResponse,
  onlyCard,
  pressElement,
  readDatabaseFiles,
  recordSlackTraffic,
  secretsIn,
  textsOnDisk,
  typeCommand,
  useMessageShortcut,
  waitUntilBotIsIdle,
} from './responses.ts';

const TICKETS = [48211, 48212, 48213, 48220, 48230, 48240, 48250];
const TAG = 'CANARY-tag-2b2b';
const NOT_FOUND = 'someone.else@nowhere.example';

/** The bot with everything that a person could have written into a ticket, and ears on all it says. */
interface CanaryFixture {
  readonly whole: TestApp;
  /** What the bot told Slack, logged and counts. */
  heard(): Promise<string>;
  /** What must be nowhere: every canary, and every address that a system holds. */
  readonly forbidden: readonly string[];
}

async function createCanaryFixture(): Promise<CanaryFixture> {
  const quick = { UPSTREAM_TIMEOUT_MS: '250', CHECK_DEADLINE_MS: '600' };
  const testApp = await startTestApp({ settings: quick });
  const said = recordSlackTraffic(testApp);
  const { world } = testApp.upstreams;
  for (const id of TICKETS) {
    const ticket = world.ticket(id);
    ticket.tags.unshift(TAG, 'lnr_cdot', `${TAG}_lnr_cdot_login`);
    const { subscriptionField: numbers } = ticket;
    if (typeof numbers === 'string') ticket.subscriptionField = `${numbers} ${CANARY_BY_NAME.code}`;
  }
  for (const user of world.users)
    if (user.name !== 'Anna Quill') Object.assign(user, { name: CANARY_BY_NAME.person });
  const writer = world.users.find(({ id }) => id === world.ticket(48220).requesterId);
  if (writer) writer.email = CANARY_BY_NAME.email;
  const addresses = [
    ...world.contacts.map(({ workEmail }) => workEmail),
    ...world.users.map(({ email }) => email),
  ];
  return {
    whole: testApp,
    forbidden: [...CANARIES, TAG, NOT_FOUND, ...new Set(addresses.filter((each) => each !== null))],
    async heard() {
      const metrics = await fetch(`${testApp.operatorUrl}/metrics`).then((response) => response.text());
      return [said(), testApp.logLines.join(''), metrics].join('\n');
    },
  };
}

/** Nowhere said, logged, counted or kept. */
async function expectNoLeak(
  { whole: testApp, heard, forbidden }: CanaryFixture,
  acknowledged: readonly ObservedResponse[] = [],
): Promise<void> {
  const bodies = acknowledged.map(({ outcome }) => JSON.stringify(outcome.body ?? ''));
  const text = [await heard(), ...bodies].join('\n');

  expect(forbidden.filter((each) => text.toLowerCase().includes(each.toLowerCase()))).toEqual([]);
  expect(secretsIn(text)).toEqual([]);
  expect(await textsOnDisk(testApp, forbidden)).toEqual([]);
}

describe('The contents of a ticket', () => {
  let scene: CanaryFixture;
  beforeAll(async () => {
    scene = await createCanaryFixture();
  });
  afterAll(() => scene.whole.close());
  beforeEach(() => forgetOpenCases(scene.whole));

  it('are neither stored, posted nor logged when it is checked by command, by shortcut and by click', async () => {
    const { whole } = scene;
    const came: ObservedResponse[] = [];
    for (const id of TICKETS) {
      const byCommand = await typeCommand(whole, `#${id}`);
      await forgetOpenCases(whole);
      const byShortcut = await useMessageShortcut(whole, {
        text: `${whole.upstreams.zendesk.url}/agent/tickets/${id}`,
      });
      const again = await pressElement(whole, onlyCard(byShortcut), { actionId: 'recheck' });
      came.push(byCommand, byShortcut, again);
    }

    expect(came.flatMap(({ cards }) => cards)).toHaveLength(TICKETS.length * 3);
    await expectNoLeak(scene, came);
  });

  it('are neither stored, posted nor logged when it is checked next to a subscription or with another topic', async () => {
    const { whole } = scene;
    const first = await typeCommand(whole, 'A-S00900050 #48220');
    const card = onlyCard(first);
    const caseId = String(card.metadata?.event_payload['case_id']);
    const selectedOption = JSON.stringify({ caseId, topic: 'new-purchase' });
    const changed = await pressElement(whole, card, { actionId: 'choose-topic', selectedOption });

    await expectNoLeak(scene, [first, changed]);
  });

  it('were there to be seen', async () => {
    const { world, zendesk } = scene.whole.upstreams;

    expect(
      zendesk.requests.filter(({ path, authorized }) => authorized && path.includes('tickets/')).length,
    ).toBeGreaterThan(9);
    expect(world.ticket(48211).tags).toContain(TAG);
  });
});

describe('An address that somebody types', () => {
  it('is masked in every message, and neither stored nor logged', async () => {
    const scene = await createCanaryFixture();
    const { whole } = scene;

    const found = await typeCommand(whole, 'ops@halden-mills.example sign-in');
    const ambiguous = await typeCommand(whole, 'it@pallas.example');
    const unknown = await typeCommand(whole, NOT_FOUND);
    const several = await typeCommand(whole, `ops@halden-mills.example ${NOT_FOUND}`);
    const message = await useMessageShortcut(whole, { text: 'Please check it@pallas.example' });
    await whole.slack.globalShortcut({ user: 'UANA', callbackId: 'check-customer' });
    const viewId = (await waitUntil('the form', () => whole.slack.views('UANA').at(-1))).id;
    const values = { what: { what: { value: 'ops@halden-mills.example' } } };
    const form = await observeResponse(whole, 'UANA', () =>
      whole.slack.submitView({ user: 'UANA', viewId, values }),
    );

    expect(visibleText(onlyCard(ambiguous))).toContain('i…@pallas.example');
    expect(visibleText(onlyCard(unknown))).toContain('s…@nowhere.example');
    expect(several.sentences.map(visibleText).join()).toContain('o…@halden-mills.example');
    await expectNoLeak(scene, [found, ambiguous, unknown, several, message, form]);
    await whole.close();
  });
});

describe('Text typed in Slack', () => {
  const text = `${CANARY_BY_NAME.subject} ${CANARY_BY_NAME.person} <mailto:${CANARY_BY_NAME.email}|${CANARY_BY_NAME.email}> ${CANARY_BY_NAME.code} A-S00900001`;
  const attachments = [
    {
      title: CANARY_BY_NAME.description,
      text: `${CANARY_BY_NAME.comment}\n${CANARY_BY_NAME.licence}`,
      from_url: 'https://gitlab.zendesk.com/agent/x',
    },
    {
      fallback: CANARY_BY_NAME.note,
      fields: [{ title: CANARY_BY_NAME.phone, value: CANARY_BY_NAME.fileName }],
    },
  ];

  it('is not stored, not even while the check is running', async () => {
    const scene = await createCanaryFixture();
    const { whole } = scene;
    whole.upstreams.zuora.setFault('slow', { seconds: 0.4 });
    const ts = whole.slack.postAsUser({
      user: 'UBEN',
      channel: 'CSUPPORT',
      text: text.replaceAll(CANARY_BY_NAME.email, ''),
      attachments,
    });

    await whole.slack.messageShortcut({ user: 'UANA', channel: 'CSUPPORT', ts, callbackId: 'check-ticket' });
    const bytes = await readDatabaseFiles(whole);
    const command = `A-S00900002 ${CANARY_BY_NAME.person} ${CANARY_BY_NAME.code} ${CANARY_BY_NAME.note}`;
    await whole.slack.command({
      user: 'UANA',
      channel: 'CSUPPORT',
      command: '/reseller-check',
      text: command,
    });
    const moreBytes = await readDatabaseFiles(whole);
    await waitUntilBotIsIdle(whole);

    expect([bytes.includes('message_action'), moreBytes.includes('A-S00900002')]).toEqual([true, true]);
    expect(CANARIES.filter((canary) => bytes.includes(canary) || moreBytes.includes(canary))).toEqual([]);
    await expectNoLeak(scene);
    await whole.close();
  });

  it('is not stored when the bot has to ask a question first', async () => {
    const scene = await createCanaryFixture();

    const came = await useMessageShortcut(scene.whole, { text: `${text} A-S00900003`, attachments });
    const command = await typeCommand(
      scene.whole,
      `${CANARY_BY_NAME.subject} ${CANARY_BY_NAME.code} ${CANARY_BY_NAME.email} A-S00900003`,
    );

    expect(came.sentences).toHaveLength(1);
    await expectNoLeak(scene, [came, command]);
    await scene.whole.close();
  });
});

describe('A system that fails', () => {
  const troubles: [FaultMode, UpstreamFaultOptions?][] = [
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

  it('makes the bot post, log and store no more', async () => {
    const scene = await createCanaryFixture();
    const { whole } = scene;
    const { zuora, salesforce, zendesk } = whole.upstreams;
    const came: ObservedResponse[] = [];
    for (const [mode, options] of troubles) {
      for (const system of [zendesk, zuora, salesforce]) {
        system.setFault(mode, options);
        came.push(await typeCommand(whole, '#48213'));
        if (system === zuora) came.push(await typeCommand(whole, 'ops@halden-mills.example'));
        system.reset();
      }
      await whole.restart();
    }
    zuora.setFault('soft-error');
    came.push(await typeCommand(whole, '#48213'), await typeCommand(whole, 'ops@halden-mills.example'));

    expect(came.every(({ cards, sentences }) => cards.length + sentences.length === 1)).toBe(true);
    await expectNoLeak(scene, came);
    await whole.close();
  }, 60_000);

  it('or answers with changed data makes the bot post, log and store no more', async () => {
    const scene = await createCanaryFixture();
    const { whole } = scene;
    const came: ObservedResponse[] = [];
    for (const strange of [
      CANARY_BY_NAME.code,
      [CANARY_BY_NAME.comment],
      { [CANARY_BY_NAME.note]: CANARY_BY_NAME.email },
      CANARY_BY_NAME.licence,
    ]) {
      whole.upstreams.zendesk.setTamper((_, body) => withUnexpectedValues(body, strange));
      came.push(await typeCommand(whole, '#48213'));
      await whole.restart();
    }

    expect(came.every(({ cards, sentences }) => cards.length + sentences.length === 1)).toBe(true);
    await expectNoLeak(scene, came);
    await whole.close();
  });
});

/** The fields that are read, with something in them that they never hold. */
function withUnexpectedValues(body: unknown, strange: unknown): unknown {
  const { ticket } = body as { ticket?: Record<string, unknown> };
  for (const name of ['requester_id', 'organization_id', 'ticket_form_id', 'status'])
    if (ticket) ticket[name] = strange;
  return body;
}
