import { told } from '../../domain/answer.ts';
import type { Case, Check } from '../../domain/case.ts';
import { latest } from '../../domain/case.ts';
import type { StepProgress } from '../../domain/progress.ts';
import type { Links } from '../../ports.ts';
import { addressNotKept } from '../../words/answers.ts';
import { ACTIONS, OPEN_LINK } from '../ids.ts';
import type { Drawn } from '../limits.ts';
import { actions, button, context } from '../limits.ts';
import type { Rich } from '../mrkdwn.ts';
import { fromPieces } from '../mrkdwn.ts';
import { safeUrl } from '../outside-text.ts';
import { drawnId, topicSelect } from './case-facts.ts';
import { caseMenu } from './case-menu.ts';
import { subjectName } from './case-words.ts';

/** What a person can do with the whole case, and the way to look by hand when the systems did not tell. */
export function controlBlocks(kase: Case, progress: readonly StepProgress[], links: Links): Drawn[] {
  const check = latest(kase);
  const menus = [topicSelect(kase), caseMenu(kase, progress)];
  const elements = [...recheckButton(kase), ...handButtons(check, links), ...menus];
  const block = actions(elements, drawnId('topic', kase));
  const note = whyNoRecheck(check);
  return [
    ...(note.length === 0 ? [] : [{ block: context(note), importance: 58 }]),
    { block, importance: 85 },
  ];
}

/** What to do instead of pressing a button; empty when the case can be checked again as it stands. */
export function whyNoRecheck({ evidence: { subject, accounts } }: Check): Rich {
  const lostTheWay = subject.kind === 'email' && told(accounts)?.length !== 1;
  return lostTheWay ? fromPieces(addressNotKept()) : [];
}

function recheckButton(kase: Case) {
  const check = latest(kase);
  if (whyNoRecheck(check).length > 0) return [];
  const unknown = check.verdict === 'unknown';
  const text = unknown ? 'Try again' : 'Re-check';
  const label = `${text}: ${subjectName(check)}`;
  return [button({ text, label, actionId: ACTIONS.recheck, value: { caseId: kase.id }, primary: unknown })];
}

function handButtons(check: Check, links: Links) {
  if (check.verdict !== 'unknown') return [];
  return [
    { system: 'Zuora', url: zuoraAddress(check, links) },
    { system: 'CustomersDot', url: portalAddress(check, links) },
  ].flatMap(({ system, url }) => {
    const safe = url === null ? null : safeUrl(url);
    const actionId = `${OPEN_LINK}-${system.toLowerCase()}`;
    return safe === null
      ? []
      : [button({ text: `Look in ${system}`, label: `Look by hand in ${system}`, actionId, url: safe })];
  });
}

function zuoraAddress({ evidence }: Check, links: Links): string | null {
  const [one] = evidence.subscriptions;
  const subscription = told(one?.subscription ?? null);
  if (subscription) return links.zuoraSubscription(subscription.id);
  const account = told(one?.account ?? null) ?? told(evidence.accounts)?.[0];
  return account ? links.zuoraAccount(account.id) : null;
}

function portalAddress({ evidence }: Check, links: Links): string | null {
  const { subject, subscriptions, accounts } = evidence;
  const account = told(subscriptions[0]?.account ?? null) ?? told(accounts)?.[0];
  const asked = subject.kind === 'subscription' || subject.kind === 'account' ? subject.number : null;
  const query = account?.number ?? asked;
  return query === null ? null : links.portalCustomers(query);
}
