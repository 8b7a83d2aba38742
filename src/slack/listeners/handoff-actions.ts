import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Handoff } from '../../domain/handoff.ts';
import { standingOf } from '../../domain/handoff.ts';
import type { Arrival } from '../../ports.ts';
import type { HandoffPress } from '../../usecases/decide-handoff.ts';
import { findHandoff } from '../../usecases/decide-handoff.ts';
import { draftHandoff } from '../../usecases/draft-handoff.ts';
import {
  claimHandoff,
  MAY_OPEN,
  REMINDERS,
  reconfirmHandoff,
  releaseHandoff,
  settleHandoff,
  snoozeHandoff,
} from '../../usecases/handoff-moves.ts';
import { lookNow } from '../../usecases/watch-handoff.ts';
import { putOff } from '../../words/handoff-answers.ts';
import { formTitles } from '../../words/handoff-fields.ts';
import { pressAgain } from '../../words/steps.ts';
import { ActionBody } from '../bodies.ts';
import { draftModal } from '../cards/handoff-draft-modal.ts';
import {
  answerModal,
  handoffTextsModal,
  linkModal,
  outcomeModal,
  questionModal,
  reasonModal,
} from '../cards/handoff-forms.ts';
import { ACTIONS } from '../ids.ts';
import { line } from '../lines.ts';
import type { Origin } from '../say.ts';
import { say } from '../say.ts';
import type { Handler, HandlerEntry, Room } from './handlers.ts';
import { fillModal, openAndFill } from './open-modal.ts';
import { pressed } from './pressed.ts';

const OnCase = z.object({ caseId: z.string() });
export const OnHandoff = z.object({ handoffId: z.string() });
const OnReminder = OnHandoff.extend({ what: z.enum(REMINDERS) });
const OnMenu = OnHandoff.extend({ do: z.enum(['texts', 'link', 'withdraw', 'look']) });

/** Returns true for "check now" in a handoff's menu, which calls other systems; the rest of the menu does not. */
export function isLookFromMenu({ kind, body }: Pick<Arrival, 'kind' | 'body'>): boolean {
  const { actions } = body as { actions?: readonly { action_id?: string }[] };
  if (kind !== 'action' || actions?.[0]?.action_id !== ACTIONS.handoffMenu) return false;
  try {
    return OnMenu.parse(pressed(body)).do === 'look';
  } catch {
    return false;
  }
}

/** Buttons about handoffs, on cards, posts, notes and the Home tab. */
export function handoffHandlers(): HandlerEntry[] {
  const question = form(formTitles.question, allowed('question', questionModal));
  const answer = form(formTitles.answer, allowed('answer', answerModal));
  const outcome = form(formTitles.outcome, allowed('outcome', outcomeModal));
  const reasonTo = (handoff: Handoff) => reasonModal(handoff, 'decline');
  const decline = form(formTitles.decline, allowed('decline', reasonTo));
  return [
    [`action ${ACTIONS.draftHandoff}`, { handle: draft, audience: 'support' }],
    [`action ${ACTIONS.handoffEdit}`, { handle: edit, audience: 'support' }],
    [`action ${ACTIONS.handoffClaim}`, { handle: move(claimHandoff), audience: 'sales' }],
    [`action ${ACTIONS.handoffReconfirm}`, { handle: move(reconfirmHandoff), audience: 'sales' }],
    [`action ${ACTIONS.handoffRelease}`, { handle: move(releaseHandoff), audience: 'sales' }],
    [`action ${ACTIONS.handoffNotThere}`, { handle: move(settleHandoff), audience: 'support' }],
    [`action ${ACTIONS.snooze}`, { handle: snooze, audience: 'support-or-sales' }],
    [`action ${ACTIONS.handoffLook}`, { handle: move(lookNow), audience: 'support', bypassCache: true }],
    [`action ${ACTIONS.handoffQuestion}`, { handle: question, audience: 'sales' }],
    [`action ${ACTIONS.handoffAnswer}`, { handle: answer, audience: 'support' }],
    [`action ${ACTIONS.handoffDone}`, { handle: outcome, audience: 'sales' }],
    [`action ${ACTIONS.handoffDecline}`, { handle: decline, audience: 'sales' }],
    [`action ${ACTIONS.handoffMenu}`, { handle: menu, audience: 'support', bypassCache: isLookNow }],
  ];
}

