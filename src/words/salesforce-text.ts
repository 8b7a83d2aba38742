import type { HandoffSurface } from '../domain/handoff-field-visibility.ts';
import { isFieldShown } from '../domain/handoff-field-visibility.ts';
import type { HandoffContent, HandoffFacts } from '../domain/handoff-state.ts';
import type { RichText, TextFragment } from '../domain/text-fragments.ts';
import { joinLines, literalFragment, phrase, timeFragment } from '../domain/text-fragments.ts';
import { handoffFactLines, handoffInputLines } from './handoff-content-lines.ts';
import { ANSWER_TERM, contactRequestText, handoffSubjectText, requestText } from './handoff-text.ts';

const SALESFORCE_SURFACE: HandoffSurface = 'salesforce';

/** URLs of the ticket and the records in Salesforce; null when there is none. */
export interface HandoffUrls {
  readonly ticket: string | null;
  readonly account: string | null;
  readonly opportunity: string | null;
}

/** The formal handoff, which a person posts in Salesforce: a Chatter post, or a Case for the SMB pool. */
export interface SalesforceText {
  readonly kind: 'chatter' | 'case';
  readonly label: string;
  /** Tells the engineer where to post the text. */
  readonly instructions: TextFragment[];
  /** Fields of the Case; empty for a Chatter post. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly text: RichText;
}

const CASE_FIELDS = [
  { name: 'Record type', value: 'SMB Sales Case' },
  { name: 'Type', value: 'Inbound Request' },
  { name: 'Priority', value: 'High' },
  { name: 'Subject', value: 'Support Ticket' },
  { name: 'Contact', value: "the customer's contact, chosen in Salesforce" },
  { name: 'Description', value: 'the text below, with the ticket link' },
] as const;

/** Returns the formal handoff. `at`: time from which days are counted (ISO 8601). */
export function salesforceText(content: HandoffContent, urls: HandoffUrls, at: string): SalesforceText {
  const isSmbPool = content.facts.accountOwner?.kind === 'smb-pool';
  const text = joinLines([
    ...(isSmbPool ? [] : [greetingText(content.facts)]),
    ...salesforceBodyLines(content, urls, at),
  ]);
  return isSmbPool
    ? {
        kind: 'case',
        label: 'Case: description',
        instructions: phrase`The SMB pool does not read Chatter. Open a Case on the account with these fields:`,
        fields: CASE_FIELDS,
        text,
      }
    : {
        kind: 'chatter',
        label: 'Chatter post',
        instructions: postingInstructionsText(content.facts),
        fields: [],
        text,
      };
}

/** Returns a message for Slack that points to the formal handoff. `link`: URL of the Chatter post or Case. */
export function slackPointerText(content: HandoffContent, link: string | null): TextFragment[] {
  const about = handoffSubjectText({ content, erased: false });
  const where = link === null ? phrase`the post on the account in Salesforce` : phrase`${link}`;
  return [
    literalFragment('Support asks for help with '),
    ...about,
    literalFragment('. Please answer there: '),
    ...where,
  ];
}

function greetingText({ accountOwner: owner }: HandoffFacts): TextFragment[] {
  return owner?.kind === 'person' && isFieldShown('accountOwner', SALESFORCE_SURFACE)
    ? phrase`Hello ${owner.name},`
    : [literalFragment('Hello,')];
}

function postingInstructionsText({ accountOwner: owner }: HandoffFacts): TextFragment[] {
  if (owner?.kind === 'person') {
    return phrase`Post it on the account in Salesforce, mention ${owner.name}, and make sure the @mention works.`;
  }
  return owner === null
    ? phrase`Find the account owner in Salesforce, post it on the account, and mention them.`
    : phrase`No person owns the account. Post it there, and mention the person responsible for the segment and territory.`;
}

function salesforceBodyLines(
  content: HandoffContent,
  { ticket, account, opportunity }: HandoffUrls,
  at: string,
): TextFragment[][] {
  const { facts } = content;
  const textContext = { surface: SALESFORCE_SURFACE, at };
  return [
    [...requestText(facts, SALESFORCE_SURFACE), literalFragment('.')],
    ...handoffFactLines(facts, textContext),
    ...handoffInputLines(content, textContext),
    ...(isFieldShown('answerBy', SALESFORCE_SURFACE)
      ? [phrase`${contactRequestText(facts)} We expect an answer within ${ANSWER_TERM}.`]
      : []),
    ...(ticket !== null && isFieldShown('ticket', SALESFORCE_SURFACE)
      ? [[literalFragment(`Ticket: ${ticket}`)]]
      : []),
    ...(account !== null && isFieldShown('crmAccount', SALESFORCE_SURFACE)
      ? [[literalFragment(`Account: ${account}`)]]
      : []),
    ...(facts.opportunity && isFieldShown('opportunity', SALESFORCE_SURFACE)
      ? [
          phrase`Newest deal: ${facts.opportunity.name}${literalFragment(opportunity ? ` ${opportunity}` : '')}`,
        ]
      : []),
    ...(facts.accountNumber !== null && isFieldShown('zuoraAccount', SALESFORCE_SURFACE)
      ? [phrase`Zuora account: ${facts.accountNumber}`]
      : []),
    ...(isFieldShown('checkedAt', SALESFORCE_SURFACE)
      ? [phrase`Systems checked: ${timeFragment(facts.checkedAt)}`]
      : []),
  ];
}
