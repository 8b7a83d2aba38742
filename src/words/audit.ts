import type { Answer, System } from '../domain/answer.ts';
import type { Case, CaseEvent, Check, Sight } from '../domain/case.ts';
import type { Evidence, Subject } from '../domain/evidence.ts';
import type { Handoff, HandoffEvent } from '../domain/handoff.ts';
import type { Judgement } from '../domain/verdict.ts';

/**
 * Everything that happened to a case, oldest first, as lines for a terminal: when, who, what, on which evidence. Names
 * ids, rule words and what people typed; no customer's name.
 */
export function auditLines(kase: Case): string[] {
  const { id, openedAt, openedBy, place } = kase;
  const thread = place.thread === null ? '' : `, thread ${place.thread}`;
  return [
    `Case ${id}, opened ${openedAt} by ${openedBy} in ${place.channel}${thread}`,
    ...kase.events.flatMap((event) => ['', ...eventLines(event, kase)]),
  ];
}

/** The same for a handoff of the case. */
export function handoffLines({ id, caseId, events }: Handoff): string[] {
  return [
    '',
    `Handoff ${id} of case ${caseId}`,
    ...events.flatMap((event) => {
      const [title, ...details] = handoffWords(event);
      return ['', `${event.at}  ${event.by}  ${title}`, ...indented(details)];
    }),
  ];
}

function handoffWords(event: HandoffEvent): string[] {
  switch (event.kind) {
    case 'submitted': {
      const { facts, typed } = event.content;
      const numbers = facts.subscriptions.map(({ number, verdict }) => `about     ${number}  ${verdict}`);
      return [
        `submitted to ${event.channel} (${event.team}), topic ${facts.topic}`,
        ...numbers,
        `asks      ${quoted(typed.ask)}`,
        `answer by ${event.answerBy}`,
      ];
    }
    case 'refused':
      return [
        `refused by Slack: ${event.error}${event.unsure ? ', and an earlier try may have arrived' : ''}`,
      ];
    case 'claimed':
    case 'reconfirmed':
      return [`${event.kind} until ${event.until}`];
    case 'asked':
      return ['asked', quoted(event.question)];
    case 'answered':
      return ['answered', quoted(event.answer)];
    case 'done':
      return [`done: ${event.outcome}`, ...(event.note === null ? [] : [quoted(event.note)])];
    case 'declined':
    case 'withdrawn':
      return [event.kind, `because ${quoted(event.reason)}`];
    case 'linked':
      return ['linked', quoted(event.link)];
    case 'reminded':
      return [`reminded of round ${event.round}, slot ${event.slot}`];
    case 'snoozed':
      return [`snoozed until ${event.until}`];
    case 'watched':
      return [
        `looked whether the login may be restored: ${event.allowed ? 'yes' : 'no'}`,
        ...sightWords(event.seen),
      ];
    case 'posted':
    case 'not-there':
    case 'released':
    case 'lapse-near':
    case 'lapsed':
    case 'follow-up':
    case 'erased':
      return [event.kind];
  }
}

export const ERASE_USAGE =
  'Which case? Usage: npm run erase -- <case id>. What is erased does not come back.';

export function erased(id: string): string {
  return `The personal data of case ${quoted(id)} and its handoffs is erased; what was decided, when and by whom is kept.`;
}

export function erasedBefore(id: string): string {
  return `Case ${quoted(id)} was erased before; there was nothing left to erase.`;
}

export const AUDIT_USAGE = 'Which case? Usage: npm run audit -- <case id>';

export function noSuchCase(id: string): string {
  return `There is no case ${quoted(id)} in this database.`;
}

export function noDatabase(file: string): string {
  return `There is no database ${file}. DATABASE_URL says where it is, such as sqlite:data/reseller-check.db.`;
}

/** Cases to choose from, under the usage. */
export function newestCases(ids: readonly string[]): string[] {
  return ids.length === 0 ? ['There are no cases yet.'] : ['The newest cases:', ...indented(ids)];
}

