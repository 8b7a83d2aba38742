import { told } from '../domain/answer.ts';
import type { Case } from '../domain/case.ts';
import { latest } from '../domain/case.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Reference, TicketReference, Topic } from '../domain/reference.ts';
import { UserError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { addressNotKept } from '../words/answers.ts';
import { measure } from './check-subscription.ts';
import { findCase } from './find-case.ts';
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
  const known = await findCase(ports, press.caseId);
  const before = latest(known);
  const answered = before.because === 'recheck' && Date.parse(before.at) >= press.pressedAt.getTime();
  if (chosen || !answered) await lookAgain(ports, { known, press, chosen: chosen ?? null });
  await ports.messenger.showCase(await findCase(ports, press.caseId));
}

/** The engineer says what the ticket is about: the same evidence, other words. */
export async function chooseTopic(ports: Ports, press: Press, topic: Topic): Promise<void> {
  const { evidence, policy, lookedAt } = latest(await findCase(ports, press.caseId));
  const when = { at: ports.now(), lookedAt: new Date(lookedAt) };
  const judging = { ...when, by: press.by, because: 'topic', policy, topic } as const;
  await ports.cases.addCheck(press.caseId, judgeEvidence(evidence, judging), press.eventKey);
  await ports.messenger.showCase(await findCase(ports, press.caseId));
}

async function lookAgain(
  ports: Ports,
  { known, press, chosen }: { known: Case; press: Press; chosen: Reference | null },
): Promise<void> {
  const startedAt = ports.now();
  const { evidence: before, topic } = latest(known);
  const wanted = chosen ? { subject: chosen, ticket: ticketOf(before) } : wantedAgain(before);
  const look = { signal: AbortSignal.timeout(ports.checkDeadlineMs), fresh: true };
  const evidence = await gatherEvidence(ports, wanted, look);
  const at = ports.now();
  const check = judgeEvidence(evidence, {
    at,
    lookedAt: at,
    by: press.by,
    because: chosen ? 'choice' : 'recheck',
    policy: ports.policy,
    topic,
  });
  await ports.cases.addCheck(press.caseId, check, press.eventKey);
  measure(ports, check, startedAt);
}

function wantedAgain(before: Evidence): Wanted {
  const { subject, accounts } = before;
  const ticket = ticketOf(before);
  if (subject.kind !== 'email') return { subject, ticket: subject.kind === 'ticket' ? null : ticket };
  const [only, ...others] = told(accounts) ?? [];
  if (!only || others.length > 0) throw new UserError(addressNotKept());
  return { subject: { kind: 'account', number: only.number }, ticket };
}

function ticketOf({ subject, ticket }: Evidence): TicketReference | null {
  if (subject.kind === 'ticket') return subject;
  const known = told(ticket);
  return known ? { kind: 'ticket', host: known.host, id: known.id } : null;
}
