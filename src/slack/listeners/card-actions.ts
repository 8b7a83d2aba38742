import { createHash } from 'node:crypto';
import { z } from 'zod';
import { PROOFS, REQUESTER_SIDES } from '../../domain/case-facts.ts';
import { TOPICS } from '../../domain/topics.ts';
import { type CaseAction, recheckCase, recheckFromTicket, setFacts } from '../../usecases/recheck-case.ts';
import { ACTIONS } from '../ids.ts';
import { ActionPayload, StoredReference, StoredTicketReference } from '../ingress/payload-schemas.ts';
import { type RequestContext, reply } from '../replies/reply.ts';
import { checkingReply } from '../replies/text-replies.ts';
import { actionValue } from './action-value.ts';
import { handleCaseMenu } from './case-menu-action.ts';
import type { Handler, HandlerEntry } from './handlers.ts';
import { openCheckForm } from './open-check-form.ts';
import { startCheck } from './start-check.ts';
import { stepActionHandlers } from './step-actions.ts';

const CaseValue = z.object({ caseId: z.string() });
const CasePartValue = CaseValue.extend({ number: z.string() });
const TopicValue = CaseValue.extend({ topic: z.enum(TOPICS) });
const RequesterValue = CaseValue.extend({ requester: z.enum(REQUESTER_SIDES) });
const ProofValue = CaseValue.extend({ proof: z.enum(PROOFS) });
/** The ticket and topic that a choice among several things carries along. */
const ChoiceContext = z.object({
  ticket: StoredTicketReference.optional(),
  topic: z.enum(TOPICS).optional(),
});
const TicketMismatchValue = CaseValue.extend({ ticketKept: z.string() });

/** Buttons and menus of cards. Their values carry ids only; what they act on is read from the store. */
export function cardActionHandlers(): HandlerEntry[] {
  return [
    [`action ${ACTIONS.recheck}`, { handle: handleRecheck, audience: 'support' }],
    [`action ${ACTIONS.chooseTopic}`, { handle: handleTopic, audience: 'support' }],
    [
      `action ${ACTIONS.chooseSubscription}`,
      { handle: choosePartHandler('subscription'), audience: 'support' },
    ],
    [`action ${ACTIONS.chooseAccount}`, { handle: choosePartHandler('account'), audience: 'support' }],
    [`action ${ACTIONS.chooseReference}`, { handle: handleReference, audience: 'support' }],
    [`action ${ACTIONS.openCheckForm}`, { handle: openCheckForm, audience: 'support' }],
    [`action ${ACTIONS.chooseRequester}`, { handle: handleRequester, audience: 'support' }],
    [`action ${ACTIONS.chooseProof}`, { handle: handleProof, audience: 'support' }],
    [
      `action ${ACTIONS.checkTicketSubscription}`,
      { handle: handleCheckTicketSubscription, audience: 'support' },
    ],
    [`action ${ACTIONS.dismissTicketMismatch}`, { handle: handleDismissTicketMismatch, audience: 'support' }],
    [`action ${ACTIONS.caseMenu}`, { handle: handleCaseMenu, audience: 'support' }],
    ...stepActionHandlers(),
  ];
}

const handleRecheck: Handler = ({ ports }, { body }, requestContext) => {
  const { caseId } = CaseValue.parse(actionValue(body));
  return recheckCase(ports, toCaseAction(caseId, requestContext));
};

const handleTopic: Handler = ({ ports }, { body }, requestContext) => {
  const chosen = TopicValue.parse(actionValue(body));
  return setFacts(ports, toCaseAction(chosen.caseId, requestContext), { topic: chosen.topic });
};

const handleRequester: Handler = ({ ports }, { body }, requestContext) => {
  const chosen = RequesterValue.parse(actionValue(body));
  return setFacts(ports, toCaseAction(chosen.caseId, requestContext), { requester: chosen.requester });
};

const handleProof: Handler = ({ ports }, { body }, requestContext) => {
  const chosen = ProofValue.parse(actionValue(body));
  return setFacts(ports, toCaseAction(chosen.caseId, requestContext), { proof: chosen.proof });
};

const handleCheckTicketSubscription: Handler = ({ ports }, { body }, requestContext) => {
  const { caseId } = CaseValue.parse(actionValue(body));
  return recheckFromTicket(ports, toCaseAction(caseId, requestContext));
};

const handleDismissTicketMismatch: Handler = ({ ports }, { body }, requestContext) => {
  const { caseId, ticketKept } = TicketMismatchValue.parse(actionValue(body));
  return setFacts(ports, toCaseAction(caseId, requestContext), { dismissedMismatchKey: ticketKept });
};

function choosePartHandler(kind: 'subscription' | 'account'): Handler {
  return ({ ports }, { body }, requestContext) => {
    const { caseId, number } = CasePartValue.parse(actionValue(body));
    return recheckCase(ports, toCaseAction(caseId, requestContext), { kind, number });
  };
}

/** One of several things found in a text: the question makes way for a line, and the check starts. */
const handleReference: Handler = async (context, { body }, requestContext) => {
  const value = actionValue(body);
  const subject = StoredReference.parse(value);
  const { ticket = null, topic = null } = ChoiceContext.parse(value);
  const isSupportChannel =
    requestContext.channelId !== null && context.supportChannels.includes(requestContext.channelId);
  await reply(context.responder, requestContext, checkingReply(subject, isSupportChannel));
  const choiceContext = { ...requestContext, key: choiceKey(body, requestContext) };
  await startCheck(context, choiceContext, { wanted: { subject, ticket }, topic });
};

/** The same for every press of one button on one question, so that pressing it twice in a row is one check. */
function choiceKey(body: Record<string, unknown>, { key, channelId }: RequestContext): string {
  const { message_ts: question } = ActionPayload.parse(body).container;
  if (!question) return key;
  const answer = JSON.stringify([channelId, question, actionValue(body)]);
  return createHash('sha256').update(answer).digest('hex').slice(0, 32);
}

function toCaseAction(caseId: string, { userId, key, receivedAt }: RequestContext): CaseAction {
  return { caseId, by: userId, idempotencyKey: key, requestedAt: receivedAt };
}
