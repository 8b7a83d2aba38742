import type { System } from '../../domain/answer.ts';
import { SYSTEMS } from '../../domain/answer.ts';
import type { Check } from '../../domain/case.ts';
import type { Finding, Standing, Target } from '../../domain/findings.ts';
import { findings } from '../../domain/findings.ts';
import { unresolvedMismatch } from '../../domain/ticket-mismatch.ts';
import type { Links } from '../../ports.ts';
import { STANDING_WORDS, sayFinding } from '../../words/evidence.ts';
import { GAP_WORDS, SYSTEM_NAMES } from '../../words/gaps.ts';
import type { Part, Rich } from '../mrkdwn.ts';
import { bold, fromPieces, join, link, moment, rich, words } from '../mrkdwn.ts';

/** The mark helps the eye; the word beside it carries the meaning. */
const MARKS: Record<Standing, string> = {
  contradicts: '≠',
  found: '✓',
  'not-there': '–',
  'could-not-check': '?',
};
const ORDER = ['contradicts', 'found', 'not-there', 'could-not-check'] as const;

/** One line for each system that has something to say or should have, the deciding one first. */
export function evidenceLines({ evidence, judgements, told }: Check, links: Links): Rich[] {
  const isTicketExcluded = unresolvedMismatch(evidence, told) !== null;
  // The requester's claim is then about another subscription.
  const all = findings(evidence, judgements).filter(
    ({ question }) => !isTicketExcluded || question !== 'claim',
  );
  return SYSTEMS.flatMap((system) => {
    const own = all.filter((finding) => finding.system === system);
    if (own.length > 0) return [systemLine(system, own, links)];
    return system === 'salesforce' && judgements.length > 0 ? [notAsked()] : [];
  });
}

function notAsked(): Rich {
  return rich`${bold([words(SYSTEM_NAMES.salesforce)])} ${standingWord('could-not-check')}: no Salesforce id is known`;
}

function systemLine(system: System, own: readonly Finding[], links: Links): Rich {
  const decides = system === 'zuora' ? rich` (decides)` : [];
  const name = rich`${bold([words(SYSTEM_NAMES[system])])}${decides}`;
  const open = targetLinks(own, links);
  if (own.every(({ gap }) => gap === 'not-configured')) {
    return join([rich`${name} ${standingWord('could-not-check')}: not configured`, ...open], ' · ');
  }
  const said = ORDER.flatMap((standing) => standingWords(standing, own));
  return join([rich`${name} ${join(said, ' · ')}`, ...open, [moment(oldest(own))]], ' · ');
}

function standingWord(standing: Standing): Part {
  return words(`${MARKS[standing]} ${STANDING_WORDS[standing]}`);
}

/** All findings of a system that stand alike. */
function standingWords(standing: Standing, own: readonly Finding[]): Rich[] {
  const alike = own.filter((finding) => finding.standing === standing);
  if (alike.length === 0) return [];
  const [gap, ...others] = new Set(alike.map((finding) => finding.gap));
  const allSilent = standing === 'could-not-check' && alike.length === own.length;
  const said =
    allSilent && gap && others.length === 0
      ? [[words(GAP_WORDS[gap])]]
      : alike.map((finding) => fromPieces(sayFinding(finding)));
  return [rich`${standingWord(standing)}: ${join(said, '; ')}`];
}

function targetLinks(own: readonly Finding[], links: Links): Rich[] {
  const shown = own.flatMap(({ target }) => (target ? [[targetLink(target, links)]] : []));
  const distinct = new Map(shown.map((one) => [JSON.stringify(one), one]));
  return [...distinct.values()].filter(([part]) => part?.kind === 'link');
}

function targetLink(target: Target, links: Links): Part {
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
function oldest(own: readonly Finding[]): string {
  return own.map(({ asOf }) => asOf).reduce((first, asOf) => (asOf < first ? asOf : first));
}
