import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerDueAt } from '../../src/domain/handoff-deadlines.ts';
import type { Topic } from '../../src/domain/topics.ts';
import { checkCustomer } from '../../src/usecases/check-customer.ts';
import { draftHandoff, type HandoffPreview, saveHandoffDraft } from '../../src/usecases/draft-handoff.ts';
import {
  claimHandoff,
  completeHandoff,
  declineHandoff,
  withdrawHandoff,
} from '../../src/usecases/handoff-actions.ts';
import { setFacts } from '../../src/usecases/recheck-case.ts';
import { completeStep } from '../../src/usecases/step-actions.ts';
import { submitHandoff } from '../../src/usecases/submit-handoff.ts';
import { aHandoffInput } from '../builders/handoffs.ts';
import {
  HandoffSimulation,
  SALES_CHANNEL_BY_TEAM,
  simulationCalendars,
  userErrorText,
} from './handoff-simulation.ts';

const ANA = 'U0ANA';
const BEN = 'U0BEN';
const ROBIN = 'U0ROBIN';
const WRITTEN = 'They leave the partner in April. Please reach out.';

let simulation: HandoffSimulation;
let minute: number;
beforeEach(async () => {
  simulation = await HandoffSimulation.start({ startsAt: '2026-03-02T10:00:00.000Z' });
  minute = 0;
  const wanted = { subject: { kind: 'subscription', number: 'A-S00900001' }, ticket: null } as const;
  const place = { channel: 'C0SUPPORT', thread: null };
  await checkCustomer(simulation.ports, {
    caseId: 'case-1',
    by: ANA,
    lookup: wanted,
    topic: 'direct-renewal',
    requester: null,
    location: place,
  });
});
afterEach(() => simulation.store.close());

/** A minute goes by before anything is done. */
async function aMinuteLater(): Promise<void> {
  minute += 1;
  await simulation.advanceTo(`2026-03-02T10:${String(minute).padStart(2, '0')}:00.000Z`);
}

async function saveDraftAs(by: string, ask = WRITTEN): Promise<HandoffPreview> {
  await aMinuteLater();
  const destination = { channel: SALES_CHANNEL_BY_TEAM.sales, team: 'sales' };
  const input = aHandoffInput({ ask, salesforceLink: null });
  return saveHandoffDraft(simulation.ports, { caseId: 'case-1', by, input, removed: {}, destination });
}

async function submitPreview({ draft: { id, savedAt, by } }: HandoffPreview): Promise<void> {
  await aMinuteLater();
  const idempotencyKey = `submit-${minute}`;
  await simulation.perform(
    submitHandoff(simulation.ports, { draftId: id, savedAt, by, idempotencyKey: idempotencyKey }),
  );
}

async function lastHandoff(): Promise<string> {
  return (await simulation.store.handoffs.listByCase('case-1')).at(-1)?.id ?? '';
}

/** Somebody else sends it, who knows its id. */
function submitAs(by: string, { draft: { id, savedAt } }: HandoffPreview): Promise<string> {
  const submission = { draftId: id, savedAt, by, idempotencyKey: `submit:${id}:${savedAt}` };
  return userErrorText(submitHandoff(simulation.ports, submission));
}

/** Somebody says on the card what the ticket is about. */
async function changeTopic(topic: Topic): Promise<void> {
  await aMinuteLater();
  const press = { caseId: 'case-1', by: ANA, idempotencyKey: `topic-${minute}`, requestedAt: simulation.now };
  await setFacts(simulation.ports, press, { topic });
}

/** What the form holds that somebody opens now. */
async function draftErrorFor(by: string): Promise<string> {
  await aMinuteLater();
  return (await draftHandoff(simulation.ports, 'case-1', by)).input.ask;
}

