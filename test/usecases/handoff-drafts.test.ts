import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ANSWER_HOURS } from '../../src/domain/handoff-times.ts';
import type { Topic } from '../../src/domain/reference.ts';
import { tellFacts } from '../../src/usecases/check-again.ts';
import { checkSubscription } from '../../src/usecases/check-subscription.ts';
import type { Preview } from '../../src/usecases/draft-handoff.ts';
import { draftHandoff, saveDraft } from '../../src/usecases/draft-handoff.ts';
import {
  claimHandoff,
  declineHandoff,
  finishHandoff,
  withdrawHandoff,
} from '../../src/usecases/handoff-moves.ts';
import { submitHandoff } from '../../src/usecases/submit-handoff.ts';
import { someTyped } from '../slack/handoffs.ts';
import { CHANNELS, calendars, Life, sentenceOf } from './handoff-life.ts';

const ANA = 'U0ANA';
const BEN = 'U0BEN';
const ROBIN = 'U0ROBIN';
const WRITTEN = 'They leave the partner in April. Please reach out.';

let life: Life;
let minute: number;
beforeEach(async () => {
  life = await Life.start({ startsAt: '2026-03-02T10:00:00.000Z' });
  minute = 0;
  const wanted = { subject: { kind: 'subscription', number: 'A-S00900001' }, ticket: null } as const;
  const place = { channel: 'C0SUPPORT', thread: null };
  await checkSubscription(life.ports, { caseId: 'case-1', by: ANA, wanted, topic: 'direct-renewal', place });
});
afterEach(() => life.store.close());

/** A minute goes by before anything is done. */
async function aMinuteLater(): Promise<void> {
  minute += 1;
  await life.passTo(`2026-03-02T10:${String(minute).padStart(2, '0')}:00.000Z`);
}

async function previews(by: string, ask = WRITTEN): Promise<Preview> {
  await aMinuteLater();
  const destination = { channel: CHANNELS.sales, team: 'sales' };
  const typed = someTyped({ ask, link: null });
  return saveDraft(life.ports, { caseId: 'case-1', by, typed, removed: {}, destination });
}

async function sends({ draft: { id, savedAt, by } }: Preview): Promise<void> {
  await aMinuteLater();
  const eventKey = `submit-${minute}`;
  await life.does(submitHandoff(life.ports, { draftId: id, savedAt, by, eventKey }));
}

async function lastHandoff(): Promise<string> {
  return (await life.store.handoffs.ofCase('case-1')).at(-1)?.id ?? '';
}

/** Somebody else sends it, who knows its id. */
function sentBy(by: string, { draft: { id, savedAt } }: Preview): Promise<string> {
  const submission = { draftId: id, savedAt, by, eventKey: `submit:${id}:${savedAt}` };
  return sentenceOf(submitHandoff(life.ports, submission));
}

/** Somebody says on the card what the ticket is about. */
async function isAbout(topic: Topic): Promise<void> {
  await aMinuteLater();
  const press = { caseId: 'case-1', by: ANA, eventKey: `topic-${minute}`, pressedAt: life.now };
  await tellFacts(life.ports, press, { topic });
}

/** What the form holds that somebody opens now. */
async function asks(by: string): Promise<string> {
  await aMinuteLater();
  return (await draftHandoff(life.ports, 'case-1', by)).typed.ask;
}

describe('What was sent and declined', () => {
  beforeEach(async () => {
    await sends(await previews(ANA));
    await life.does(declineHandoff(life.ports, life.press(await lastHandoff(), ROBIN), 'Wrong place'));
  });

  it('is in the form again for who sent it, with all that was filled in', async () => {
    const { typed, chosen } = await draftHandoff(life.ports, 'case-1', ANA);

    expect(typed).toEqual(someTyped({ ask: WRITTEN, link: null }));
    expect(chosen).toEqual({ channel: CHANNELS.sales, team: 'sales' });
  });

  it('makes way for what they have written since', async () => {
    await previews(ANA, 'Another try.');

    expect(await asks(ANA)).toBe('Another try.');
  });

  it('is not in the form of anybody else', async () => {
    expect(await asks(BEN)).not.toBe(WRITTEN);
  });
});

describe('A draft', () => {
  it('is sent by its author alone, whoever knows its id', async () => {
    const mine = await previews(ANA);

    expect(await sentBy(BEN, mine)).toMatch(/^I no longer have this draft/);
    expect(await lastHandoff()).toBe('');
    await sends(mine);
    expect(await lastHandoff()).not.toBe('');
  });
});

