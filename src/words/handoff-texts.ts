import type { Reader } from '../domain/field-rules.ts';
import { isShown } from '../domain/field-rules.ts';
import type { HandoffContent, HandoffFacts } from '../domain/handoff.ts';
import { ANSWER_HOURS } from '../domain/handoff-times.ts';
import { moment, type Piece, say } from '../domain/text.ts';
import { own, sayAbout, sayWants } from './handoff.ts';
import { factLines, typedLines } from './handoff-lines.ts';

const READER: Reader = 'salesforce';

/** Where a reader can look further; null where there is no address. */
export interface Addresses {
  readonly ticket: string | null;
  readonly account: string | null;
}

/** The formal handoff, to be posted by a person: a Chatter post, or a Case of the pool of small customers. */
export interface SalesforceText {
  readonly kind: 'chatter' | 'case';
  readonly label: string;
  /** What to do with it. */
  readonly how: Piece[];
  /** Fields of the Case's record; none for a Chatter post. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly text: Piece[];
}

const CASE_FIELDS = [
  { name: 'Record type', value: 'SMB Sales Case' },
  { name: 'Type', value: 'Inbound Request' },
  { name: 'Priority', value: 'High' },
  { name: 'Subject', value: 'Support Ticket' },
  { name: 'Contact', value: "the customer's contact, chosen in Salesforce" },
  { name: 'Description', value: 'the text below, with the ticket link' },
] as const;

/** `at`: the moment from which days are counted, ISO 8601. */
export function salesforceText(content: HandoffContent, addresses: Addresses, at: string): SalesforceText {
  const pooled = content.facts.owner?.kind === 'smb-pool';
  const text = lines([...(pooled ? [] : [sayGreeting(content.facts)]), ...body(content, addresses, at)]);
  return pooled
    ? {
        kind: 'case',
        label: 'Case: description',
        how: say`The pool of small customers does not read Chatter. Open a Case on the account with these fields:`,
        fields: CASE_FIELDS,
        text,
      }
    : { kind: 'chatter', label: 'Chatter post', how: sayWhere(content.facts), fields: [], text };
}

/** A courtesy line for Slack that points to the formal handoff. `link`: the Chatter post or Case. */
export function slackLine(content: HandoffContent, link: string | null): Piece[] {
  const about = sayAbout({ content, erased: false });
  const where = link === null ? say`the post on the account in Salesforce` : say`${link}`;
  return [own('Support asks for help with '), ...about, own('. Please answer there: '), ...where];
}

function sayGreeting({ owner }: HandoffFacts): Piece[] {
  return owner?.kind === 'person' && isShown('owner', READER) ? say`Hello ${owner.name},` : [own('Hello,')];
}

function sayWhere({ owner }: HandoffFacts): Piece[] {
  if (owner?.kind === 'person') {
    return say`Post it on the account in Salesforce, mention ${owner.name}, and see that the mention resolves.`;
  }
  return owner === null
    ? say`Find the account owner in Salesforce, post it on the account, and mention them.`
    : say`No person owns the account. Post it there, and mention who is responsible for the segment and territory.`;
}

function body({ facts, typed }: HandoffContent, { ticket, account }: Addresses, at: string): Piece[][] {
  const reading = { reader: READER, at };
  return [
    [...sayWants(facts, READER), own('.')],
    ...factLines(facts, reading),
    ...typedLines(typed, reading),
    ...(isShown('answerBy', READER)
      ? [
          say`Please get in touch with the customer. We expect an answer within ${String(ANSWER_HOURS)} working hours.`,
        ]
      : []),
    ...(ticket !== null && isShown('ticket', READER) ? [[own(`Ticket: ${ticket}`)]] : []),
    ...(account !== null && isShown('crmAccount', READER) ? [[own(`Account: ${account}`)]] : []),
    ...(facts.account !== null && isShown('zuoraAccount', READER)
      ? [say`Zuora account: ${facts.account}`]
      : []),
    ...(isShown('checkedAt', READER) ? [say`Systems asked: ${moment(facts.checkedAt)}`] : []),
  ];
}

function lines(all: readonly Piece[][]): Piece[] {
  return all.flatMap((each, index) => (index === 0 ? each : [own('\n'), ...each]));
}
