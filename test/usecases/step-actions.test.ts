import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Case } from '../../src/domain/case.ts';
import type { Scenario } from '../../src/domain/scenario.ts';
import { plainText } from '../../src/domain/text-fragments.ts';
import { UserError } from '../../src/errors.ts';
import type { Ports } from '../../src/ports/ports.ts';
import type { Store } from '../../src/ports/store.ts';
import type { Billing } from '../../src/ports/systems.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { recheckCase } from '../../src/usecases/recheck-case.ts';
import type { StepAction } from '../../src/usecases/step-actions.ts';
import {
  approveOverride,
  checkStepGuard,
  completeStep,
  requestOverride,
  undoStep,
} from '../../src/usecases/step-actions.ts';
import {
  aCheck,
  anAccount,
  anEvidence,
  aScenario,
  aSubscription,
  foundAnswer,
  gapAnswer,
  HALDEN,
  QUILLMARK,
} from '../builders/cases.ts';
import { fakeMessenger, fakePorts } from '../builders/fake-ports.ts';

const NOW = new Date('2022-11-22T15:00:00.000Z');
const GROUNDS = { reason: 'Sales said so', colleague: null };
const LOGIN = ['direct', 'transition-complete'] as const;

const scenario: Scenario = aScenario({
  steps: [
    { id: 'ask', text: 'Ask.' },
    { id: 'answer', text: 'Answer.', requires: { steps: ['ask'] } },
    { id: 'tick', text: 'Tick.', requires: { verdict: LOGIN } },
    { id: 'save', text: 'Save.', requires: { steps: ['ask'], verdict: LOGIN } },
    { id: 'link', text: 'Link.', linkLabel: 'the link to the Chatter post' },
  ],
});

