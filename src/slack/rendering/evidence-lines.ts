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
import { FINDING_STATUS_LABELS, findingText } from '../../words/finding-text.ts';
import { GAP_PHRASES, SYSTEM_NAMES } from '../../words/gap-phrases.ts';

/** The mark helps the eye; the word beside it carries the meaning. */
const STATUS_MARKS: Record<FindingStatus, string> = {
  contradicts: '≠',
  found: '✓',
  'not-found': '–',
  'could-not-check': '?',
};
const STATUS_ORDER = ['contradicts', 'found', 'not-found', 'could-not-check'] as const;

/** One line for each system that has something to say or should have, the deciding one first. */
export function formatEvidenceLines(
  { evidence, judgements, manualFacts: told }: Check,
  links: Links,
): RichText[] {
  const isTicketExcluded = unresolvedMismatch(evidence, told) !== null;
  // The requester's claim is then about another subscription.
  const all = collectFindings(evidence, judgements).filter(
    ({ question }) => !isTicketExcluded || question !== 'claim',
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
  const said = STATUS_ORDER.flatMap((standing) => formatFindingsWithStatus(standing, own));
  return joinFragments(
    [phrase`${name} ${joinFragments(said, ' · ')}`, ...open, [timeFragment(oldestAsOf(own))]],
    ' · ',
  );
}

function formatStatus(standing: FindingStatus): TextFragment {
  return literalFragment(`${STATUS_MARKS[standing]} ${FINDING_STATUS_LABELS[standing]}`);
}

/** All findings of a system that stand alike. */
function formatFindingsWithStatus(standing: FindingStatus, own: readonly Finding[]): RichText[] {
  const alike = own.filter((finding) => finding.status === standing);
  if (alike.length === 0) return [];
  const [gap, ...others] = new Set(alike.map((finding) => finding.gap));
  const allSilent = standing === 'could-not-check' && alike.length === own.length;
  const said =
    allSilent && gap && others.length === 0
      ? [[literalFragment(GAP_PHRASES[gap])]]
      : alike.map((finding) => findingText(finding));
  return [phrase`${formatStatus(standing)}: ${joinFragments(said, '; ')}`];
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

/** A line is as old as the oldest answer in it. */
function oldestAsOf(own: readonly Finding[]): string {
  return own.map(({ asOf }) => asOf).reduce((first, asOf) => (asOf < first ? asOf : first));
}
