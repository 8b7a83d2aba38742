import type { AccountSnapshot, Case, CaseEvent, Check } from '../domain/case.ts';
import type { ConnectorResult, System } from '../domain/connector-result.ts';
import type { CheckSubject, Evidence } from '../domain/evidence.ts';
import type { Handoff } from '../domain/handoff.ts';
import type { HandoffEvent } from '../domain/handoff-events.ts';
import type { Judgement } from '../domain/verdict.ts';

/**
 * Everything that happened to a case, oldest first, as lines for a terminal: when, who, what, on which evidence. Names
 * ids, rule words and what people input; no customer's name.
 */
export function caseAuditLines(kase: Case): string[] {
  const { id, openedAt, openedBy, location: place } = kase;
  const thread = place.thread === null ? '' : `, thread ${place.thread}`;
  return [
    `Case ${id}, opened ${openedAt} by ${openedBy} in ${place.channel}${thread}`,
    ...kase.events.flatMap((event) => ['', ...caseEventLines(event, kase)]),
  ];
}

/** The same for a handoff of the case. */
export function handoffAuditLines({ id, caseId, events }: Handoff): string[] {
  return [
    '',
    `Handoff ${id} of case ${caseId}`,
    ...events.flatMap((event) => {
      const [title, ...details] = handoffEventDetails(event);
      return ['', `${event.at}  ${event.by}  ${title}`, ...indentLines(details)];
    }),
  ];
}

function handoffEventDetails(event: HandoffEvent): string[] {
  switch (event.kind) {
    case 'submitted': {
      const { facts, input } = event.content;
      const numbers = facts.subscriptions.map(({ number, verdict }) => `about     ${number}  ${verdict}`);
      return [
        `submitted to ${event.channel} (${event.team}), topic ${facts.topic}`,
        ...numbers,
        `asks      ${quoteForTerminal(input.ask)}`,
        `answer by ${event.answerDueAt}`,
      ];
    }
    case 'delivery-failed':
      return [
        `refused by Slack: ${event.error}${event.outcomeUnknown ? ', and an earlier try may have arrived' : ''}`,
      ];
    case 'claimed':
    case 'reconfirmed':
      return [`${event.kind} until ${event.until}`];
    case 'question-asked':
      return ['question-asked', quoteForTerminal(event.question)];
    case 'question-answered':
      return ['question-answered', quoteForTerminal(event.answer)];
    case 'done':
      return [`done: ${event.outcome}`, ...(event.note === null ? [] : [quoteForTerminal(event.note)])];
    case 'declined':
    case 'withdrawn':
      return [event.kind, `because ${quoteForTerminal(event.reason)}`];
    case 'link-added':
      return ['link-added', quoteForTerminal(event.link)];
    case 'reminded':
      return [`reminded of round ${event.round}, slot ${event.batchAt}`];
    case 'snoozed':
      return [`snoozed until ${event.until}`];
    case 'login-checked':
      return [
        `looked whether the login may be restored: ${event.loginAllowed ? 'yes' : 'no'}`,
        ...snapshotDetails(event.snapshot),
      ];
    case 'posted':
    case 'post-missing':
    case 'released':
    case 'claim-expiring':
    case 'claim-expired':
    case 'follow-up':
    case 'erased':
      return [event.kind];
  }
}

export const ERASE_USAGE =
  'Which case? Usage: npm run erase -- <case id>. What is erased does not come back.';

export function caseErasedLine(id: string): string {
  return `The personal data of case ${quoteForTerminal(id)} and its handoffs is erased; what was decided, when and by whom is kept.`;
}

export function caseAlreadyErasedLine(id: string): string {
  return `Case ${quoteForTerminal(id)} was erased before; there was nothing left to erase.`;
}

export const AUDIT_USAGE = 'Which case? Usage: npm run audit -- <case id>';

export function caseNotFoundLine(id: string): string {
  return `There is no case ${quoteForTerminal(id)} in this database.`;
}

export function databaseNotFoundLine(file: string): string {
  return `There is no database ${file}. DATABASE_URL says where it is, such as sqlite:data/reseller-check.db.`;
}

/** Cases to choose from, under the usage. */
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
      return check ? checkDetails(check, event.checkIndex + 1) : ['check that is missing'];
    }
    case 'step-done':
      return [
        `ticked step ${event.stepId}`,
        ...(event.value === null ? [] : [`with ${quoteForTerminal(event.value)}`]),
      ];
    case 'step-undone':
      return [`took back the tick of step ${event.stepId}`, `because ${quoteForTerminal(event.reason)}`];
    case 'guard-checked':
      return [
        `looked for step ${event.stepId}: ${event.allowed ? 'allowed' : 'not allowed'}`,
        ...snapshotDetails(event.snapshot),
      ];
    case 'override-requested':
      return [
        `asked to override the guard of step ${event.stepId}`,
        `because ${quoteForTerminal(event.reason)}`,
      ];
    case 'override-approved':
      return [`agreed to override the guard of step ${event.stepId}`];
  }
}

function checkDetails(check: Check, number: number): string[] {
  const {
    trigger: because,
    verdict,
    policy,
    ruleVersion,
    scenario,
    topic,
    requester,
    proof,
    lookedUpAt: lookedAt,
    evidence,
  } = check;
  return [
    `check ${number} (${because}): ${verdict}`,
    `subject   ${subjectDetail(evidence.subject)}`,
    `rules     policy ${policy}, version ${ruleVersion}, scenario ${scenario.id}`,
    `facts     topic ${topic}, requester ${requester}, proof ${proof}${check.manualFacts.dismissedMismatchKey === undefined ? '' : `, ticket kept although it names ${check.manualFacts.dismissedMismatchKey}`}`,
    ...check.judgements.map((judgement) => `verdict   ${judgementDetail(judgement)}`),
    `looked    ${lookedAt}`,
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
  invoiceOwnerKind: owner,
  channel,
  channelValue,
  ownerHistory: history,
}: Judgement): string {
  return `${number}  ${verdict}: owner ${owner}, channel ${channel} ${channelDetail(channelValue)}, history ${history}`;
}

function snapshotDetails({ asOf, subscriptions, gap }: AccountSnapshot): string[] {
  return [
    `looked    ${asOf}${gap === null ? '' : `, could not read: ${gap}`}`,
    ...subscriptions.map(
      ({ number, verdict, channel }) => `saw       ${number}  ${verdict}, channel ${channelDetail(channel)}`,
    ),
  ];
}

function channelDetail(value: string | null): string {
  return value === null ? '(none)' : quoteForTerminal(value);
}

type NamedAnswer = readonly [System, string, ConnectorResult<unknown>];

function namedAnswers({
  ticket,
  accounts,
  subscriptionCount: listing,
  subscriptions,
  crm,
  portal,
}: Evidence): NamedAnswer[] {
  const all: readonly (readonly [System, string, ConnectorResult<unknown> | null | undefined])[] = [
    ['zendesk', 'ticket', ticket],
    ['zuora', 'accounts', accounts],
    ['zuora', 'subscriptions', listing],
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
    ['salesforce', 'won deals', crm?.opportunities],
    ['customersdot', 'login', portal],
  ];
  return all.flatMap(([system, what, answer]): NamedAnswer[] => (answer ? [[system, what, answer]] : []));
}

function answerDetail([system, what, answer]: NamedAnswer): string {
  return `evidence  ${answer.asOf}  ${system}, ${what}: ${answer.ok ? 'answered' : answer.gap}`;
}

/** Somebody else's text in a terminal: nothing in it may move the cursor, or turn the line around. */
function quoteForTerminal(text: string): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    escaped,
  );
}

function indentLines(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