const draft: Handler = (room, arrival, origin) => {
  const { caseId } = OnCase.parse(pressed(arrival.body));
  const fill = async () => draftModal(await draftHandoff(room.ports, caseId, origin.user));
  return openAndFill(
    room,
    { arrival, origin },
    { title: formTitles.draft, fill, otherwise: line(pressAgain()) },
  );
};

/** Back from the preview to the form, in the same modal. */
const edit: Handler = async (room, { body }, origin) => {
  const { caseId } = OnCase.parse(pressed(body));
  const { view } = ActionBody.parse(body);
  if (!view) return;
  const fill = async () => draftModal(await draftHandoff(room.ports, caseId, origin.user));
  await fillModal(room, view, { title: formTitles.draft, fill });
};

/** One press is the whole decision. */
function move(decide: (ports: Room['ports'], press: HandoffPress) => Promise<void>): Handler {
  return ({ ports }, { body }, origin) =>
    decide(ports, pressOf(OnHandoff.parse(pressed(body)).handoffId, origin));
}

/** Nothing else would show that it was put off. */
const snooze: Handler = async ({ ports, voice }, { body }, origin) => {
  const { handoffId, what } = OnReminder.parse(pressed(body));
  await snoozeHandoff(ports, pressOf(handoffId, origin), what);
  const standing = standingOf(await findHandoff(ports, handoffId));
  if (standing.snoozedUntil) await say(voice, origin, line(putOff(standing, standing.snoozedUntil)));
};

/** A form opens first. */
function form(
  title: string,
  drawing: (room: Room, handoff: Handoff, origin: Origin) => Promise<ModalView>,
): Handler {
  return (room, arrival, origin) => {
    const { handoffId } = OnHandoff.parse(pressed(arrival.body));
    const fill = async () => drawing(room, await findHandoff(room.ports, handoffId), origin);
    return openAndFill(room, { arrival, origin }, { title, fill, otherwise: line(pressAgain()) });
  };
}

/** Says at once what stands against it, before anybody writes for nothing. */
function allowed(move: keyof typeof MAY_OPEN, drawing: (handoff: Handoff) => ModalView) {
  return async (_: Room, handoff: Handoff, { user }: Origin): Promise<ModalView> => {
    MAY_OPEN[move](standingOf(handoff), user);
    return drawing(handoff);
  };
}

/** Returns true for "check now", which may end by allowing the login, as a guarded step does. */
async function isLookNow(_: Room, { body }: Arrival): Promise<boolean> {
  return OnMenu.parse(pressed(body)).do === 'look';
}

const menu: Handler = (room, arrival, origin) => {
  const chosen = OnMenu.parse(pressed(arrival.body));
  switch (chosen.do) {
    case 'look':
      return move(lookNow)(room, arrival, origin);
    case 'texts':
      return form(formTitles.texts, async ({ links }, handoff) => handoffTextsModal(handoff, links))(
        room,
        arrival,
        origin,
      );
    case 'link':
      return form(formTitles.link, async (_, handoff) => linkModal(handoff))(room, arrival, origin);
    case 'withdraw':
      return form(
        formTitles.withdraw,
        allowed('withdraw', (handoff) => reasonModal(handoff, 'withdraw')),
      )(room, arrival, origin);
  }
};

export function pressOf(handoffId: string, { user, key }: Origin): HandoffPress {
  return { handoffId, by: user, eventKey: key };
}
