import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACTIONS, COMMAND, EVENTS, SHORTCUTS, VIEWS } from '../../src/slack/ids.ts';
import type { BoltApp } from '../../src/slack/listeners/handler-context.ts';
import { registerListeners } from '../../src/slack/listeners/register-listeners.ts';
import type { Audience } from '../../src/slack/processing/authorization.ts';
import { REQUEST_RULES } from '../../src/slack/processing/request-rules.ts';
import type { TestApp } from './harness.ts';
import { startTestApp } from './harness.ts';
import { RAW_REQUEST_IDS, rawRequest, viewOf } from './raw-requests.ts';
import { isPostedByApp, upstreamCallCount, waitUntilBotIsIdle } from './responses.ts';

/** Who may make each request, by its kind and id. A new listener needs a line here. */
const AUDIENCES: Readonly<Record<string, Audience>> = {
  'command /reseller-check': 'support',
  'shortcut check-ticket': 'support',
  'shortcut check-customer': 'support',
  'event message': 'support',
  'event app_mention': 'support',
  'event app_home_opened': 'members',
  'action recheck': 'support',
  'action show-steps': 'support',
  'action show-evidence': 'support',
  'action copy-texts': 'support',
  'action choose-topic': 'support',
  'action choose-subscription': 'support',
  'action choose-account': 'support',
  'action choose-reference': 'support',
  'action open-check-form': 'support',
  'action show-mine': 'support',
  'action check-ticket-subscription': 'support',
  'action dismiss-ticket-mismatch': 'support',
  'action confirm-managed-service': 'support',
  'action deny-managed-service': 'support',
  'action start-anew': 'support',
  'action step-done': 'support',
  'action step-undo': 'support',
  'action step-check-now': 'support',
  'action override-approve': 'support',
  'action choose-requester': 'support',
  'action choose-proof': 'support',
  'action case-menu': 'support',
  'action draft-handoff': 'support',
  'action handoff-edit': 'support',
  'action handoff-claim': 'sales',
  'action handoff-reconfirm': 'sales',
  'action handoff-release': 'sales',
  'action handoff-question': 'sales',
  'action handoff-answer': 'support',
  'action handoff-done': 'sales',
  'action handoff-decline': 'sales',
  'action handoff-menu': 'support',
  'action handoff-post-missing': 'support',
  'action handoff-check-now': 'support',
  'action snooze': 'support-or-sales',
  'action set-notifications': 'members',
  'action set-quiet-hours': 'members',
  'view check-form': 'support',
  'view step-value': 'support',
  'view undo-reason': 'support',
  'view verdict-dispute': 'support',
  'view override-reason': 'support',
  'view case-texts': 'support',
  'view handoff-draft': 'support',
  'view handoff-preview': 'support',
  'view handoff-question': 'sales',
  'view handoff-answer': 'support',
  'view handoff-outcome': 'sales',
  'view handoff-link': 'support',
};
/** Why a handoff is declined, which Sales does, or withdrawn, which Support does. */
const REASON_VIEW = 'view handoff-reason';
/** Modals that only show something: there is nothing to submit. */
const WITHOUT_SUBMIT: readonly string[] = [VIEWS.caseFold, VIEWS.caseHistory, VIEWS.handoffTexts];

/** Returns the kind and id of every listener, in Bolt's order of registration. */
function registeredNames(): string[] {
  const names: string[] = [];
  const register = (kind: string) => (id: string) => void names.push(`${kind} ${id}`);
  const app = Object.fromEntries(
    ['command', 'shortcut', 'action', 'view', 'event'].map((kind) => [kind, register(kind)]),
  );
  registerListeners(app as unknown as BoltApp);
  return names;
}