describe('step actions', () => {
  let store: Store;
  let shown: Case[];
  /** The cases whose card said that the systems are being read. */
  let checking: Case[];
  let presses: number;
  beforeEach(async () => {
    store = await openSqliteStore({ file: ':memory:', now: () => NOW });
    shown = [];
    checking = [];
    presses = 0;
    const evidence = anEvidence({
      subject: { kind: 'account', number: HALDEN.number },
      accounts: foundAnswer([HALDEN]),
    });
    const opened = { id: 'case-1', openedAt: NOW.toISOString(), openedBy: 'U0ANA' };
    const place = { channel: 'C0SUPPORT', thread: null };
    await store.cases.open({ ...opened, location: place, checks: [aCheck({ scenario, evidence })] });
  });
  afterEach(() => store.close());

  /** Billing in which Halden Mills has one subscription; `channel` is asked each time. */
  function ports(channel: () => string | Promise<string> = () => 'Non-Reseller'): Ports {
    const none = async () => gapAnswer('not-configured');
    const owner = { id: HALDEN.id, number: HALDEN.number, name: HALDEN.name };
    const billing: Billing = {
      subscription: async () => foundAnswer(aSubscription({ invoiceOwner: HALDEN })),
      account: async () => foundAnswer(anAccount({ channel: await channel() })),
      customerCrmIdHint: async () => null,
      invoiceOwnerHistory: async () => foundAnswer([{ version: 1, since: '2022-02-01', owner }]),
      subscriptionsByAccount: async () => foundAnswer([aSubscription({ invoiceOwner: HALDEN })]),
      accountsByCrmId: none,
      accountsByEmail: none,
    };
    return fakePorts(store, {
      billing,
      messenger: fakeMessenger({
        async publishCaseCard(kase, { isChecking } = { isChecking: false }) {
          (isChecking ? checking : shown).push(kase);
          return { fallbackReason: null };
        },
      }),
      now: () => NOW,
    });
  }

  function press(stepId: string, by = 'U0ANA', change: Partial<StepAction> = {}): StepAction {
    presses += 1;
    return { caseId: 'case-1', stepId, by, idempotencyKey: `press-${presses}`, requestedAt: NOW, ...change };
  }

  /** What happened since the case was opened, as "step-done tick U0ANA". */
  async function happened(): Promise<string[]> {
    const events = (await store.cases.find('case-1'))?.events ?? [];
    return events.slice(1).map((event) => {
      const outcome = event.kind === 'guard-checked' ? (event.allowed ? ' yes' : ' no') : '';
      return 'stepId' in event ? `${event.kind} ${event.stepId} ${event.by}${outcome}` : event.kind;
    });
  }

  async function sentenceOf(work: Promise<void>): Promise<string> {
    const error = await work.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    return error instanceof UserError ? plainText(error.sentence) : `no sentence: ${String(error)}`;
  }

  /** Lets two looks overlap: each waits for its answer until it is given. */
  function slowChannel() {
    const waiting: ((channel: string) => void)[] = [];
    return {
      channel: () => new Promise<string>((resolve) => waiting.push(resolve)),
      async answer(channel: string) {
        for (let turn = 0; turn < 1_000 && waiting.length === 0; turn += 1) {
          await new Promise((resolve) => setImmediate(resolve));
        }
        if (waiting.length === 0) throw new Error('nobody looks');
        waiting.shift()?.(channel);
      },
    };
  }

  it('complete a step once and show the card', async () => {
    await completeStep(ports(), press('ask'));
    await completeStep(ports(), press('ask', 'U0BEN'));

    expect(await happened()).toEqual(['step-done ask U0ANA']);
    expect(shown.map(({ events }) => events.length)).toEqual([2, 2]);
  });

  it('complete a step once when several people press at the same time', async () => {
    const people = ['U0ANA', 'U0BEN', 'U0CYD'];

    await Promise.all(people.map((by) => completeStep(ports(), press('ask', by))));
    await Promise.all(people.map((by) => undoStep(ports(), press('ask', by), 'by mistake')));

    expect((await happened()).map((each) => each.split(' ')[0])).toEqual(['step-done', 'step-undone']);
    expect(shown.at(-1)?.events).toHaveLength(3);
    expect(await store.outbox.countPending()).toBe(0);
  });

  it('complete a guarded step once when several people press at the same time', async () => {
    await Promise.all(['U0ANA', 'U0BEN'].map((by) => completeStep(ports(), press('tick', by))));

    expect(await happened()).toEqual([
      expect.stringMatching(/^guard-checked tick \w+ yes$/),
      expect.stringMatching(/^step-done/),
    ]);
  });

  it('only show the card again when the request is delivered twice', async () => {
    const looks: string[] = [];
    const world = ports(() => {
      looks.push('look');
      return 'Non-Reseller';
    });
    const [look, done, undo] = [press('tick'), press('tick'), press('tick')];
    const all = [
      () => checkStepGuard(world, look),
      () => completeStep(world, done),
      () => undoStep(world, undo, 'by mistake'),
      () => recheckCase(world, { ...press('none'), idempotencyKey: 'recheck' }),
    ];
    for (const work of all) await work();
    const [events, asked] = [await happened(), looks.length];

    for (const work of all) await work();

    expect(await happened()).toEqual(events);
    expect(looks).toHaveLength(asked);
    expect(shown).toHaveLength(2 * all.length);
    expect(checking).toHaveLength(1);
  });

  it('show that a re-check is running until the systems have answered', async () => {
    const slow = slowChannel();
    const work = recheckCase(ports(slow.channel), press('none'));
    while (checking.length === 0) await new Promise((resolve) => setImmediate(resolve));
    for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    // Waits a minute, in case that nobody lives to show the result.
    expect(await store.outbox.countPending()).toBe(1);
    expect(await store.outbox.claim(1)).toEqual([]);
    await slow.answer('Non-Reseller');

    expect([checking.length, shown.length]).toEqual([1, 0]);

    await work;
    expect(await store.outbox.countPending()).toBe(0);
    expect([checking.length, shown.length]).toEqual([1, 1]);
    expect(shown[0]?.checks).toHaveLength(2);
  });

  it('show the unchanged card when a re-check is aborted', async () => {
    const broken = recheckCase(
      ports(() => {
        throw new Error('broken off');
      }),
      press('none'),
    );

    await expect(broken).rejects.toThrow('broken off');
    expect([checking.length, shown.length]).toEqual([1, 1]);
  });

  it('throw no error when the request of an approved override is delivered again', async () => {
    const [ask, agree, done] = [press('tick'), press('tick', 'U0BEN'), press('tick')];
    await requestOverride(ports(), ask, GROUNDS);
    await requestOverride(ports(), ask, GROUNDS);
    await approveOverride(ports(), agree);
    await completeStep(
      ports(() => 'Reseller'),
      done,
    );
    await approveOverride(ports(), agree);

    expect(await happened()).toEqual([
      'override-requested tick U0ANA',
      'override-approved tick U0BEN',
      'step-done tick U0ANA',
    ]);
  });

  it('post the request for an override once, to the chosen colleague', async () => {
    const ask = press('tick');
    await requestOverride(ports(), ask, { reason: 'Sales said so', colleague: 'U0BEN' });
    await requestOverride(ports(), ask, { reason: 'Sales said so', colleague: 'U0BEN' });
    await approveOverride(ports(), press('tick', 'U0CYD'));

    const messages = await store.outbox.claim(10);
    expect(messages).toMatchObject([
      { key: 'override:case-1:1', kind: 'override-request', channel: 'U0BEN' },
    ]);
    await store.outbox.complete({ key: 'override:case-1:1' });
    expect(await store.outbox.claim(10)).toMatchObject([
      { key: 'update:override:case-1:1', kind: 'override-update', channel: 'U0BEN' },
    ]);
  });

  it('approve the request that was shown, and no later one with another reason', async () => {
    await requestOverride(ports(), press('tick'), GROUNDS);
    const shownRequest = 1;
    await approveOverride(ports(), press('tick', 'U0BEN'), shownRequest);
    await completeStep(ports(), press('tick'));
    await undoStep(ports(), press('tick'), 'by mistake');
    await requestOverride(ports(), press('tick'), { reason: 'Billing said so', colleague: null });
    const laterRequest = 5;

    expect(await sentenceOf(approveOverride(ports(), press('tick', 'U0BEN'), shownRequest))).toContain(
      'no longer be approved',
    );
    await approveOverride(ports(), press('tick', 'U0BEN'), laterRequest);

    expect(await happened()).toEqual([
      'override-requested tick U0ANA',
      'override-approved tick U0BEN',
      'step-done tick U0ANA',
      'step-undone tick U0ANA',
      'override-requested tick U0ANA',
      'override-approved tick U0BEN',
    ]);
  });

  it('reject a requester who asks themselves to approve an override', async () => {
    const grounds = { reason: 'Sales said so', colleague: 'U0ANA' };

    expect(await sentenceOf(requestOverride(ports(), press('tick'), grounds))).toContain('someone else');
    expect(await happened()).toEqual([]);
  });

  it('let none of several simultaneous requesters approve their own override', async () => {
    await Promise.allSettled(
      ['U0ANA', 'U0BEN'].map((by) => requestOverride(ports(), press('tick', by), GROUNDS)),
    );
    const [first = ''] = await happened();
    const requester = first.split(' ')[2] ?? '';

    expect(await happened()).toHaveLength(1);
    expect(await sentenceOf(approveOverride(ports(), press('tick', requester)))).toContain(
      'someone else has to approve',
    );
  });

  it('unlock no step after a check that began before a later one ended', async () => {
    const [early, late] = [slowChannel(), slowChannel()];
    const first = checkStepGuard(ports(early.channel), press('tick', 'U0ANA'));
    const second = checkStepGuard(ports(late.channel), press('tick', 'U0BEN'));
    await late.answer('Reseller');
    await second;
    await early.answer('Non-Reseller');
    await early.answer('Reseller');
    await first;

    expect(await happened()).toEqual(['guard-checked tick U0BEN no', 'guard-checked tick U0ANA no']);
  });

  it('complete no step after a check that began before the case was checked again', async () => {
    const early = slowChannel();
    const done = completeStep(ports(early.channel), press('tick'));
    await recheckCase(
      ports(() => 'Reseller'),
      press('none', 'U0BEN'),
    );
    await early.answer('Non-Reseller');

    expect(await sentenceOf(done)).toContain('The steps of this card have changed');
    expect(await happened()).toEqual(['checked']);
  });

  it('throw RetryLater and write nothing when the case keeps changing', async () => {
    const busy = ports();
    const crowded = { ...busy.cases, appendIfUnchanged: async () => 'stale' as const };

    await expect(completeStep({ ...busy, cases: crowded }, press('ask'))).rejects.toMatchObject({
      name: 'RetryLater',
    });

    expect(await happened()).toEqual([]);
  });

  it('name the steps that come first, what is missing, and a step that no longer exists', async () => {
    expect(await sentenceOf(completeStep(ports(), press('answer')))).toContain('Complete step 1 first');
    expect(await sentenceOf(requestOverride(ports(), press('save'), GROUNDS))).toContain(
      'Complete step 1 first',
    );
    expect(await sentenceOf(completeStep(ports(), press('link')))).toContain('the link to the Chatter post');
    expect(await sentenceOf(completeStep(ports(), press('nowhere')))).toContain(
      'The steps of this card have changed',
    );
    expect(await sentenceOf(requestOverride(ports(), press('ask'), GROUNDS))).toContain(
      'nothing to override',
    );
    expect(await sentenceOf(approveOverride(ports(), press('tick')))).toContain('no longer be approved');
    expect(await happened()).toEqual([]);
  });

  it('keep the pasted link', async () => {
    await completeStep(ports(), press('link'), { value: 'https://chatter.example/1' });

    expect(shown.at(-1)?.events.at(-1)).toMatchObject({ value: 'https://chatter.example/1' });
  });

  it('accept a reason instead of a link', async () => {
    await completeStep(ports(), press('link'), { value: null, notApplicable: 'bought on the web' });

    expect(shown.at(-1)?.events.at(-1)).toMatchObject({ value: null, notApplicable: 'bought on the web' });
  });

  it('undo an ordinary step without a reason, and a guarded one only with a reason', async () => {
    await completeStep(ports(), press('ask'));
    await completeStep(ports(), press('tick'));

    await undoStep(ports(), press('ask'), null);
    expect(await sentenceOf(undoStep(ports(), press('tick'), null))).toContain('short reason');
    await undoStep(ports(), press('tick'), 'wrong account');

    expect((await store.cases.find('case-1'))?.events.slice(-2)).toMatchObject([
      { kind: 'step-undone', stepId: 'ask', reason: null },
      { kind: 'step-undone', stepId: 'tick', reason: 'wrong account' },
    ]);
  });

  it('reject a press on a card that shows another customer by now', async () => {
    const other = { ...HALDEN, number: 'A00900009' };
    const evidence = anEvidence({
      subject: { kind: 'account', number: other.number },
      subscriptions: [],
      accounts: foundAnswer([other]),
    });
    await store.cases.appendCheck('case-1', aCheck({ scenario, evidence, trigger: 'choice' }), 'choice');

    expect(await sentenceOf(completeStep(ports(), press('ask', 'U0ANA', { checkIndex: 0 })))).toContain(
      'steps of this card have changed',
    );
    await completeStep(ports(), press('ask', 'U0ANA', { checkIndex: 1 }));

    expect(await happened()).toEqual(['checked', 'step-done ask U0ANA']);
  });

  it('read the account for guarded steps only, and not once they are done', async () => {
    await checkStepGuard(ports(), press('ask'));
    await completeStep(ports(), press('tick'));
    await checkStepGuard(ports(), press('tick'));

    expect(await happened()).toEqual(['guard-checked tick U0ANA yes', 'step-done tick U0ANA']);
  });

  it('deny the guard when the account is unknown', async () => {
    const evidence = anEvidence({ subscriptions: [], accounts: foundAnswer([HALDEN, QUILLMARK]) });
    await store.cases.appendCheck('case-1', aCheck({ scenario, evidence }), 'unclear');

    await completeStep(ports(), press('tick'));

    expect((await store.cases.find('case-1'))?.events.at(-1)).toMatchObject({
      kind: 'guard-checked',
      allowed: false,
      snapshot: { subscriptions: [], gap: 'account' },
    });
  });
});
