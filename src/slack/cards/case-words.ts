import type { Case, Check } from '../../domain/case.ts';
import { latest } from '../../domain/case.ts';
import { slotsForCustomer, slotsOf } from '../../domain/case-slots.ts';
import { discrepancies } from '../../domain/findings.ts';
import { fill } from '../../domain/text.ts';
import { effectiveEvidence } from '../../domain/ticket-mismatch.ts';
import type { Links } from '../../ports.ts';
import { sayDiscrepancy } from '../../words/evidence.ts';
import { GONE_WORDS } from '../../words/gaps.ts';
import { TOPIC_LABELS } from '../../words/topics.ts';
import { VERDICT_TITLES, wholeDecidedBy } from '../../words/verdicts.ts';
import type { Part, Rich } from '../mrkdwn.ts';
import { bold, fromPieces, join, link, moment, rich, user, words } from '../mrkdwn.ts';

/** The verdict and what it is about. */
export function title(check: Check): Rich {
  return rich`${words(VERDICT_TITLES[check.verdict])} · ${subjectName(check)}`;
}

/** What the verdict belongs to, by its number where it has one. */
export function subjectName({ evidence, judgements }: Check): string {
  const { subject, accounts } = evidence;
  const [first, ...others] = judgements;
  if (first && others.length === 0) return first.number;
  const [found, ...more] = accounts?.ok ? accounts.value : [];
  const account = first?.customer?.number ?? (more.length === 0 ? found?.number : undefined);
  if (account !== undefined && subject.kind !== 'subscription') return `account ${account}`;
  switch (subject.kind) {
    case 'subscription':
      return subject.number;
    case 'account':
      return `account ${subject.number}`;
    case 'crm-account':
      return `Salesforce account ${subject.id}`;
    case 'zuora-subscription':
    case 'zuora-account':
      return `Zuora id ${subject.id}`;
    case 'email':
      return subject.masked;
    case 'ticket':
      return `ticket #${subject.id}`;
  }
}

/** What the scenario says of these facts. */
export function headline(check: Check): Rich {
  return filled(check, check.scenario.headline);
}

export function decidingSentence(check: Check): Rich {
  return fromPieces(fill(wholeDecidedBy(check, slotsOf(check)), slotsForCustomer(check)));
}

/** What other systems say beside the verdict; empty when nothing contradicts it. */
export function contradictions({ evidence, judgements, told }: Check): Rich {
  const all = discrepancies(effectiveEvidence(evidence, told), judgements).map((one) =>
    fromPieces(sayDiscrepancy(one)),
  );
  return all.length === 0 ? [] : [bold(rich`Contradicts:`), words(' '), ...join(all, ' ')];
}

export function prohibitions(check: Check): Rich[] {
  return check.scenario.never.map((sentence) => fromPieces(fill(sentence, slotsForCustomer(check))));
}

/** Who asked, about what, when the systems were asked, and under which rules. */
export function circumstances(kase: Case, links: Links): Rich {
  const check = latest(kase);
  const ticket = ticketLink(check, links);
  const facts = [
    rich`Asked by ${user(kase.openedBy)}`,
    [words(TOPIC_LABELS[check.topic])],
    ...(ticket ? [[ticket, ...goneNote(check)]] : []),
    rich`checked ${moment(check.lookedAt)}`,
    rich`rules: ${words(check.policy)}`,
  ];
  return join(facts, ' · ');
}

function ticketLink({ evidence, told }: Check, links: Links): Part | null {
  const { subject, ticket } = effectiveEvidence(evidence, told);
  const named = ticket?.ok ? ticket.value : subject.kind === 'ticket' ? subject : null;
  return named && link(links.ticket(named.host, named.id), `ticket #${named.id}`);
}

/** Returns a note when the ticket was merged or deleted. */
function goneNote({ evidence: { ticket } }: Check): Rich {
  const gone = ticket?.ok ? ticket.value.gone : undefined;
  return gone ? [words(GONE_WORDS[gone])] : [];
}

/** Which rules the words come from, and where a newer page says otherwise. */
export function sources(check: Check): Rich {
  const { newer, source } = check.scenario;
  const rules = source.rules.map((rule) => (rule === 'house' ? 'our own' : rule));
  const from = rules.length === 0 ? [] : rich`Rules: ${words(rules.join(', '))}`;
  if (!newer) return from;
  const note = [words(`Newer page (${newer.date}): `), ...filled(check, newer.text)];
  return join(
    [note, from].filter((each) => each.length > 0),
    ' · ',
  );
}

/** A sentence of a scenario with what is known put in. */
export function filled(check: Check, template: string): Rich {
  return fromPieces(fill(template, slotsOf(check)));
}
