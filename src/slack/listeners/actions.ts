import { z } from 'zod';
import { TOPICS } from '../../domain/reference.ts';
import type { Press } from '../../usecases/check-again.ts';
import { checkAgain, chooseTopic } from '../../usecases/check-again.ts';
import { ActionBody, KeptReference } from '../bodies.ts';
import { ACTIONS } from '../ids.ts';
import { checkingLine } from '../lines.ts';
import type { Origin } from '../say.ts';
import { say } from '../say.ts';
import type { Handler } from './handlers.ts';
import { openForm } from './open-form.ts';
import { startCheck } from './start-check.ts';

const OnCase = z.object({ caseId: z.string() });
const OnPart = OnCase.extend({ number: z.string() });
const TopicOption = OnCase.extend({ topic: z.enum(TOPICS) });

/** Buttons and menus of cards. Their values carry ids only; what they act on is read from the store. */
export function actionHandlers(): [string, Handler][] {
  return [
    [`action ${ACTIONS.recheck}`, recheck],
    [`action ${ACTIONS.chooseTopic}`, topic],
    [`action ${ACTIONS.chooseSubscription}`, part('subscription')],
    [`action ${ACTIONS.chooseAccount}`, part('account')],
    [`action ${ACTIONS.chooseReference}`, reference],
    [`action ${ACTIONS.openCheckForm}`, openForm],
  ];
}

const recheck: Handler = ({ ports }, { body }, origin) => {
  const { caseId } = OnCase.parse(valueIn(body));
  return checkAgain(ports, press(caseId, origin));
};

const topic: Handler = ({ ports }, { body }, origin) => {
  const chosen = TopicOption.parse(valueIn(body));
  return chooseTopic(ports, press(chosen.caseId, origin), chosen.topic);
};

function part(kind: 'subscription' | 'account'): Handler {
  return ({ ports }, { body }, origin) => {
    const { caseId, number } = OnPart.parse(valueIn(body));
    return checkAgain(ports, press(caseId, origin), { kind, number });
  };
}

/** One of several things found in a text: the question makes way for a line, and the check starts. */
const reference: Handler = async (room, { body }, origin) => {
  const subject = KeptReference.parse(valueIn(body));
  const here = origin.channel !== null && room.supportChannels.includes(origin.channel);
  await say(room.voice, origin, checkingLine(subject, here));
  await startCheck(room, origin, { wanted: { subject, ticket: null }, topic: null });
};

function press(caseId: string, { user, key, receivedAt }: Origin): Press {
  return { caseId, by: user, eventKey: key, pressedAt: receivedAt };
}

function valueIn(body: Record<string, unknown>): unknown {
  const [action] = ActionBody.parse(body).actions;
  return JSON.parse(action?.selected_option?.value ?? action?.value ?? '{}');
}
