import type { Case, Check } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import { valueOrNull } from '../../domain/connector-result.ts';
import { type RemainingLookup, remainingLookups } from '../../domain/remaining-lookups.ts';
import type { StepProgress } from '../../domain/step-progress.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import type { Links } from '../../ports/systems.ts';
import { LOOKUP_LINK_LABELS } from '../../words/not-found-template.ts';
import { emailNotStoredText } from '../../words/replies.ts';
import type { RankedBlock } from '../block-kit/blocks.ts';
import { actions, button, context } from '../block-kit/blocks.ts';
import { safeUrl } from '../block-kit/untrusted-text.ts';
import { ACTIONS, OPEN_LINK_PREFIX } from '../ids.ts';
import { blockIdForCheck, factSelects } from './case-facts.ts';
import { caseOverflowMenu } from './case-overflow-menu.ts';
import { subjectName } from './format-case.ts';

/** Returns the controls of the whole case, with links for a manual check when the systems did not settle it. */
export function caseControlBlocks(
  kase: Case,
  progress: readonly StepProgress[],
  links: Links,
): RankedBlock[] {
  const check = latestCheck(kase);
  const menus = [...factSelects(kase), caseOverflowMenu(kase, progress)];
  const elements = [...recheckButton(kase), ...manualCheckButtons(check, links), ...menus];
  const block = actions(elements, blockIdForCheck('facts', kase));
  const note = formatRecheckUnavailable(check);
  return [
    ...(note.length === 0 ? [] : [{ block: context(note), importance: 58 }]),
    { block, importance: 85 },
  ];
}

/** Explains why the case cannot be checked again; empty when it can. */
export function formatRecheckUnavailable({ evidence: { subject, accounts } }: Check): RichText {
  const isEmailUnavailable = subject.kind === 'email' && valueOrNull(accounts)?.length !== 1;
  return isEmailUnavailable ? emailNotStoredText() : [];
}

function recheckButton(kase: Case) {
  const check = latestCheck(kase);
  if (formatRecheckUnavailable(check).length > 0) return [];
  const unknown = check.verdict === 'unknown';
  const text = unknown ? 'Try again' : 'Re-check';
  const label = `${text}: ${subjectName(check)}`;
  return [
    button({
      text,
      accessibilityLabel: label,
      actionId: ACTIONS.recheck,
      value: { caseId: kase.id },
      primary: unknown,
    }),
  ];
}

interface ManualLookup {
  readonly name: string;
  readonly text: string;
  readonly url: string | null;
}

function manualCheckButtons(check: Check, links: Links) {
  return manualLookups(check, links).flatMap(({ name, text, url }) => {
    const safe = url === null ? null : safeUrl(url);
    const actionId = `${OPEN_LINK_PREFIX}-${name}`;
    return safe === null
      ? []
      : [button({ text, accessibilityLabel: `${text}, to check by hand`, actionId, url: safe })];
  });
}

function manualLookups(check: Check, links: Links): ManualLookup[] {
  if (check.verdict === 'unknown') {
    return [
      { name: 'zuora', text: 'Open in Zuora', url: zuoraUrl(check, links) },
      { name: 'customersdot', text: 'Open in CustomersDot', url: portalUrl(check, links) },
    ];
  }
  if (check.verdict !== 'not-found') return [];
  return remainingLookups(check.evidence).map((lookup) => ({
    name: lookup.kind,
    text: LOOKUP_LINK_LABELS[lookup.kind],
    url: remainingLookupUrl(lookup, links),
  }));
}

function remainingLookupUrl(lookup: RemainingLookup, links: Links): string | null {
  switch (lookup.kind) {
    case 'customersdot':
      return lookup.query === null ? null : links.portalCustomers(lookup.query);
    case 'mail-domain':
      return links.portalCustomers(lookup.domain);
    case 'salesforce':
      return lookup.crmId === null ? null : links.crmAccount(lookup.crmId);
  }
}

function zuoraUrl({ evidence }: Check, links: Links): string | null {
  const [one] = evidence.subscriptions;
  const subscription = valueOrNull(one?.subscription ?? null);
  if (subscription) return links.zuoraSubscription(subscription.id);
  const account = valueOrNull(one?.account ?? null) ?? valueOrNull(evidence.accounts)?.[0];
  return account ? links.zuoraAccount(account.id) : null;
}

function portalUrl({ evidence }: Check, links: Links): string | null {
  const { subject, subscriptions, accounts } = evidence;
  const account = valueOrNull(subscriptions[0]?.account ?? null) ?? valueOrNull(accounts)?.[0];
  const requested = subject.kind === 'subscription' || subject.kind === 'account' ? subject.number : null;
  const query = account?.number ?? requested;
  return query === null ? null : links.portalCustomers(query);
}
