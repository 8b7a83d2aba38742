import type { Case, Check } from '../../domain/case.ts';
import { latest } from '../../domain/case.ts';
import { slotsOfOne } from '../../domain/case-slots.ts';
import type { AccountRef } from '../../domain/records.ts';
import type { Judgement } from '../../domain/verdict.ts';
import { VERDICT_TITLES } from '../../words/verdicts.ts';
import { ACTIONS } from '../ids.ts';
import type { Drawn } from '../limits.ts';
import { button, context, section } from '../limits.ts';
import type { Rich } from '../mrkdwn.ts';
import { bold, join, rich, words } from '../mrkdwn.ts';

/** More than these are counted, not shown. */
const MOST_ROWS = 10;

/** One of several things that a check found. */
interface Row {
  readonly number: string;
  readonly text: Rich;
}

interface Rows {
  readonly kind: 'subscription' | 'account';
  readonly shown: readonly Row[];
  readonly more: number;
}

/** The subscriptions that differ, or the accounts that fit, each as a line; null when there is nothing to choose. */
export function partsOf(check: Check): Rows | null {
  if (check.verdict === 'mixed') {
    return rows(
      'subscription',
      check.judgements.map((one) => subscriptionRow(one, check)),
    );
  }
  const { accounts, untagged } = check.evidence;
  if (check.verdict === 'not-found' && untagged?.ok) return rows('account', untagged.value.map(accountRow));
  return check.verdict === 'ambiguous' && accounts?.ok
    ? rows('account', accounts.value.map(accountRow))
    : null;
}

function rows(kind: Rows['kind'], all: readonly Row[]): Rows {
  return { kind, shown: all.slice(0, MOST_ROWS), more: Math.max(0, all.length - MOST_ROWS) };
}

function subscriptionRow(judgement: Judgement, { evidence }: Check): Row {
  const { number, verdict, endsOn } = judgement;
  const { reseller, marketplace } = slotsOfOne(judgement, evidence.crm);
  const through = reseller ?? marketplace;
  const facts = [
    rich`${bold(rich`${number}`)}`,
    [words(VERDICT_TITLES[verdict])],
    ...(through ? [rich`through ${through}`] : []),
    ...(endsOn ? [judgement.endedDaysAgo === null ? rich`until ${endsOn}` : rich`ended ${endsOn}`] : []),
  ];
  return { number, text: join(facts, ' · ') };
}

function accountRow({ number, name }: AccountRef): Row {
  return { number, text: rich`${bold(rich`${number}`)} · ${name}` };
}

/** A button beside each line: nothing is chosen for anybody. */
export function partBlocks(kase: Case): Drawn[] {
  const parts = partsOf(latest(kase));
  if (!parts) return [];
  const { kind, shown } = parts;
  const mixed = kind === 'subscription';
  const blocks = shown.map(({ number, text }) => {
    const choose = button({
      text: mixed ? 'Work on this' : 'Check this account',
      actionId: mixed ? ACTIONS.chooseSubscription : ACTIONS.chooseAccount,
      label: mixed ? `Work on subscription ${number}` : `Check account ${number}`,
      value: { caseId: kase.id, number },
    });
    return { block: section(text, choose), importance: 60 };
  });
  const rest = moreWords(parts);
  return rest.length === 0 ? blocks : [...blocks, { block: context(rest), importance: 59 }];
}

/** Empty when all are shown. */
export function moreWords({ kind, more }: Rows): Rich {
  if (more === 0) return [];
  const things = more === 1 ? kind : `${kind}s`;
  return [words(`…and ${more} more ${things}; check by ${kind} number to see one of them.`)];
}

/** The subscriptions that share one verdict; empty when there is only one, or the lines show them. */
export function sameVerdictWords({ verdict, judgements }: Check): Rich {
  if (verdict === 'mixed' || judgements.length < 2) return [];
  const shown = judgements.slice(0, MOST_ROWS).map(({ number }) => rich`${number}`);
  const more = judgements.length - shown.length;
  return rich`Subscriptions: ${join(shown, ', ')}${words(more > 0 ? ` and ${more} more` : '')}`;
}
