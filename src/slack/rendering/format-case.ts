import type { Case, Check } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import { findDiscrepancies } from '../../domain/findings.ts';
import { customerPlaceholderValues, placeholderValuesOf } from '../../domain/placeholder-values.ts';
import type { RichText, TextFragment } from '../../domain/text-fragments.ts';
import {
  bold,
  fillTemplate,
  joinFragments,
  link,
  literalFragment,
  phrase,
  timeFragment,
  userFragment,
} from '../../domain/text-fragments.ts';
import { effectiveEvidence } from '../../domain/ticket-mismatch.ts';
import type { Links } from '../../ports/systems.ts';
import { REQUESTER_LABELS, TOPIC_LABELS } from '../../words/fact-labels.ts';
import { discrepancyText } from '../../words/finding-text.ts';
import { newerPageText } from '../../words/policy-note-text.ts';
import { requesterReasonText } from '../../words/requester-text.ts';
import { INACTIVE_TICKET_NOTES } from '../../words/ticket-mismatch-text.ts';
import { overallVerdictReasonTemplate, VERDICT_MARKS, VERDICT_TITLES } from '../../words/verdict-text.ts';
import { truncateWithEllipsis } from '../block-kit/untrusted-text.ts';

/** Returns the verdict and its subject. */
export function formatCaseTitle(check: Check): RichText {
  return phrase`${literalFragment(VERDICT_TITLES[check.verdict])} · ${subjectName(check)}`;
}

/** Characters of a customer's name in a title. The whole name is in the text below. */
const MAX_TITLE_NAME_LENGTH = 60;

/** Returns the verdict with its mark, its subject and the customer. */
export function formatCardTitle(check: Check): RichText {
  const { customer } = placeholderValuesOf(check);
  const mark = literalFragment(`${VERDICT_MARKS[check.verdict]} `);
  return [
    mark,
    ...formatCaseTitle(check),
    ...(customer === undefined ? [] : phrase` · ${truncateWithEllipsis(customer, MAX_TITLE_NAME_LENGTH)}`),
  ];
}

/** Names the subject of the check, by its number where it has one. */
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

/** Returns the headline of the check's scenario. */
export function formatHeadline(check: Check): RichText {
  return formatTemplate(check, check.scenario.headline);
}

export function formatVerdictReason(check: Check): RichText {
  return fillTemplate(
    overallVerdictReasonTemplate(check, placeholderValuesOf(check)),
    customerPlaceholderValues(check),
  );
}

/** Returns how other systems contradict the verdict; empty when none does. */
export function formatDiscrepancies({ evidence, judgements, manualFacts }: Check): RichText {
  const all = findDiscrepancies(effectiveEvidence(evidence, manualFacts), judgements).map((one) =>
    discrepancyText(one),
  );
  return all.length === 0
    ? []
    : [bold(phrase`Contradiction:`), literalFragment(' '), ...joinFragments(all, ' ')];
}

export function formatProhibitions(check: Check): RichText[] {
  return check.scenario.prohibitions.map((sentence) =>
    fillTemplate(sentence, customerPlaceholderValues(check)),
  );
}

/** Returns what not to do, as one line; empty when there is nothing to warn of. */
export function formatProhibitionLine(check: Check): RichText {
  const prohibitions = formatProhibitions(check);
  return prohibitions.length === 0
    ? []
    : [
        literalFragment('⛔ '),
        bold([literalFragment('Do not')]),
        literalFragment(' '),
        ...joinFragments(prohibitions, ' · '),
      ];
}

/** Returns who ran the check, its topic, requester and ticket, when the systems were read, and the rules that applied. */
export function formatCheckDetails(kase: Case, links: Links): RichText {
  const check = latestCheck(kase);
  const ticket = ticketLink(check, links);
  const facts = [
    phrase`Requested by ${userFragment(kase.openedBy)}`,
    [literalFragment(TOPIC_LABELS[check.topic])],
    formatRequester(check),
    ...(ticket ? [[ticket, ...inactiveTicketNote(check)]] : []),
    phrase`checked ${timeFragment(check.lookedUpAt)}`,
    phrase`rules: ${literalFragment(check.policy)}`,
  ];
  return joinFragments(facts, ' · ');
}

function formatRequester({ requester, requesterReason }: Check): RichText {
  return [
    literalFragment(`requester: ${REQUESTER_LABELS[requester]} — `),
    ...requesterReasonText(requesterReason),
  ];
}

function ticketLink({ evidence, manualFacts }: Check, links: Links): TextFragment | null {
  const { subject, ticket } = effectiveEvidence(evidence, manualFacts);
  const named = ticket?.ok ? ticket.value : subject.kind === 'ticket' ? subject : null;
  return named && link(links.ticket(named.host, named.id), `ticket #${named.id}`);
}

/** Returns a note when the ticket was merged or deleted. */
function inactiveTicketNote({ evidence: { ticket } }: Check): RichText {
  const gone = ticket?.ok ? ticket.value.gone : undefined;
  return gone ? [literalFragment(INACTIVE_TICKET_NOTES[gone])] : [];
}

/** Links the handbook page behind the texts, and names its rules. */
export function formatRuleSources({ scenario: { source } }: Check): RichText {
  const page = phrase`Handbook: ${source.url === undefined ? literalFragment(source.page) : link(source.url, source.page)}`;
  const rules = source.rules.length === 0 ? [] : phrase`Rules: ${literalFragment(source.rules.join(', '))}`;
  return joinFragments([page, rules], ' · ');
}

/** Quotes a newer handbook page that differs from the policy of the check; empty without one. */
export function formatNewerPage(check: Check): RichText {
  const { newer } = check.scenario;
  return newer ? newerPageText(formatTemplate(check, newer.text), newer.date, check.policy) : [];
}

/** Fills the placeholders of a template with the values of the check. */
export function formatTemplate(check: Check, template: string): RichText {
  return fillTemplate(template, placeholderValuesOf(check));
}
