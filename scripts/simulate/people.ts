import { ACTIONS, SHORTCUTS } from '../../src/slack/ids.ts';
import { allElements } from '../sandbox/slack/elements.ts';
import type { LocalSlack, Message, View } from '../sandbox/slack/local-slack.ts';
import type { Json } from '../sandbox/slack/shape-checks.ts';
import { fillForm } from './form-values.ts';
import { metadataIdOf } from './metadata-id.ts';
import type { Random } from './random.ts';
import type { SimulationRun } from './simulation-run.ts';

/** An action that a person can perform now. */
interface PossibleAction {
  readonly what: string;
  perform(): unknown;
}

const SUPPORT = ['UANA', 'UBEN'];
const SALES = ['UROBIN', 'UKIM'];
/** The people who may use the bot. */
export const PEOPLE = [...SUPPORT, ...SALES];
const OTHERS = ['UGUEST', 'UEXT', 'UOTTO'];
const CHANNELS = ['CSUPPORT', 'CSALES', 'CSMB', 'CEMEA', 'CDIGEST', 'CSHARED'];
/** People act on the newest messages of a channel only. */
const VISIBLE_MESSAGES = 6;

/** Weights of clicks, 1 for others. The actions that a handoff needs are more frequent. */
const CLICK_WEIGHTS: Readonly<Record<string, number>> = {
  [ACTIONS.draftHandoff]: 12,
  [ACTIONS.stepCheckNow]: 10,
  [ACTIONS.overrideApprove]: 10,
  [ACTIONS.handoffClaim]: 10,
  [ACTIONS.handoffQuestion]: 6,
  [ACTIONS.handoffAnswer]: 10,
  [ACTIONS.handoffDone]: 4,
  [ACTIONS.handoffMenu]: 4,
  [ACTIONS.snooze]: 4,
  [ACTIONS.stepDone]: 3,
};

/** Number of actions up to each goal: the link of the formal request to Sales, or the guarded step. */
export const GOAL_ACTION_COUNTS = { handoff: 6, guard: 10 };

const GUARDED_STEP = new RegExp(`${ACTIONS.stepDone} .*(enable|restore)-login`);

/** Performs an action that a person can perform in the local Slack now. `done`: number of earlier actions. */
export function performRandomAction(run: SimulationRun, slack: LocalSlack, done: number): void {
  const { random } = run;
  const isTowardsGoal = run.goal !== null && done < GOAL_ACTION_COUNTS[run.goal];
  const user = isTowardsGoal ? 'UANA' : choosePerson(slack, random);
  const action =
    (isTowardsGoal && actionTowardsGoal(user, slack, run, done)) || chooseAction(user, slack, run);
  run.log(`${user} ${action.what}`);
  const report = (error: unknown) =>
    run.log(`${user} could not: ${error instanceof Error ? error.message.slice(0, 200) : 'unknown'}`);
  try {
    const logErrors = (result: unknown) => {
      const { errors } = (result ?? {}) as { readonly errors?: unknown };
      if (errors !== undefined) run.log(`${user} sees ${JSON.stringify(errors)}`);
    };
    void Promise.resolve(action.perform()).then(logErrors, report);
  } catch (error) {
    report(error);
  }
}

function actionTowardsGoal(
  user: string,
  slack: LocalSlack,
  run: SimulationRun,
  done: number,
): PossibleAction | null {
  if (done === 0) return command(user, slack, run);
  const modal = slack.views(user).at(-1);
  if (modal?.submit) return submission(user, modal, slack, run.random);
  if (run.goal === 'handoff') return actionTowardsHandoff(user, slack, done);
  const clicks = possibleClicks(user, slack);
  if (done === GOAL_ACTION_COUNTS.guard - 1)
    return clicks.find(({ what }) => GUARDED_STEP.test(what)) ?? null;
  const check = clicks.find(({ what }) => what.includes(ACTIONS.stepCheckNow));
  const steps = clicks.filter(({ what }) => what.includes(ACTIONS.stepDone));
  return check ?? (steps.length > 0 ? run.random.pick(steps) : null);
}

/** Returns the next action of a handoff; null when a fault has made it impossible. */
function actionTowardsHandoff(user: string, slack: LocalSlack, done: number): PossibleAction | null {
  const wanted = done < 4 ? ACTIONS.draftHandoff : 'link\\"}';
  return possibleClicks(user, slack).find(({ what }) => what.includes(wanted)) ?? null;
}

/** Returns mostly a person who has a form open. */
function choosePerson(slack: LocalSlack, random: Random): string {
  const withForm = PEOPLE.filter((user) => slack.views(user).length > 0);
  if (withForm.length > 0 && random.chance(0.9)) return random.pick(withForm);
  return random.pickWeighted([
    [60, random.pick(SUPPORT)],
    [35, random.pick(SALES)],
    [4, random.pick(OTHERS)],
  ]);
}

function chooseAction(user: string, slack: LocalSlack, run: SimulationRun): PossibleAction {
  const { random } = run;
  const modal = slack.views(user).at(-1);
  if (modal && random.chance(0.95)) return actionInModal(user, modal, slack, random);
  const clicks = possibleClicks(user, slack);
  return random.pickWeighted<() => PossibleAction>([
    [clicks.length > 0 ? 12 : 0, () => random.pickWeighted(clicks.map((click) => [click.weight, click]))],
    [SUPPORT.includes(user) ? 4 : 0.5, () => command(user, slack, run)],
    [1, () => typedMessage(user, slack, run)],
    [0.7, () => ({ what: 'opens the Home tab', perform: () => slack.openHome(user) })],
    [0.5, () => shortcut(user, slack, random)],
    [0.15, () => deletion(slack, run)],
  ])();
}

