import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Case } from '../../src/domain/case.ts';
import type { Handoff } from '../../src/domain/handoff.ts';
import { checkAgain, tellFacts } from '../../src/usecases/check-again.ts';
import {
  answerHandoff,
  askAboutHandoff,
  claimHandoff,
  declineHandoff,
  finishHandoff,
} from '../../src/usecases/handoff-moves.ts';
import { undoStep } from '../../src/usecases/steps.ts';
import { auditLines, handoffLines } from '../../src/words/audit.ts';
import { Life } from './handoff-life.ts';

/** Names, and what people typed. */
const PERSONAL = /Halden|Quillmark|call them this week|entity signs|The same as before|Robin Vale/;

let life: Life;
let id: string;
beforeEach(async () => {
  life = await Life.start({ startsAt: '2026-03-02T10:00:00.000Z', change: { retentionDays: 30 } });
  id = await life.handOver('case-1');
});
afterEach(() => life.store.close());

async function kept(): Promise<{ kase: Case; handoff: Handoff; text: string; audit: string }> {
  const kase = await life.store.cases.find('case-1');
  const handoff = await life.store.handoffs.find(id);
  if (!kase || !handoff) throw new Error('it is gone altogether');
  const audit = [...auditLines(kase), ...handoffLines(handoff)].join('\n');
  return {
    kase,
    handoff,
    text: JSON.stringify([kase.checks[0]?.evidence, kase.checks[0]?.judgements, handoff]),
    audit,
  };
}

/** Tuesday 3 March, 10:00: a question, an answer, a claim and an end. */
async function ended(): Promise<void> {
  await life.passTo('2026-03-03T10:00:00.000Z');
  await life.does(askAboutHandoff(life.ports, life.press(id, 'U0ROBIN'), 'Which entity signs?'));
  await life.does(answerHandoff(life.ports, life.press(id, 'U0ANA'), 'The same as before'));
  await life.does(claimHandoff(life.ports, life.press(id, 'U0ROBIN')));
  const ending = { outcome: 'stays-with-partner', note: 'Halden Mills stays' } as const;
  await life.does(finishHandoff(life.ports, life.press(id, 'U0ROBIN'), ending));
}

describe('The personal data of a case', () => {
  it('is kept until 30 days after the last thing that happened, then erased, and what was shown is drawn anew', async () => {
    await ended();
    // The engineer was asked to check with the customer on Thursday at 10:00; that was the last thing.
    await life.passTo('2026-04-04T09:59:59.000Z');
    expect((await kept()).text).toMatch(PERSONAL);
    life.said.length = 0;
    await life.passTo('2026-04-04T10:00:00.000Z');
    const { handoff, text } = await kept();

    expect(text).not.toMatch(PERSONAL);
    expect(handoff.events.at(-1)?.kind).toBe('erased');
    expect(life.said).toEqual([`2026-04-04T10:00 draws ${id} done`, '2026-04-04T10:00 draws case-1']);
  });

  it('goes, and the lines of the audit stay: ids, verdicts, who and when', async () => {
    await ended();
    await life.passTo('2026-04-05T00:00:00.000Z');
    const { audit } = await kept();

    expect(audit).not.toMatch(PERSONAL);
    expect(audit).toMatch(/Case case-1, opened 2026-03-02T10:00:00\.000Z by U0ANA in C0SUPPORT/);
    expect(audit).toMatch(/verdict {3}A-S00900001 {2}reseller/);
    expect(audit).toMatch(/2026-03-02T10:00:00\.000Z {2}U0ANA {2}submitted to C0SALES \(sales\)/);
    expect(audit).toMatch(/2026-03-03T10:00:00\.000Z {2}U0ROBIN {2}done: stays-with-partner/);
    expect(audit).toMatch(/2026-04-04T10:00:00\.000Z {2}bot {2}erased/);
  });

  it('is kept for as long as Sales has the handoff', async () => {
    await life.passTo('2026-12-01T00:00:00.000Z');
    expect((await kept()).text).toMatch(PERSONAL);
    await life.does(declineHandoff(life.ports, life.press(id, 'U0ROBIN'), 'Too late'));
    await life.passTo('2026-12-30T23:59:00.000Z');
    expect((await kept()).text).toMatch(PERSONAL);
    await life.passTo('2027-02-01T00:00:00.000Z');

    expect((await kept()).text).not.toMatch(PERSONAL);
  });

  it('is erased once: asking again changes nothing and draws nothing', async () => {
    await ended();
    await life.passTo('2026-04-05T00:00:00.000Z');
    const before = await kept();
    life.said.length = 0;

    expect(await life.store.cases.erase('case-1', life.now)).toBe('erased-before');
    await life.passTo('2026-06-05T00:00:00.000Z');
    expect(await kept()).toEqual(before);
    expect(life.said).toEqual([]);
  });

  it('comes back through nobody who still has a form or a button of it open', async () => {
    await ended();
    await life.store.cases.erase('case-1', life.now);
    const before = await kept();
    const { ports } = life;
    const step = { caseId: 'case-1', stepId: 'handoff', by: 'U0ANA', eventKey: 'late', pressedAt: life.now };
    const late = [
      () => askAboutHandoff(ports, life.press(id, 'U0ROBIN'), 'Halden Mills?'),
      () => life.handOver('case-1'),
      () => checkAgain(ports, step),
      () => tellFacts(ports, step, { topic: 'enable-login' }),
      () => undoStep(ports, step, 'Halden Mills'),
    ];

    for (const act of late) await expect(act()).rejects.toThrow('I no longer have this case');
    expect(await kept()).toEqual(before);
  });

  it('is asked for when nobody has such a case, which is no harm', async () => {
    expect(await life.store.cases.erase('case-9', life.now)).toBe('not-found');
  });

  it('that is being erased when the process dies is drawn anew all the same', async () => {
    await ended();
    await life.passTo('2026-04-04T09:00:00.000Z');
    const { cases } = life.ports;
    life.sleepUntil('2026-04-04T10:00:00.000Z');
    const dying = {
      ...cases,
      erase: async (...given: Parameters<typeof cases.erase>) => {
        await cases.erase(...given);
        throw new Error('killed');
      },
    };
    life.said.length = 0;
    await life.lookWith({ cases: dying });
    life.sleepUntil('2026-04-04T10:01:00.000Z');
    await life.look();

    expect(life.said).toEqual([`2026-04-04T10:01 draws ${id} done`, '2026-04-04T10:01 draws case-1']);
  });
});
