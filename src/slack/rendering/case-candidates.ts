import type { StaticSelect } from '@slack/types';
import type { Candidate } from '../../domain/candidates.ts';
import type { Case, Check } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import type { OverallVerdict } from '../../domain/overall-verdict.ts';
import { subscriptionPlaceholderValues } from '../../domain/placeholder-values.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import { bold, joinFragments, joinLines, literalFragment, phrase } from '../../domain/text-fragments.ts';
import type { Judgement } from '../../domain/verdict.ts';
import { endText, subscriptionTermsText } from '../../words/subscription-terms-text.ts';
import { accountVerdictText, VERDICT_TITLES } from '../../words/verdict-text.ts';
import { BLOCK_KIT_LIMITS, staticSelect } from '../block-kit/blocks.ts';
import { ACTIONS } from '../ids.ts';
import { cutName } from './format-case.ts';

/** Further candidates are counted, not shown. */
const MAX_CANDIDATES = 10;
/** Of each account. */
const MAX_CANDIDATE_SUBSCRIPTIONS = 3;

/** One of several subscriptions or accounts that a check found. */
interface ChoiceLine {
  readonly number: string;
  /** Names it in the menu. */
  readonly label: string;
  readonly text: RichText;
}

interface CandidateList {
  readonly kind: 'subscription' | 'account';
  readonly shown: readonly ChoiceLine[];
  readonly omittedCount: number;
}

/**
 * Returns the subscriptions that differ or the accounts that match, each as a line; null when there is nothing to
 * choose.
 */
export function candidatesOf(check: Check): CandidateList | null {
  if (check.verdict === 'mixed') {
    return candidateList(
      'subscription',
      check.judgements.map((one) => subscriptionCandidate(one, check)),
    );
  }
  const { untaggedEmailAccounts: untagged } = check.evidence;
  if (check.verdict === 'not-found' && untagged?.ok) {
    const unread = untagged.value.map((account) => ({ account, verdict: null, judgements: [] }));
    return candidateList('account', unread.map(accountLine));
  }
  return check.verdict === 'ambiguous' ? candidateList('account', check.candidates.map(accountLine)) : null;
}

function candidateList(kind: CandidateList['kind'], all: readonly ChoiceLine[]): CandidateList {
  return {
    kind,
    shown: all.slice(0, MAX_CANDIDATES),
    omittedCount: Math.max(0, all.length - MAX_CANDIDATES),
  };
}

function subscriptionCandidate(judgement: Judgement, { evidence }: Check): ChoiceLine {
  const { number, verdict } = judgement;
  const { reseller, marketplace } = subscriptionPlaceholderValues(judgement, evidence.crm);
  const seller = reseller ?? marketplace;
  const facts = [
    phrase`${bold(phrase`${number}`)}`,
    [literalFragment(VERDICT_TITLES[verdict])],
    ...(seller ? [phrase`through ${cutName(seller)}`] : []),
    endText(judgement),
  ];
  const label = `${number} · ${VERDICT_TITLES[verdict]}`;
  return { number, label, text: joinFragments(facts, ' · ') };
}

/** Names an account, its verdict, and each of its subscriptions with its seller and its end. */
function accountLine({ account: { number, name }, verdict, judgements }: Candidate): ChoiceLine {
  const title = [
    phrase`${bold(phrase`${number}`)}`,
    phrase`${cutName(name)}`,
    ...(verdict === null ? [] : [[literalFragment(accountVerdictText(verdict, judgements.length > 0))]]),
  ];
  const shown = judgements.slice(0, MAX_CANDIDATE_SUBSCRIPTIONS);
  const rest = judgements.length - shown.length;
  const lines = [
    joinFragments(title, ' · '),
    ...shown.map((one) => candidateSubscription(one, verdict)),
    ...(rest > 0 ? [[literalFragment(`…and ${rest} more`)]] : []),
  ];
  return { number, label: `${number} · ${cutName(name)}`, text: joinLines(lines) };
}

/** Names the verdict of a subscription only where it differs from that of its account. */
function candidateSubscription(judgement: Judgement, accountVerdict: OverallVerdict | null): RichText {
  const { reseller, marketplace } = subscriptionPlaceholderValues(judgement, null);
  const seller = reseller ?? marketplace;
  const facts = [
    phrase`${judgement.number}`,
    ...(judgement.verdict === accountVerdict ? [] : [[literalFragment(VERDICT_TITLES[judgement.verdict])]]),
    ...(seller ? [phrase`through ${cutName(seller)}`] : []),
    endText(judgement),
  ];
  return joinFragments(facts, ' · ');
}

/** Returns a line for each candidate; empty when there is nothing to choose. */
export function formatCandidates(check: Check): RichText {
  const candidates = candidatesOf(check);
  if (!candidates) return [];
  return joinLines([...candidates.shown.map(({ text }) => text), formatMoreCandidates(candidates)]);
}

/** Returns the menu that chooses a candidate, none of which is preselected; empty when there is nothing to choose. */
export function candidateSelect(kase: Case): StaticSelect[] {
  const candidates = candidatesOf(latestCheck(kase));
  if (!candidates) return [];
  const isSubscription = candidates.kind === 'subscription';
  const options = candidates.shown
    .map(({ number, label }) => ({ text: label, value: JSON.stringify({ caseId: kase.id, number }) }))
    .filter(({ value }) => value.length <= BLOCK_KIT_LIMITS.optionValue);
  const actionId = isSubscription ? ACTIONS.chooseSubscription : ACTIONS.chooseAccount;
  const placeholder = isSubscription ? 'Choose the subscription' : 'Choose the account';
  return options.length === 0 ? [] : [staticSelect({ actionId, placeholder, options })];
}

/** Returns how many candidates are not shown; empty when all are. */
function formatMoreCandidates({ kind, omittedCount: more }: CandidateList): RichText {
  if (more === 0) return [];
  const things = more === 1 ? kind : `${kind}s`;
  return [literalFragment(`…and ${more} more ${things}; check by ${kind} number to see one of them.`)];
}

/** Lists the subscriptions of the account, or of the accounts that match, with their terms; empty when there are none. */
export function formatListedSubscriptions({ judgements: own, candidates }: Check): RichText {
  const judgements = own.length > 0 ? own : candidates.flatMap((candidate) => candidate.judgements);
  if (judgements.length === 0) return [];
  const shown = judgements.slice(0, MAX_CANDIDATES).map((judgement) => {
    const { number, resoldSibling } = judgement;
    const sibling = resoldSibling === null ? [] : phrase`channel value comes from ${resoldSibling}`;
    return joinFragments([phrase`${number}`, subscriptionTermsText(judgement), sibling], ' · ');
  });
  const more = judgements.length - shown.length;
  return joinLines([
    [literalFragment(titleOfSubscriptions(own.length, judgements.length))],
    ...shown,
    more > 0 ? [literalFragment(`and ${more} more`)] : [],
  ]);
}

function titleOfSubscriptions(own: number, all: number): string {
  if (all === 1) return 'Subscription:';
  return own > 0 ? 'Subscriptions of the account:' : 'Subscriptions of the accounts:';
}