function command(user: string, slack: LocalSlack, { random, customers }: SimulationRun): PossibleAction {
  const text = random.pick(customers);
  const channel = random.chance(0.8) ? 'CSUPPORT' : random.pick(CHANNELS);
  const words = random.chance(0.08) ? random.pick(['help', 'mine', '', 'nonsense words']) : text;
  return {
    what: `types /reseller-check ${words} in ${channel}`,
    perform: () => slack.command({ user, channel, command: '/reseller-check', text: words }),
  };
}

function typedMessage(user: string, slack: LocalSlack, { random, customers }: SimulationRun): PossibleAction {
  const text = random.pick(customers);
  const isDirect = random.chance(0.5);
  const channel = isDirect ? slack.channelOfDirectMessages(user) : 'CSUPPORT';
  const words = isDirect ? text : `<@${slack.botUserId}> ${text}`;
  return {
    what: `writes ${words} in ${channel}`,
    perform: () => slack.postAsUser({ user, channel, text: words }),
  };
}

function shortcut(user: string, slack: LocalSlack, random: Random): PossibleAction {
  const message = slack.messages('CSUPPORT').at(-1);
  if (message && random.chance(0.5))
    return {
      what: 'uses the message shortcut',
      perform: () =>
        slack.messageShortcut({
          user,
          channel: 'CSUPPORT',
          ts: message.ts,
          callbackId: SHORTCUTS.checkTicket,
        }),
    };
  return {
    what: 'uses the global shortcut',
    perform: () => slack.globalShortcut({ user, callbackId: SHORTCUTS.checkCustomer }),
  };
}

/** An administrator deletes one of the bot's cards. */
function deletion(slack: LocalSlack, { random, deletedPosts }: SimulationRun): PossibleAction {
  const cards = slack.messages('CSUPPORT').filter(({ bot_id }) => bot_id === slack.botId);
  if (cards.length === 0) return { what: 'does nothing', perform: () => undefined };
  const card = random.pick(cards);
  return {
    what: `deletes the message ${card.ts}`,
    perform() {
      const id = metadataIdOf(card);
      if (id !== null) deletedPosts.push(id);
      slack.deleteMessage('CSUPPORT', card.ts);
    },
  };
}

interface PossibleClick extends PossibleAction {
  readonly weight: number;
}

/** Returns every click that the person can make in messages and in the Home tab. */
function possibleClicks(user: string, slack: LocalSlack): PossibleClick[] {
  const clicks: PossibleClick[] = [];
  const channels = [...CHANNELS, slack.channelOfDirectMessages(user)];
  for (const channel of channels) {
    const messages: readonly Message[] = [
      ...slack.messages(channel).slice(-VISIBLE_MESSAGES),
      ...slack.ephemerals({ user, channel }).slice(-VISIBLE_MESSAGES),
    ];
    for (const { ts, blocks = [] } of messages)
      for (const { block, element } of allElements(blocks))
        clicks.push(...clicksOn({ block, element }, (click) => slack.click({ user, channel, ts, ...click })));
  }
  const home = slack.home(user);
  if (home)
    for (const { block, element } of allElements(home.blocks))
      clicks.push(
        ...clicksOn({ block, element }, (click) => slack.click({ user, viewId: home.id, ...click })),
      );
  return clicks;
}

interface ElementClick {
  readonly actionId: string;
  readonly blockId: string;
  readonly value?: unknown;
  readonly selectedOption?: unknown;
}

/** Returns a click for each option of a menu, or one for a button. */
function clicksOn(
  { block, element }: { readonly block: Json; readonly element: Json },
  click: (given: ElementClick) => unknown,
): PossibleClick[] {
  const actionId = String(element['action_id']);
  const { value } = element;
  const options = optionsOf(element);
  const place = { actionId, blockId: String(block['block_id']), ...(value === undefined ? {} : { value }) };
  const weight = CLICK_WEIGHTS[actionId] ?? 1;
  if (options.length === 0)
    return [{ what: `clicks ${actionId} ${JSON.stringify(value)}`, weight, perform: () => click(place) }];
  return options.map((selectedOption) => ({
    what: `clicks ${actionId} ${JSON.stringify(selectedOption)}`,
    weight: weight / options.length,
    perform: () => click({ ...place, selectedOption }),
  }));
}

function optionsOf(element: Json): unknown[] {
  const options = element['options'];
  return Array.isArray(options) ? options.map((option) => (option as Json)['value']) : [];
}

function actionInModal(user: string, modal: View, slack: LocalSlack, random: Random): PossibleAction {
  const buttons = allElements(modal.blocks).filter(({ block }) => block['type'] !== 'input');
  if (buttons.length > 0 && random.chance(modal.submit ? 0.2 : 0.6)) {
    const { block, element } = random.pick(buttons);
    const click = (given: ElementClick) => slack.click({ user, viewId: modal.id, ...given });
    return random.pick(clicksOn({ block, element }, click));
  }
  if (!modal.submit || random.chance(0.06))
    return {
      what: `closes ${modal.callback_id}`,
      perform: () => slack.closeView({ user, viewId: modal.id }),
    };
  return submission(user, modal, slack, random);
}

function submission(user: string, modal: View, slack: LocalSlack, random: Random): PossibleAction {
  const values = fillForm(modal.blocks, random);
  return {
    what: `submits ${modal.callback_id}`,
    perform: () => slack.submitView({ user, viewId: modal.id, values }),
  };
}
