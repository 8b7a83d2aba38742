import { told } from '../domain/answer.ts';
import type { Check, Told } from '../domain/case.ts';
import { latest } from '../domain/case.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Reference, TicketReference } from '../domain/reference.ts';
import { UserError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { addressNotKept, caseGone } from '../words/answers.ts';
import { beginLook } from './begin-look.ts';
import { measure } from './check-subscription.ts';
import { findCase, findCaseToChange } from './find-case.ts';
import type { Wanted } from './gather-evidence.ts';
import { gatherEvidence } from './gather-evidence.ts';
import { judgeEvidence } from './judge-evidence.ts';

export interface Press {
  readonly caseId: string;
  /** Slack user id. */
  readonly by: string;
  /** The same however often Slack or a restart brings the same press. */
  readonly eventKey: string;
  readonly pressedAt: Date;
}

/**
 * Looks again, past every cache, at the case's subject or at the narrower one that was chosen. Two presses in
 * a row look once: what was read after a press answers that press too.
 */
export async function checkAgain(ports: Ports, press: Press, chosen?: Reference): Promise<void> {
  const before = latest(await findCaseToChange(ports, press.caseId));
  if (!(await ports.cases.knows(press.eventKey))) {
    const answered = before.because === 'recheck' && Date.parse(before.lookedAt) >= press.pressedAt.getTime();
    if (chosen) await lookAgain(ports, press, { wanted: narrowed(before, chosen), because: 'choice' });
    else if (!answered) await lookAgain(ports, press, { wanted: wantedAgain(before), because: 'recheck' });
  }
  await ports.messenger.showCase(await findCase(ports, press.caseId));
}

/** Checks again, this time the subscription or account that the case's ticket names. */
export async function checkTicketOf(ports: Ports, press: Press): Promise<void> {
  const { evidence } = latest(await findCaseToChange(ports, press.caseId));
  await checkAgain(ports, press, ticketOf(evidence) ?? undefined);
}

/** The engineer says what the ticket is about, who asks, or what proof there is: the same evidence, other words. */
export async function tellFacts(ports: Ports, press: Press, facts: Told): Promise<void> {
  if (!(await ports.cases.knows(press.eventKey))) await tell(ports, press, facts);
  const { checks } = await findCase(ports, press.caseId);
  // A look may have been written down in the same moment: what was said goes on top of it.
  const isOnTop = checks.at(-1)?.lookedAt === newestLook(checks).lookedAt;
  if (!isOnTop) await tell(ports, { ...press, eventKey: `${press.eventKey}:again` }, facts);
  await ports.messenger.showCase(await findCase(ports, press.caseId));
}

async function tell(ports: Ports, press: Press, facts: Told): Promise<void> {
  const kase = await findCaseToChange(ports, press.caseId);
  const { evidence, policy, lookedAt } = newestLook(kase.checks);
  const judging = {
    at: ports.now(),
    lookedAt: new Date(lookedAt),
    by: press.by,
    because: 'told',
    policy,
    told: { ...latest(kase).told, ...facts },
  } as const;
  await keep(ports, press, judgeEvidence(evidence, judging));
}

/** The last time that the systems were asked; in the order of events, since clocks may jump. */
function newestLook(checks: readonly Check[]): Check {
  const newest = checks.findLast(({ because }) => because !== 'told');
  if (!newest) throw new Error('a case without a look');
  return newest;
}

interface LookAgain {
  readonly wanted: Wanted;
  readonly because: Check['because'];
}

async function lookAgain(ports: Ports, press: Press, { wanted, because }: LookAgain): Promise<void> {
  const startedAt = ports.now();
  const look = beginLook(ports, { key: press.eventKey, fresh: true });
  const evidence = await gatherEvidence(ports, wanted, look);
  const at = ports.now();
  // Read only now: somebody may have said something while the systems were slow.
  const { told: said } = latest(await findCase(ports, press.caseId));
  const judging = { at, lookedAt: at, by: press.by, because, policy: ports.policy, told: said };
  const check = judgeEvidence(evidence, judging);
  await keep(ports, press, check);
  measure(ports, check, startedAt);
}

async function keep({ cases }: Ports, { caseId, eventKey }: Press, check: Check): Promise<void> {
  if ((await cases.addCheck(caseId, check, eventKey)) === 'erased') throw new UserError(caseGone());
}

function narrowed({ evidence }: Check, subject: Reference): Wanted {
  return { subject, ticket: ticketOf(evidence) };
}

/** What the case was about, to be looked at again. An address is not kept, but the one account it led to is. */
function wantedAgain({ evidence: { subject, accounts, ...rest } }: Check): Wanted {
  const ticket = ticketOf({ subject, accounts, ...rest });
  if (subject.kind !== 'email') return { subject, ticket: subject.kind === 'ticket' ? null : ticket };
  const [only, ...others] = told(accounts) ?? [];
  if (!only || others.length > 0) throw new UserError(addressNotKept());
  return { subject: { kind: 'account', number: only.number }, ticket };
}

/** The case's ticket, whether or not it could be read. */
function ticketOf({ subject, ticket, ticketBeside }: Evidence): TicketReference | null {
  if (subject.kind === 'ticket') return subject;
  const known = told(ticket);
  return known ? { kind: 'ticket', host: known.host, id: known.id } : (ticketBeside ?? null);
}