describe('Every listener', () => {
  it('has a rule with the expected audience, and every rule has a listener', () => {
    const audiences = Object.entries(REQUEST_RULES).flatMap(([name, { audience }]) =>
      typeof audience === 'function' ? [] : [[name, audience]],
    );

    expect(Object.fromEntries(audiences)).toEqual(AUDIENCES);
    expect(Object.keys(REQUEST_RULES).toSorted()).toEqual(
      [...Object.keys(AUDIENCES), REASON_VIEW].toSorted(),
    );
    expect(registeredNames().toSorted()).toEqual(Object.keys(REQUEST_RULES).toSorted());
  });

  it.each([
    ['decline', 'sales'],
    ['withdraw', 'support'],
  ])('accepts the reason to %s from %s', (why, expected) => {
    const audience = REQUEST_RULES[REASON_VIEW]?.audience;
    const body = viewOf('handoff-reason', 'UANA', { ...RAW_REQUEST_IDS, why });

    expect(typeof audience === 'function' && audience(body)).toBe(expected);
  });

  it('is registered for an id that Slack sends, and every such id has a listener', () => {
    const names = [
      ...Object.values(SHORTCUTS).map((name) => `shortcut ${name}`),
      ...Object.values(ACTIONS).map((name) => `action ${name}`),
      ...Object.values(VIEWS)
        .filter((name) => !WITHOUT_SUBMIT.includes(name))
        .map((name) => `view ${name}`),
      ...Object.values(EVENTS).map((name) => `event ${name}`),
      `command ${COMMAND}`,
    ];

    expect(names.toSorted()).toEqual(registeredNames().toSorted());
  });
});

const ALLOWED_USERS: Readonly<Record<Audience, readonly string[]>> = {
  support: ['UANA'],
  sales: ['UANA', 'UROBIN'],
  'support-or-sales': ['UANA', 'UROBIN'],
  members: ['UANA', 'UROBIN', 'UNINA'],
};
const PEOPLE = ['UANA', 'UROBIN', 'UNINA', 'UGUEST', 'UOTTO'];
const REFUSAL =
  /^(Guests cannot|Only people of this workspace|Only members of the (Support|Sales|Sales and Support) user groups?)/;

describe('With both user groups set', () => {
  let whole: TestApp;
  beforeAll(async () => {
    whole = await startTestApp({ settings: { SALES_USERGROUP: 'SSALES' } });
    whole.slack.addUser({ id: 'UNINA', name: 'nina', realName: 'Nina' });
  });
  afterAll(() => whole.close());

  function refusalsFor(user: string): string[] {
    const direct = whole.slack.directMessages(user).messages.filter(isPostedByApp);
    return [...whole.slack.ephemerals({ user }), ...direct]
      .map(({ text }) => text)
      .filter((text) => REFUSAL.test(text));
  }

  const cases = [
    ...Object.entries(AUDIENCES),
    [`${REASON_VIEW} decline`, 'sales'] as const,
    [`${REASON_VIEW} withdraw`, 'support'] as const,
  ];
  it.each(cases)(
    '%s is allowed for %s only, and refused before any form or lookup',
    async (name, audience) => {
      const told = new Map(PEOPLE.map((user) => [user, refusalsFor(user).length]));
      const [asked, called] = [upstreamCallCount(whole), whole.slack.calls.length];
      const refused = PEOPLE.filter((user) => !ALLOWED_USERS[audience].includes(user));
      await Promise.all(refused.map((user) => whole.slack.deliverRaw(...rawRequest(name, user))));
      await waitUntilBotIsIdle(whole);

      const methods = whole.slack.calls.slice(called).map(({ method }) => method);
      expect(methods.filter((method) => method.startsWith('views.'))).toEqual([]);
      expect(upstreamCallCount(whole)).toBe(asked);
      await Promise.all(
        ALLOWED_USERS[audience].map((user) => whole.slack.deliverRaw(...rawRequest(name, user))),
      );
      await waitUntilBotIsIdle(whole);
      const newly = PEOPLE.filter((user) => refusalsFor(user).length > (told.get(user) ?? 0));
      // Nobody asked for anything by opening Home: it stays empty.
      expect(newly).toEqual(name === `event ${EVENTS.homeOpened}` ? [] : refused);
    },
  );
});
