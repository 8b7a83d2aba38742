import type { Check } from '../../domain/case.ts';
import type { System } from '../../domain/connector-result.ts';
import { SYSTEMS } from '../../domain/connector-result.ts';
import type { Finding, FindingStatus, LinkTarget } from '../../domain/findings.ts';
import { collectFindings } from '../../domain/findings.ts';
import type { RichText, TextFragment } from '../../domain/text-fragments.ts';
import {
  bold,
  joinFragments,
  link,
  literalFragment,
  phrase,
  timeFragment,
} from '../../domain/text-fragments.ts';
import { unresolvedMismatch } from '../../domain/ticket-mismatch.ts';
import type { Links } from '../../ports/systems.ts';
import { FINDING_STATUS_LABELS, findingText, GAP_PHRASES, SYSTEM_NAMES } from '../../words/finding-text.ts';

/** Decorative marks. The label next to each mark carries the meaning for screen readers. */
const STATUS_MARKS: Record<FindingStatus, string> = {
  contradicts: '≠',
  found: '✓',
  'not-found': '–',
  'could-not-check': '?',
};
const STATUS_ORDER = ['contradicts', 'found', 'not-found', 'could-not-check'] as const;

/** Returns one line for each system that was asked or should have been, Zuora first. */
export function formatEvidenceLines({ evidence, judgements, manualFacts }: Check, links: Links): RichText[] {
  const isTicketExcluded = unresolvedMismatch(evidence, manualFacts) !== null;
  // The requester then wrote about another subscription.
  const all = collectFindings(evidence, judgements).filter(
    ({ question }) => !isTicketExcluded || !['claim', 'sold-to'].includes(question),
  );
  return SYSTEMS.flatMap((system) => {
    const own = all.filter((finding) => finding.system === system);
    if (own.length > 0) return [formatSystemLine(system, own, links)];
    return system === 'salesforce' && judgements.length > 0 ? [formatSalesforceNotAsked()] : [];
  });
}

function formatSalesforceNotAsked(): RichText {
  return phrase`${bold([literalFragment(SYSTEM_NAMES.salesforce)])} ${formatStatus('could-not-check')}: no Salesforce id is known`;
}

function formatSystemLine(system: System, own: readonly Finding[], links: Links): RichText {
  const decides = system === 'zuora' ? phrase` (source of truth)` : [];
  const name = phrase`${bold([literalFragment(SYSTEM_NAMES[system])])}${decides}`;
  const open = targetLinks(own, links);
  if (own.every(({ gap }) => gap === 'not-configured')) {
    return joinFragments(
      [phrase`${name} ${formatStatus('could-not-check')}: not configured`, ...open],
      ' · ',
    );
  }
  const findings = STATUS_ORDER.flatMap((status) => formatFindingsWithStatus(status, own));
  return joinFragments(
    [phrase`${name} ${joinFragments(findings, ' · ')}`, ...open, [timeFragment(oldestAsOf(own))]],
    ' · ',
  );
}

function formatStatus(status: FindingStatus): TextFragment {
  return literalFragment(`${STATUS_MARKS[status]} ${FINDING_STATUS_LABELS[status]}`);
}

/** Returns the findings of a system that have the given status. */
function formatFindingsWithStatus(status: FindingStatus, own: readonly Finding[]): RichText[] {
  const matching = own.filter((finding) => finding.status === status);
  if (matching.length === 0) return [];
  const [gap, ...others] = new Set(matching.map((finding) => finding.gap));
  const allFailed = status === 'could-not-check' && matching.length === own.length;
  const texts =
    allFailed && gap && others.length === 0
      ? [[literalFragment(GAP_PHRASES[gap])]]
      : matching.map((finding) => findingText(finding));
  return [phrase`${formatStatus(status)}: ${joinFragments(texts, '; ')}`];
}

function targetLinks(own: readonly Finding[], links: Links): RichText[] {
  const shown = own.flatMap(({ linkTarget: target }) => (target ? [[targetLink(target, links)]] : []));
  const distinct = new Map(shown.map((one) => [JSON.stringify(one), one]));
  return [...distinct.values()].filter(([part]) => part?.kind === 'link');
}

function targetLink(target: LinkTarget, links: Links): TextFragment {
  switch (target.kind) {
    case 'zuora-subscription':
      return link(links.zuoraSubscription(target.id), 'subscription in Zuora');
    case 'zuora-account':
      return link(links.zuoraAccount(target.id), 'account in Zuora');
    case 'crm-account':
      return link(links.crmAccount(target.id), 'account in Salesforce');
    case 'ticket':
      return link(links.ticket(target.host, target.id), `ticket #${target.id}`);
    case 'portal':
      return link(links.portalCustomers(target.query), 'customers in CustomersDot');
  }
}

/** Returns the time of the oldest answer in the line. */
function oldestAsOf(own: readonly Finding[]): string {
  return own.map(({ asOf }) => asOf).reduce((first, asOf) => (asOf < first ? asOf : first));
}
