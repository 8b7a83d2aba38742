import type { Check } from '../../domain/case.ts';
import { findDiscrepancies } from '../../domain/discrepancies.ts';
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
  valueFragment,
} from '../../domain/text-fragments.ts';
import { effectiveEvidence } from '../../domain/ticket-mismatch.ts';
import type { Links } from '../../ports/systems.ts';
import { REQUESTER_LABELS, TOPIC_LABELS } from '../../words/fact-labels.ts';
import { discrepanciesText } from '../../words/finding-text.ts';
import { HANDBOOK_LINK, newerPageText } from '../../words/policy-note-text.ts';
import { requesterReasonText } from '../../words/requester-text.ts';
import { INACTIVE_TICKET_NOTES } from '../../words/ticket-mismatch-text.ts';
import { overallVerdictReasonTemplate, VERDICT_MARKS, VERDICT_TITLES } from '../../words/verdict-text.ts';
import { sanitizeText, truncateWithEllipsis } from '../block-kit/untrusted-text.ts';

/** Returns the verdict and its subject. */
export function formatCaseTitle(check: Check): RichText {
  return phrase`${literalFragment(VERDICT_TITLES[check.verdict])} · ${subjectName(check)}`;
}

/** Characters of a name on a card. The whole name is with the evidence and in the texts to copy. */
const MAX_NAME_LENGTH = 28;

/**
 * Returns a name from outside, cut to the length that a card shows, after a whole word where one is long enough. Masked
 * first: half an address is not recognised as one.
 */
export function cutName(name: string): string {
  const whole = sanitizeText(name);
  const cut = truncateWithEllipsis(whole, MAX_NAME_LENGTH);
  return cut === whole ? whole : cut.replace(CUT_WORD, '…');
}

/** A word that was cut, and short words such as "of the" before it, where at least half of the length is left. */
const CUT_WORD = /(?<=^.{14,})(?:\s\S{1,3})*\s\S*…$/su;

/** Cuts the values from outside in a text. A reseller and its distributor are cut each for itself. */
export function cutNames(text: RichText): TextFragment[] {
  return text.map((fragment) => {
    if (fragment.kind === 'bold') return bold(cutNames(fragment.inside));
    if (fragment.kind !== 'value') return fragment;
    return valueFragment(fragment.text.split(DISTRIBUTOR_START).map(cutName).join(DISTRIBUTOR_START));
  });
}

const DISTRIBUTOR_START = ' (through distributor ';

/** Returns the whole names that a card cuts, as one line; empty when it cuts none. */
export function formatCutNames(check: Check): RichText {
  const values = placeholderValuesOf(check);
  const names = [values.customer, values.invoiceOwner, values.reseller, values.earlierOwner];
  const whole = [...new Set(names)].filter((name) => name !== undefined && name.length > MAX_NAME_LENGTH);
  return joinFragments(
    whole.map((name) => phrase`${name ?? ''}`),
    ' · ',
  );
}

/** Returns the verdict with its mark, and the customer, or the subject where the customer is not known. */
export function formatCardTitle(check: Check): RichText {
  const { customer } = placeholderValuesOf(check);
  const title = literalFragment(`${VERDICT_MARKS[check.verdict]} ${VERDICT_TITLES[check.verdict]}`);
  return phrase`${title} · ${customer === undefined ? subjectName(check) : cutName(customer)}`;
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
  const template = overallVerdictReasonTemplate(check, placeholderValuesOf(check));
  return cutNames(fillTemplate(template, customerPlaceholderValues(check)));
}

/** Returns the reason after the number that it is about, unless the title of the card is that number. */
export function formatReasonWithSubject(check: Check): RichText {
  const reason = formatVerdictReason(check);
  return placeholderValuesOf(check).customer === undefined
    ? reason
    : phrase`${subjectName(check)} · ${reason}`;
}

/** Returns how other systems contradict the verdict; empty when none does. */
export function formatDiscrepancies({ evidence, judgements, manualFacts }: Check): RichText {
  const text = discrepanciesText(findDiscrepancies(effectiveEvidence(evidence, manualFacts), judgements));
  return text.length === 0 ? [] : [bold(phrase`Contradiction:`), literalFragment(' '), ...cutNames(text)];
}

/**
 * Returns what not to do, as one line that negates each act; empty when there is nothing to warn of. `emphasize` marks the
 * negations.
 */
export function formatProhibitions(
  check: Check,
  emphasize: (text: RichText) => RichText = (text) => [bold(text)],
): RichText {
  const prohibitions = check.scenario.prohibitions.map((sentence) =>
    cutNames(fillTemplate(sentence, customerPlaceholderValues(check))),
  );
  if (prohibitions.length === 0) return [];
  const negated = prohibitions.map((act, index) => [
    ...emphasize([literalFragment(index === 0 ? "Don't" : "don't")]),
    literalFragment(' '),
    ...act,
  ]);
  return [literalFragment('⛔ '), ...joinFragments(negated, ' · ')];
}

/** Returns the topic, requester and ticket, and when the systems were read. Why the requester is on that side is with the evidence. */
export function formatCheckDetails(check: Check, links: Links): RichText {
  const ticket = ticketLink(check, links);
  const facts = [
    [literalFragment(TOPIC_LABELS[check.topic])],
    [literalFragment(`requester: ${REQUESTER_LABELS[check.requester]}`)],
    ...(ticket ? [[ticket, ...inactiveTicketNote(check)]] : []),
    phrase`checked ${timeFragment(check.lookedUpAt)}`,
  ];
  return joinFragments(facts, ' · ');
}

/** Returns who wrote the ticket, and what shows it. */
export function formatRequester({ requester, requesterReason }: Check): RichText {
  return [
    literalFragment(`Requester: ${REQUESTER_LABELS[requester]} — `),
    ...cutNames(requesterReasonText(requesterReason)),
  ];
}

/** Returns the link to the handbook page, without its name. */
export function formatHandbookLink({ scenario: { source } }: Check): RichText {
  return [source.url === undefined ? literalFragment(HANDBOOK_LINK) : link(source.url, HANDBOOK_LINK)];
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

function formatHandbookPage({ scenario: { source } }: Check): RichText {
  return phrase`Handbook: ${source.url === undefined ? literalFragment(source.page) : link(source.url, source.page)}`;
}

/** Names the handbook page behind the texts with its rules, and the policy. */
export function formatRuleSources(check: Check): RichText {
  const { policy, scenario } = check;
  const { rules } = scenario.source;
  const ruleIds = rules.length === 0 ? [] : phrase`Rules: ${literalFragment(rules.join(', '))}`;
  return joinFragments(
    [formatHandbookPage(check), phrase`Policy: ${literalFragment(policy)}`, ruleIds],
    ' · ',
  );
}

/** Quotes a newer handbook page that differs from the policy of the check; empty without one. */
export function formatNewerPage(check: Check): RichText {
  const { newer } = check.scenario;
  return newer ? newerPageText(formatTemplate(check, newer.text), newer.date, check.policy) : [];
}

/** Fills the placeholders of a step's text. It names the reseller without its distributor, as the prohibitions do. */
export function formatStepTemplate(check: Check, template: string): RichText {
  return cutNames(fillTemplate(template, customerPlaceholderValues(check)));
}

/** Fills the placeholders of a template with the values of the check, whose names are cut. */
export function formatTemplate(check: Check, template: string): RichText {
  return cutNames(fillTemplate(template, placeholderValuesOf(check)));
}
