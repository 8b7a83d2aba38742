import type { Case, CaseEvent, Check } from '../domain/case.ts';
import type { ConnectorResult, System } from '../domain/connector-result.ts';
import { disputesOf } from '../domain/disputes.ts';
import type { CheckSubject, Evidence } from '../domain/evidence.ts';
import type { Handoff } from '../domain/handoff.ts';
import type { Lookup } from '../domain/lookups.ts';
import { answerOf } from '../domain/step-progress.ts';
import type { Judgement } from '../domain/verdict.ts';
import { handoffAuditText } from './handoff-event-text.ts';
import { indentLines, quoteChannel, quoteForTerminal, snapshotLines } from './terminal-text.ts';

/**
 * Returns all events of a case, oldest first, as lines for a terminal: time, actor, action and evidence. Contains ids,
 * rule names and what people typed, but no customer names.
 */
export function caseAuditLines(kase: Case): string[] {
  const { id, openedAt, openedBy, location } = kase;
  const thread = location.thread === null ? '' : `, thread ${location.thread}`;
  return [
    `Case ${id}, opened ${openedAt} by ${openedBy} in ${location.channel}${thread}`,
    ...kase.events.flatMap((event) => ['', ...caseEventLines(event, kase)]),
  ];
}

/** Returns all events of a handoff in the same format. */
export function handoffAuditLines({ id, caseId, events }: Handoff): string[] {
  return [
    '',
    `Handoff ${id} of case ${caseId}`,
    ...events.flatMap((event) => {
      const [title, ...details] = handoffAuditText(event);
      return ['', `${event.at}  ${event.by}  ${title}`, ...indentLines(details)];
    }),
  ];
}

export const ERASE_USAGE = 'Which case? Usage: npm run erase -- <case id>. Erased data cannot be restored.';

export function caseErasedLine(id: string): string {
  return `Erased the personal data of case ${quoteForTerminal(id)} and its handoffs. Decisions, their times and who made them are kept.`;
}

export function caseAlreadyErasedLine(id: string): string {
  return `Case ${quoteForTerminal(id)} was already erased.`;
}

export const AUDIT_USAGE = `Which case? Usage: npm run audit -- <case id>, or one of:
--disputed                   verdicts that somebody called wrong
--looked-at <number>         who looked up this subscription or ticket, and when
--by <Slack user id>         what this person looked up, and when`;

/** Returns who looked up what, at most `max` of them, as lines for a terminal. Names no customer. */
export function lookupLines(lookups: readonly Lookup[], max: number): string[] {
  if (lookups.length === 0) return ['Nobody has looked that up.'];
  const lines = lookups
    .slice(0, max)
    .map(
      ({ at, by, caseId, references }) =>
        `${at}  ${by}  case ${caseId}  ${references.length === 0 ? 'no number, or erased' : references.join(', ')}`,
    );
  return lookups.length > max ? [...lines, `There are more. These are the newest ${max}.`] : lines;
}

/** Returns the reports of wrong verdicts of a case as lines for a terminal. */
export function disputeAuditLines(kase: Case): string[] {
  return disputesOf(kase).flatMap(({ event, verdict }) => [
    `${event.at}  ${event.by}  case ${kase.id}, check ${event.checkIndex + 1}: was ${verdict}, should be ${event.expected}`,
    ...indentLines([`because ${quoteForTerminal(event.reason)}`]),
  ]);
}

export const NO_DISPUTES_LINE = 'Nobody has called a verdict wrong.';

export function caseNotFoundLine(id: string): string {
  return `There is no case ${quoteForTerminal(id)} in this database.`;
}

export function databaseNotFoundLine(database: string): string {
  return `There is no database ${database}. Set DATABASE_URL to its location, such as sqlite:data/reseller-check.db.`;
}

/** Returns the newest case ids, printed below the usage. */
export function newestCaseLines(ids: readonly string[]): string[] {
  return ids.length === 0 ? ['There are no cases yet.'] : ['The newest cases:', ...indentLines(ids)];
}

function caseEventLines(event: CaseEvent, { checks }: Case): string[] {
  const [title, ...details] = caseEventDetails(event, checks);
  return [`${event.at}  ${event.by}  ${title}`, ...indentLines(details)];
}