describe('What was written and not sent', () => {
  it('is there for Ben whose submission is refused because Ana was quicker', async () => {
    const ben = await previews(BEN);
    await sends(await previews(ANA, 'Hers.'));

    expect(await sentenceOf(sends(ben))).toContain('What you wrote is kept; withdraw the other one first');
    await expect(asks(BEN)).rejects.toThrow('U0ANA has handed Halden Mills (A-S00900001) to Sales');
    await life.does(withdrawHandoff(life.ports, life.press(await lastHandoff(), ANA), 'Let Ben do it'));
    expect(await asks(BEN)).toBe(WRITTEN);
  });

  it('is there after he has withdrawn hers, as he is told to', async () => {
    await sends(await previews(ANA, 'Hers.'));
    const ben = await previews(BEN);
    expect(await sentenceOf(sends(ben))).toContain('What you wrote is kept; withdraw the other one first');
    await life.does(withdrawHandoff(life.ports, life.press(await lastHandoff(), BEN), 'Mine instead'));

    expect(await asks(BEN)).toBe(WRITTEN);
    await sends(await previews(BEN));
    expect((await life.standing(await lastHandoff())).submitted.by).toBe(BEN);
  });

  it('is there for Ana who sent another one before', async () => {
    await sends(await previews(ANA, 'The first.'));
    await previews(ANA);
    await life.does(withdrawHandoff(life.ports, life.press(await lastHandoff(), ANA), 'Wrong plan'));

    expect(await asks(ANA)).toBe(WRITTEN);
  });

  it('is there after the topic changed, also when the preview is refused because of that', async () => {
    const ana = await previews(ANA);
    await isAbout('change-subscription');

    expect(await sentenceOf(sends(ana))).toContain('what you wrote is kept');
    expect(await asks(ANA)).toBe(WRITTEN);
  });

  it('for the topic as it is now comes before what was written for another one', async () => {
    await previews(ANA);
    await isAbout('change-subscription');
    await previews(ANA, 'Ten more seats.');
    await isAbout('direct-renewal');

    expect(await asks(ANA)).toBe(WRITTEN);
  });

  it('is no request that only stood there for another topic', async () => {
    await previews(ANA, await asks(ANA));
    await isAbout('change-subscription');

    expect(await asks(ANA)).toBe(await asks(BEN));
    expect((await draftHandoff(life.ports, 'case-1', ANA)).typed.plan).toBe(someTyped().plan);
  });

  it.each(['done', 'withdrawn'] as const)('is nothing once it was sent and is %s', async (end) => {
    const untouched = await asks(ANA);
    await sends(await previews(ANA));
    const id = await lastHandoff();
    if (end === 'withdrawn') {
      await life.does(withdrawHandoff(life.ports, life.press(id, ANA), 'Not needed any more'));
    } else {
      await life.does(claimHandoff(life.ports, life.press(id, ROBIN)));
      const came = { outcome: 'duplicate', note: null } as const;
      await life.does(finishHandoff(life.ports, life.press(id, ROBIN), came));
    }

    expect(await asks(ANA)).toBe(untouched);
  });
});

describe('Regions that share a channel', () => {
  const AMER = { channel: 'C0BOTH', team: 'amer' };

  it('are told apart: the hours that count are those of the one that was chosen', async () => {
    const salesChannels = { fallback: 'C0SALES', byRegion: { emea: 'C0BOTH', amer: 'C0BOTH' } };
    const ports = { ...life.ports, salesChannels };
    const written = { caseId: 'case-1', by: ANA, typed: someTyped(), removed: {}, destination: AMER };

    const { draft, answerBy } = await saveDraft(ports, written);

    expect(draft).toMatchObject(AMER);
    expect(answerBy).toBe(calendars.afterHours('amer', life.now, ANSWER_HOURS).toISOString());
    expect(answerBy).not.toBe(calendars.afterHours('emea', life.now, ANSWER_HOURS).toISOString());
    expect(await draftHandoff(ports, 'case-1', ANA)).toMatchObject({ chosen: AMER, because: 'chosen' });
  });

  it('are a choice also when one of them is where it would go anyway', async () => {
    const salesChannels = { fallback: 'C0BOTH', byRegion: { amer: 'C0BOTH' } };
    const ports = { ...life.ports, salesChannels };
    const written = { caseId: 'case-1', by: ANA, typed: someTyped(), removed: {}, destination: AMER };
    await saveDraft(ports, written);

    expect(await draftHandoff(ports, 'case-1', ANA)).toMatchObject({ chosen: AMER, because: 'chosen' });
  });
});
