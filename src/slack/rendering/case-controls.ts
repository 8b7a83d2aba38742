import type { Button } from '@slack/types';
import type { Case, Check } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import { valueOrNull } from '../../domain/connector-result.ts';
import { type RemainingLookup, remainingLookups } from '../../domain/remaining-lookups.ts';
import type { Step } from '../../domain/scenario.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import type { Links } from '../../ports/systems.ts';
import { LOOKUP_LINK_LABELS } from '../../words/not-found-template.ts';
import { emailNotStoredText } from '../../words/replies.ts';
import { button } from '../block-kit/blocks.ts';
import { safeUrl } from '../block-kit/untrusted-text.ts';
import { ACTIONS, OPEN_LINK_PREFIX } from '../ids.ts';
import { subjectName } from './format-case.ts';

/**
 * Returns the button that begins the next step, and when the systems did not settle the verdict, the one that checks again
 * and the links for a manual check.
 */
export function lookupButtons(kase: Case, links: Links, nextStep: Step | undefined): Button[] {
  const check = latestCheck(kase);
  const begunBy = nextStep?.begunBy;
  return [
    ...(check.verdict === 'unknown' ? recheckButton(kase, begunBy === 'recheck') : []),
    ...manualCheckButtons(check, links, { opensZuora: begunBy === 'open-zuora' }),
  ];
}

/** Returns the button that checks again; none when the case cannot be checked again, or it stands on the card itself. */
export function recheckButtons(kase: Case): Button[] {
  return latestCheck(kase).verdict === 'unknown' ? [] : recheckButton(kase, false);
}

/** Explains why the case cannot be checked again; empty when it can. */
export function formatRecheckUnavailable({ evidence: { subject, accounts } }: Check): RichText {
  const isEmailUnavailable = subject.kind === 'email' && valueOrNull(accounts)?.length !== 1;
  return isEmailUnavailable ? emailNotStoredText() : [];
}

function recheckButton(kase: Case, primary: boolean): Button[] {
  const text = 'Re-check';
  const check = latestCheck(kase);
  if (formatRecheckUnavailable(check).length > 0) return [];
  const accessibilityLabel = `${text}: ${subjectName(check)}`;
  return [
    button({ text, accessibilityLabel, actionId: ACTIONS.recheck, value: { caseId: kase.id }, primary }),
  ];
}

interface ManualLookup {
  readonly name: string;
  readonly text: string;
  readonly url: string | null;
}

function manualCheckButtons(check: Check, links: Links, { opensZuora }: { readonly opensZuora: boolean }) {
  const lookups = [
    ...(opensZuora || check.verdict === 'unknown' ? [zuoraLookup(check, links)] : []),
    ...otherLookups(check, links),
  ];
  return lookups.flatMap(({ name, text, url }) => {
    const safe = url === null ? null : safeUrl(url);
    const actionId = `${OPEN_LINK_PREFIX}-${name}`;
    return safe === null
      ? []
      : [
          button({
            text,
            accessibilityLabel: `${text}, to check by hand`,
            actionId,
            url: safe,
            primary: opensZuora && name === 'zuora',
          }),
        ];
  });
}

function zuoraLookup(check: Check, links: Links): ManualLookup {
  return { name: 'zuora', text: 'Zuora', url: zuoraUrl(check, links) };
}

function otherLookups(check: Check, links: Links): ManualLookup[] {
  if (check.verdict === 'unknown')
    return [{ name: 'customersdot', text: 'CustomersDot', url: portalUrl(check, links) }];
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