function eventLines(event: CaseEvent, { checks }: Case): string[] {
  const [title, ...details] = eventWords(event, checks);
  return [`${event.at}  ${event.by}  ${title}`, ...indented(details)];
}

function eventWords(event: CaseEvent, checks: readonly Check[]): string[] {
  switch (event.kind) {
    case 'checked': {
      const check = checks[event.check];
      return check ? checkWords(check, event.check + 1) : ['check that is missing'];
    }
    case 'step-done':
      return [
        `ticked step ${event.stepId}`,
        ...(event.value === null ? [] : [`with ${quoted(event.value)}`]),
      ];
    case 'step-undone':
      return [`took back the tick of step ${event.stepId}`, `because ${quoted(event.reason)}`];
    case 'guard':
      return [
        `looked for step ${event.stepId}: ${event.allowed ? 'allowed' : 'not allowed'}`,
        ...sightWords(event.seen),
      ];
    case 'override-asked':
      return [`asked to override the guard of step ${event.stepId}`, `because ${quoted(event.reason)}`];
    case 'override-agreed':
      return [`agreed to override the guard of step ${event.stepId}`];
  }
}

function checkWords(check: Check, number: number): string[] {
  const { because, verdict, policy, ruleVersion, scenario, topic, asker, proof, lookedAt, evidence } = check;
  return [
    `check ${number} (${because}): ${verdict}`,
    `subject   ${subjectWords(evidence.subject)}`,
    `rules     policy ${policy}, version ${ruleVersion}, scenario ${scenario.id}`,
    `facts     topic ${topic}, asker ${asker}, proof ${proof}${check.told.ticketKept === undefined ? '' : `, ticket kept although it names ${check.told.ticketKept}`}`,
    ...check.judgements.map((judgement) => `verdict   ${judgementWords(judgement)}`),
    `looked    ${lookedAt}`,
    ...answersIn(evidence).map(answerWords),
  ];
}

function subjectWords(subject: Subject): string {
  switch (subject.kind) {
    case 'subscription':
    case 'account':
      return `${subject.kind} ${subject.number}`;
    case 'crm-account':
    case 'zuora-subscription':
    case 'zuora-account':
      return `${subject.kind} ${subject.id}`;
    case 'email':
      return `email ${quoted(subject.masked)}, fingerprint ${subject.fingerprint}`;
    case 'ticket':
      return `ticket ${subject.id} on ${subject.host}`;
  }
}

function judgementWords({ number, verdict, owner, channel, channelValue, history }: Judgement): string {
  return `${number}  ${verdict}: owner ${owner}, channel ${channel} ${channelWords(channelValue)}, history ${history}`;
}

function sightWords({ asOf, subscriptions, gap }: Sight): string[] {
  return [
    `looked    ${asOf}${gap === null ? '' : `, could not read: ${gap}`}`,
    ...subscriptions.map(
      ({ number, verdict, channel }) => `saw       ${number}  ${verdict}, channel ${channelWords(channel)}`,
    ),
  ];
}

function channelWords(value: string | null): string {
  return value === null ? '(none)' : quoted(value);
}

type Asked = readonly [System, string, Answer<unknown>];

function answersIn({ ticket, accounts, listing, subscriptions, crm, portal }: Evidence): Asked[] {
  const all: readonly (readonly [System, string, Answer<unknown> | null | undefined])[] = [
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
  return all.flatMap(([system, what, answer]): Asked[] => (answer ? [[system, what, answer]] : []));
}

function answerWords([system, what, answer]: Asked): string {
  return `evidence  ${answer.asOf}  ${system}, ${what}: ${answer.ok ? 'answered' : answer.gap}`;
}

/** Somebody else's text in a terminal: nothing in it may move the cursor, or turn the line around. */
function quoted(text: string): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    escaped,
  );
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