function caseEventDetails(event: CaseEvent, checks: readonly Check[]): string[] {
  switch (event.kind) {
    case 'checked': {
      const check = checks[event.checkIndex];
      return check
        ? checkDetails(check, event.checkIndex + 1)
        : ['a check that is missing from the database'];
    }
    case 'step-done':
      return [
        `ticked step ${event.stepId}`,
        ...(event.value === null ? [] : [`with ${quoteForTerminal(event.value)}`]),
        ...(event.notApplicable === undefined
          ? []
          : [`without a link because ${quoteForTerminal(event.notApplicable)}`]),
      ];
    case 'step-undone':
      return [
        `unticked step ${event.stepId}`,
        ...(event.reason === null ? [] : [`because ${quoteForTerminal(event.reason)}`]),
      ];
    case 'guard-checked':
      return [
        `checked the guard of step ${event.stepId}: ${event.allowed ? 'allowed' : 'not allowed'}`,
        ...snapshotLines(event.snapshot),
      ];
    case 'override-requested':
      return [
        `asked to override the guard of step ${event.stepId}`,
        `because ${quoteForTerminal(event.reason)}`,
      ];
    case 'override-approved':
      return [`agreed to override the guard of step ${event.stepId}`];
    case 'case-shown':
      return ['looked the customer up and was shown this open case'];
    case 'verdict-disputed':
      return [
        `disputed the verdict of check ${event.checkIndex + 1}: should be ${event.expected}`,
        `because ${quoteForTerminal(event.reason)}`,
      ];
  }
}

function checkDetails(check: Check, number: number): string[] {
  const {
    trigger,
    verdict,
    policy,
    ruleVersion,
    scenario,
    topic,
    requester,
    requesterReason,
    proof,
    lookedUpAt,
    evidence,
  } = check;
  return [
    `check ${number} (${trigger}): ${verdict}`,
    `subject   ${subjectDetail(evidence.subject)}`,
    `rules     policy ${policy}, version ${ruleVersion}, scenario ${scenario.id}`,
    `facts     topic ${topic}, requester ${requester} (${requesterReason.kind}), proof ${proof}${check.manualFacts.managedService === undefined ? '' : `, managed service ${check.manualFacts.managedService}`}${check.manualFacts.dismissedMismatchKey === undefined ? '' : `, ticket kept although it names ${check.manualFacts.dismissedMismatchKey}`}`,
    ...check.judgements.map((judgement) => `verdict   ${judgementDetail(judgement)}`),
    ...check.candidates.map(
      ({ account, verdict }) => `candidate ${account.number}  ${verdict ?? 'not read'}`,
    ),
    ...scenario.steps.flatMap((step) => (answerOf(step) === null ? [] : [`answered  step ${step.id}`])),
    `read at   ${lookedUpAt}`,
    ...namedAnswers(evidence).map(answerDetail),
  ];
}

function subjectDetail(subject: CheckSubject): string {
  switch (subject.kind) {
    case 'subscription':
    case 'account':
      return `${subject.kind} ${subject.number}`;
    case 'crm-account':
    case 'zuora-subscription':
    case 'zuora-account':
      return `${subject.kind} ${subject.id}`;
    case 'email':
      return `email ${quoteForTerminal(subject.masked)}, fingerprint ${subject.fingerprint}`;
    case 'ticket':
      return `ticket ${subject.id} on ${subject.host}`;
  }
}

function judgementDetail({
  number,
  verdict,
  invoiceOwnerKind,
  channel,
  channelValue,
  ownerHistory,
}: Judgement): string {
  return `${number}  ${verdict}: owner ${invoiceOwnerKind}, channel ${channel} ${quoteChannel(channelValue)}, history ${ownerHistory}`;
}

type NamedAnswer = readonly [System, string, ConnectorResult<unknown>];

function namedAnswers({
  ticket,
  accounts,
  subscriptionCount,
  siblings,
  subscriptions,
  crm,
  portal,
}: Evidence): NamedAnswer[] {
  const all: readonly (readonly [System, string, ConnectorResult<unknown> | null | undefined])[] = [
    ['zendesk', 'ticket', ticket],
    ['zuora', 'accounts', accounts],
    ['zuora', 'subscriptions', subscriptionCount],
    ['zuora', 'resold siblings', siblings],
    ...subscriptions.flatMap(
      (one) =>
        [
          ['zuora', `${one.number} subscription`, one.subscription],
          ['zuora', `${one.number} account`, one.account],
          ['zuora', `${one.number} invoice owner's account`, one.invoiceOwnerAccount],
          ['zuora', `${one.number} earlier owners`, one.ownerHistory],
        ] as const,
    ),
    ['salesforce', 'account', crm?.account],
    ['salesforce', 'partners', crm?.partners],
    ['salesforce', 'won opportunities', crm?.opportunities],
    ['customersdot', 'login', portal],
  ];
  return all.flatMap(([system, what, answer]): NamedAnswer[] => (answer ? [[system, what, answer]] : []));
}

function answerDetail([system, what, answer]: NamedAnswer): string {
  return `evidence  ${answer.asOf}  ${system}, ${what}: ${answer.ok ? 'answered' : answer.gap}`;
}