describe('The draft of a handoff that was declined', () => {
  beforeEach(async () => {
    await submitPreview(await saveDraftAs(ANA));
    await simulation.perform(
      declineHandoff(simulation.ports, simulation.handoffAction(await lastHandoff(), ROBIN), 'Wrong place'),
    );
  });

  it('fills the form of its author again', async () => {
    const { input, chosenDestination } = await draftHandoff(simulation.ports, 'case-1', ANA);

    expect(input).toEqual(aHandoffInput({ ask: WRITTEN, salesforceLink: null }));
    expect(chosenDestination).toEqual({ channel: SALES_CHANNEL_BY_TEAM.sales, team: 'sales' });
  });

  it('is replaced by a newer draft', async () => {
    await saveDraftAs(ANA, 'Another try.');

    expect(await draftErrorFor(ANA)).toBe('Another try.');
  });

  it('does not fill the form of anybody else', async () => {
    expect(await draftErrorFor(BEN)).not.toBe(WRITTEN);
  });
});

describe('A draft', () => {
  it('can be sent by its author only, even if others know its id', async () => {
    const mine = await saveDraftAs(ANA);

    expect(await submitAs(BEN, mine)).toMatch(/^I no longer have this draft/);
    expect(await lastHandoff()).toBe('');
    await submitPreview(mine);
    expect(await lastHandoff()).not.toBe('');
  });
});

describe('An unsent draft', () => {
  it('is kept when the submission is refused because a colleague was faster', async () => {
    const ben = await saveDraftAs(BEN);
    await submitPreview(await saveDraftAs(ANA, 'Hers.'));

    expect(await userErrorText(submitPreview(ben))).toContain('withdraw the other handoff first');
    await expect(draftErrorFor(BEN)).rejects.toThrow('U0ANA has handed Halden Mills (A-S00900001) to Sales');
    await simulation.perform(
      withdrawHandoff(simulation.ports, simulation.handoffAction(await lastHandoff(), ANA), 'Let Ben do it'),
    );
    expect(await draftErrorFor(BEN)).toBe(WRITTEN);
  });

  it("is kept after its author has withdrawn the colleague's handoff", async () => {
    await submitPreview(await saveDraftAs(ANA, 'Hers.'));
    const ben = await saveDraftAs(BEN);
    expect(await userErrorText(submitPreview(ben))).toContain('withdraw the other handoff first');
    await simulation.perform(
      withdrawHandoff(simulation.ports, simulation.handoffAction(await lastHandoff(), BEN), 'Mine instead'),
    );

    expect(await draftErrorFor(BEN)).toBe(WRITTEN);
    await submitPreview(await saveDraftAs(BEN));
    expect((await simulation.handoffState(await lastHandoff())).submitted.by).toBe(BEN);
  });

  it('is kept when its author had sent another handoff before', async () => {
    await submitPreview(await saveDraftAs(ANA, 'The first.'));
    await saveDraftAs(ANA);
    await simulation.perform(
      withdrawHandoff(simulation.ports, simulation.handoffAction(await lastHandoff(), ANA), 'Wrong plan'),
    );

    expect(await draftErrorFor(ANA)).toBe(WRITTEN);
  });

  it('is kept when the topic has changed and the preview is refused because of that', async () => {
    const ana = await saveDraftAs(ANA);
    await changeTopic('change-subscription');

    expect(await userErrorText(submitPreview(ana))).toContain('your text is kept');
    expect(await draftErrorFor(ANA)).toBe(WRITTEN);
  });

  it('for the current topic takes precedence over one for another topic', async () => {
    await saveDraftAs(ANA);
    await changeTopic('change-subscription');
    await saveDraftAs(ANA, 'Ten more seats.');
    await changeTopic('direct-renewal');

    expect(await draftErrorFor(ANA)).toBe(WRITTEN);
  });

  it('that only has the prefilled request is not offered for another topic', async () => {
    await saveDraftAs(ANA, await draftErrorFor(ANA));
    await changeTopic('change-subscription');

    expect(await draftErrorFor(ANA)).toBe(await draftErrorFor(BEN));
    expect((await draftHandoff(simulation.ports, 'case-1', ANA)).input.plan).toBe(aHandoffInput().plan);
  });

  it.each(['done', 'withdrawn'] as const)('is not offered again once it was sent and is %s', async (end) => {
    const untouched = await draftErrorFor(ANA);
    await submitPreview(await saveDraftAs(ANA));
    const id = await lastHandoff();
    if (end === 'withdrawn') {
      await simulation.perform(
        withdrawHandoff(simulation.ports, simulation.handoffAction(id, ANA), 'Not needed any more'),
      );
    } else {
      await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(id, ROBIN)));
      const came = { outcome: 'duplicate', note: null } as const;
      await simulation.perform(completeHandoff(simulation.ports, simulation.handoffAction(id, ROBIN), came));
    }

    expect(await draftErrorFor(ANA)).toBe(untouched);
  });
});

