import { latestCheck } from '../../domain/case.ts';
import type { Ports } from '../../ports/ports.ts';
import type { InboundRequest } from '../../ports/queues.ts';
import { ACTIONS, COMMAND, EVENTS, SHORTCUTS, VIEWS } from '../ids.ts';
import {
  actionValue,
  HandoffMenuValue,
  HandoffReasonMetadata,
  StepValue,
  viewMetadata,
} from '../listeners/request-values.ts';
import type { Audience } from './authorization.ts';
import { userIdOf } from './request-context.ts';

type RequestBody = InboundRequest['body'];

/** The lane of the request worker in which a request is processed. */
type Lane = 'check' | 'interactive';

/** How one kind of request is processed. What is decided before its listener runs is stated here. */
export interface RequestRule {
  /** Who may make the request. A function when that depends on the request, such as on the purpose of a form. */
  readonly audience: Audience | ((body: RequestBody) => Audience);
  /** `interactive` by default. Requests that call other systems take seconds, so they have a lane of their own. */
  readonly lane?: Lane | ((body: RequestBody) => Lane);
  /**
   * Whether the request is dropped, with a reply, when it is older than `REQUEST_TTL_MS`. For checks, which the user has
   * given up by then, and for requests that open a modal, whose trigger has expired. Decisions, submitted texts and
   * checks that have opened their case are processed however late.
   */
  readonly expires?: true;
  /** Whether the request checks a case again. The case keeps its last check when the request is dropped. */
  readonly isRecheck?: true;
  /**
   * Whether authorization asks Slack again instead of using cached answers: always, or when the function returns true.
   */
  readonly bypassCache?: true | ((body: RequestBody, ports: Ports) => Promise<boolean>);
}

const forSupport: RequestRule = { audience: 'support' };
const forSales: RequestRule = { audience: 'sales' };
const forMembers: RequestRule = { audience: 'members' };
/** Reads Zuora, Salesforce or Zendesk. */
const check: RequestRule = { audience: 'support', lane: 'check', expires: true };
const recheck: RequestRule = { ...check, isRecheck: true };
/** Opens a modal with the request's trigger. */
const supportModal: RequestRule = { audience: 'support', expires: true };
const salesModal: RequestRule = { audience: 'sales', expires: true };

/** Typed to the bot: a check, `mine` or `help`. */
const typedMessage: RequestRule = {
  ...check,
  lane: (body) => (body['asks'] === 'check' ? 'check' : 'interactive'),
};

