import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ASKERS, PROOFS } from '../../domain/facts.ts';
import { TOPICS } from '../../domain/reference.ts';
import type { Press } from '../../usecases/check-again.ts';
import { checkAgain, checkTicketOf, tellFacts } from '../../usecases/check-again.ts';
import { ActionBody, KeptReference, TicketReference } from '../bodies.ts';
import { ACTIONS } from '../ids.ts';
import { checkingLine } from '../lines.ts';
import type { Origin } from '../say.ts';
import { say } from '../say.ts';
import { caseMenu } from './case-menu-action.ts';
import type { Handler, HandlerEntry } from './handlers.ts';
import { openForm } from './open-form.ts';
import { pressed } from './pressed.ts';
import { startCheck } from './start-check.ts';
import { stepHandlers } from './step-actions.ts';

const OnCase = z.object({ caseId: z.string() });
const OnPart = OnCase.extend({ number: z.string() });
const TopicOption = OnCase.extend({ topic: z.enum(TOPICS) });
const AskerOption = OnCase.extend({ asker: z.enum(ASKERS) });
const ProofOption = OnCase.extend({ proof: z.enum(PROOFS) });
/** The ticket and topic that a choice among several things carries along. */
const ChoiceContext = z.object({ ticket: TicketReference.optional(), topic: z.enum(TOPICS).optional() });
const KeptTicket = OnCase.extend({ ticketKept: z.string() });

/** Buttons and menus of cards. Their values carry ids only; what they act on is read from the store. */
export function actionHandlers(): HandlerEntry[] {
  return [
    [`action ${ACTIONS.recheck}`, { handle: recheck, audience: 'support' }],
    [`action ${ACTIONS.chooseTopic}`, { handle: topic, audience: 'support' }],
    [`action ${ACTIONS.chooseSubscription}`, { handle: part('subscription'), audience: 'support' }],
    [`action ${ACTIONS.chooseAccount}`, { handle: part('account'), audience: 'support' }],
    [`action ${ACTIONS.chooseReference}`, { handle: reference, audience: 'support' }],
    [`action ${ACTIONS.openCheckForm}`, { handle: openForm, audience: 'support' }],
    [`action ${ACTIONS.chooseAsker}`, { handle: asker, audience: 'support' }],
    [`action ${ACTIONS.chooseProof}`, { handle: proof, audience: 'support' }],
    [`action ${ACTIONS.useTicket}`, { handle: useTicket, audience: 'support' }],
    [`action ${ACTIONS.keepTicket}`, { handle: keepTicket, audience: 'support' }],
    [`action ${ACTIONS.caseMenu}`, { handle: caseMenu, audience: 'support' }],
    ...stepHandlers(),
  ];
}

const recheck: Handler = ({ ports }, { body }, origin) => {
  const { caseId } = OnCase.parse(pressed(body));
  return checkAgain(ports, press(caseId, origin));
};

const topic: Handler = ({ ports }, { body }, origin) => {
  const chosen = TopicOption.parse(pressed(body));
  return tellFacts(ports, press(chosen.caseId, origin), { topic: chosen.topic });
};

const asker: Handler = ({ ports }, { body }, origin) => {
  const chosen = AskerOption.parse(pressed(body));
  return tellFacts(ports, press(chosen.caseId, origin), { asker: chosen.asker });
};

const proof: Handler = ({ ports }, { body }, origin) => {
  const chosen = ProofOption.parse(pressed(body));
  return tellFacts(ports, press(chosen.caseId, origin), { proof: chosen.proof });
};

const useTicket: Handler = ({ ports }, { body }, origin) => {
  const { caseId } = OnCase.parse(pressed(body));
  return checkTicketOf(ports, press(caseId, origin));
};

const keepTicket: Handler = ({ ports }, { body }, origin) => {
  const { caseId, ticketKept } = KeptTicket.parse(pressed(body));
  return tellFacts(ports, press(caseId, origin), { ticketKept });
};

function part(kind: 'subscription' | 'account'): Handler {
  return ({ ports }, { body }, origin) => {
    const { caseId, number } = OnPart.parse(pressed(body));
    return checkAgain(ports, press(caseId, origin), { kind, number });
  };
}

/** One of several things found in a text: the question makes way for a line, and the check starts. */
const reference: Handler = async (room, { body }, origin) => {
  const value = pressed(body);
  const subject = KeptReference.parse(value);
  const { ticket = null, topic = null } = ChoiceContext.parse(value);
  const here = origin.channel !== null && room.supportChannels.includes(origin.channel);
  await say(room.voice, origin, checkingLine(subject, here));
  const once = { ...origin, key: answerKey(body, origin) };
  await startCheck(room, once, { wanted: { subject, ticket }, topic });
};

/** The same for every press of one button on one question, so that pressing it twice in a row is one check. */
function answerKey(body: Record<string, unknown>, { key, channel }: Origin): string {
  const { message_ts: question } = ActionBody.parse(body).container;
  if (!question) return key;
  const answer = JSON.stringify([channel, question, pressed(body)]);
  return createHash('sha256').update(answer).digest('hex').slice(0, 32);
}

function press(caseId: string, { user, key, receivedAt }: Origin): Press {
  return { caseId, by: user, eventKey: key, pressedAt: receivedAt };
}