describe('What the case already shows', () => {
  const LINK = 'https://crm.example/0D5000000000001';
  const linkOnCard = async (key: string) =>
    completeStep(
      simulation.ports,
      {
        caseId: 'case-1',
        stepId: 'ask-sales-direct',
        by: BEN,
        idempotencyKey: key,
        requestedAt: simulation.now,
      },
      { value: LINK },
    );

  it('is filled in: the request with its subscription, and the link that was entered on the card', async () => {
    await linkOnCard('step-1');
    const { input } = await draftHandoff(simulation.ports, 'case-1', ANA);

    expect(input).toMatchObject({ salesforceLink: LINK, plan: 'Premium', seats: 25, counts: null });
    expect(input.ask).toContain('A-S00900001');
  });

  it('is added to a draft that was saved before', async () => {
    await saveDraftAs(ANA);
    await aMinuteLater();
    await linkOnCard('step-2');

    expect((await draftHandoff(simulation.ports, 'case-1', ANA)).input).toMatchObject({
      ask: WRITTEN,
      salesforceLink: LINK,
    });
  });

  it('is ticked on the card when the form is submitted, once and by the person who submitted', async () => {
    const preview = await saveDraftAs(ANA);
    const linked = await saveHandoffDraft(simulation.ports, {
      ...preview.draft,
      removed: {},
      destination: preview.draft,
      input: { ...preview.draft.input, salesforceLink: LINK },
    });
    await submitPreview(linked);
    const kase = await simulation.store.cases.find('case-1');
    const ticks = kase?.events.filter(({ kind }) => kind === 'step-done') ?? [];

    expect(ticks).toEqual([
      expect.objectContaining({ stepId: 'in-writing', by: ANA, value: null }),
      expect.objectContaining({ stepId: 'ask-sales-direct', by: ANA, value: LINK }),
    ]);
  });
});

describe('Regions that share a channel', () => {
  const AMER = { channel: 'C0BOTH', team: 'amer' };

  it('are distinguished: the working hours of the chosen region count', async () => {
    const salesChannels = { fallbackChannel: 'C0SALES', byRegion: { emea: 'C0BOTH', amer: 'C0BOTH' } };
    const ports = { ...simulation.ports, settings: { ...simulation.ports.settings, salesChannels } };
    const written = { caseId: 'case-1', by: ANA, input: aHandoffInput(), removed: {}, destination: AMER };

    const { draft, answerBy } = await saveHandoffDraft(ports, written);

    expect(draft).toMatchObject(AMER);
    expect(answerBy).toBe(answerDueAt(simulationCalendars, 'amer', simulation.now));
    expect(answerBy).not.toBe(answerDueAt(simulationCalendars, 'emea', simulation.now));
    expect(await draftHandoff(ports, 'case-1', ANA)).toMatchObject({
      chosenDestination: AMER,
      routeReason: 'chosen',
    });
  });

  it('can be chosen even if one of them is the default', async () => {
    const salesChannels = { fallbackChannel: 'C0BOTH', byRegion: { amer: 'C0BOTH' } };
    const ports = { ...simulation.ports, settings: { ...simulation.ports.settings, salesChannels } };
    const written = { caseId: 'case-1', by: ANA, input: aHandoffInput(), removed: {}, destination: AMER };
    await saveHandoffDraft(ports, written);

    expect(await draftHandoff(ports, 'case-1', ANA)).toMatchObject({
      chosenDestination: AMER,
      routeReason: 'chosen',
    });
  });
});