/** Every request that a listener handles, by kind and Slack's id. `registerListeners` registers exactly these. */
export const REQUEST_RULES: Readonly<Record<string, RequestRule>> = {
  [`command ${COMMAND}`]: { ...check, lane: (body) => ('mine' in body ? 'interactive' : 'check') },
  [`shortcut ${SHORTCUTS.checkTicket}`]: check,
  [`shortcut ${SHORTCUTS.checkCustomer}`]: supportModal,
  [`view ${VIEWS.checkForm}`]: check,
  [`action ${ACTIONS.openCheckForm}`]: supportModal,
  [`action ${ACTIONS.showMine}`]: forSupport,
  [`action ${ACTIONS.chooseReference}`]: check,
  [`action ${ACTIONS.startAnew}`]: check,

  [`action ${ACTIONS.recheck}`]: recheck,
  [`action ${ACTIONS.chooseSubscription}`]: recheck,
  [`action ${ACTIONS.chooseAccount}`]: recheck,
  [`action ${ACTIONS.checkTicketSubscription}`]: recheck,
  [`action ${ACTIONS.dismissTicketMismatch}`]: forSupport,
  [`action ${ACTIONS.confirmManagedService}`]: forSupport,
  [`action ${ACTIONS.denyManagedService}`]: forSupport,
  [`action ${ACTIONS.chooseTopic}`]: forSupport,
  [`action ${ACTIONS.chooseRequester}`]: forSupport,
  [`action ${ACTIONS.chooseProof}`]: forSupport,
  [`action ${ACTIONS.showSteps}`]: supportModal,
  [`action ${ACTIONS.showEvidence}`]: supportModal,
  [`action ${ACTIONS.copyTexts}`]: supportModal,
  [`action ${ACTIONS.caseMenu}`]: supportModal,

  [`action ${ACTIONS.stepDone}`]: {
    ...forSupport,
    bypassCache: (body, ports) => isGuardedStep(ports, StepValue.parse(actionValue(body))),
  },
  [`action ${ACTIONS.stepUndo}`]: forSupport,
  [`action ${ACTIONS.stepCheckNow}`]: { ...check, bypassCache: true },
  [`action ${ACTIONS.overrideApprove}`]: { ...forSupport, bypassCache: true },
  [`view ${VIEWS.stepValue}`]: {
    ...forSupport,
    bypassCache: (body, ports) => isGuardedStep(ports, StepValue.parse(viewMetadata(body))),
  },
  [`view ${VIEWS.undoReason}`]: forSupport,
  [`view ${VIEWS.caseTexts}`]: forSupport,
  [`view ${VIEWS.verdictDispute}`]: forSupport,
  [`view ${VIEWS.overrideReason}`]: { ...forSupport, bypassCache: true },

  [`action ${ACTIONS.draftHandoff}`]: supportModal,
  [`action ${ACTIONS.handoffEdit}`]: forSupport,
  [`action ${ACTIONS.handoffClaim}`]: forSales,
  [`action ${ACTIONS.handoffReconfirm}`]: forSales,
  [`action ${ACTIONS.handoffRelease}`]: forSales,
  [`action ${ACTIONS.handoffQuestion}`]: salesModal,
  [`action ${ACTIONS.handoffAnswer}`]: supportModal,
  [`action ${ACTIONS.handoffDone}`]: salesModal,
  [`action ${ACTIONS.handoffDecline}`]: salesModal,
  [`action ${ACTIONS.handoffPostMissing}`]: forSupport,
  [`action ${ACTIONS.handoffCheckNow}`]: { ...check, bypassCache: true },
  [`action ${ACTIONS.handoffMenu}`]: {
    ...supportModal,
    lane: (body) => (isCheckNow(body) ? 'check' : 'interactive'),
    // "Check login" may end by allowing the login, as a guarded step does.
    bypassCache: async (body) => isCheckNow(body),
  },
  [`action ${ACTIONS.snooze}`]: { audience: 'support-or-sales' },
  [`view ${VIEWS.handoffDraft}`]: forSupport,
  [`view ${VIEWS.handoffPreview}`]: { ...forSupport, bypassCache: true },
  [`view ${VIEWS.handoffQuestion}`]: forSales,
  [`view ${VIEWS.handoffAnswer}`]: forSupport,
  [`view ${VIEWS.handoffLink}`]: forSupport,
  [`view ${VIEWS.handoffOutcome}`]: forSales,
  [`view ${VIEWS.handoffReason}`]: {
    audience: (body) =>
      HandoffReasonMetadata.parse(viewMetadata(body)).why === 'decline' ? 'sales' : 'support',
  },

  [`event ${EVENTS.message}`]: typedMessage,
  [`event ${EVENTS.mention}`]: typedMessage,
  [`event ${EVENTS.homeOpened}`]: forMembers,
  [`action ${ACTIONS.setNotifications}`]: forMembers,
  [`action ${ACTIONS.setQuietHours}`]: forMembers,
};

/** Returns the rule of a request; undefined for an unknown id, such as of a button that the bot no longer uses. */
export function ruleOf(request: Pick<InboundRequest, 'kind' | 'body'>): RequestRule | undefined {
  const { command, callback_id, view, actions, event } = request.body as {
    command?: string;
    callback_id?: string;
    view?: { callback_id?: string };
    actions?: readonly { action_id?: string }[];
    event?: { type?: string };
  };
  const id = command ?? callback_id ?? actions?.[0]?.action_id ?? view?.callback_id ?? event?.type ?? '';
  return REQUEST_RULES[`${request.kind} ${id}`];
}

/** Returns the queue lane of a request and the Slack id of the user who made it. */
export function jobFieldsOf(request: Pick<InboundRequest, 'kind' | 'body'>): {
  readonly lane: Lane;
  readonly userId: string;
} {
  const { lane = 'interactive' } = ruleOf(request) ?? {};
  return { lane: typeof lane === 'function' ? lane(request.body) : lane, userId: userIdOf(request) };
}

/** Returns true for a check that counts towards the user's limit. One that names no single reference looks nothing up. */
export function isCountedCheck(request: Pick<InboundRequest, 'kind' | 'body'>): boolean {
  const { target } = request.body as { target?: { kind: string } };
  return jobFieldsOf(request).lane === 'check' && (target === undefined || target.kind === 'one');
}

/** Returns true when the step requires a verdict, so that cached authorization is not enough. */
async function isGuardedStep({ cases }: Ports, { caseId, stepId }: StepValue): Promise<boolean> {
  const kase = await cases.find(caseId);
  const step = kase && latestCheck(kase).scenario.steps.find(({ id }) => id === stepId);
  return step?.requires?.verdict !== undefined;
}

/** Returns true for "Check login" in a handoff's menu; false for its other options, and for a value that is not valid. */
function isCheckNow(body: RequestBody): boolean {
  try {
    return HandoffMenuValue.parse(actionValue(body)).do === 'check-now';
  } catch {
    return false;
  }
}
