import { Kysely } from 'kysely';
import { createBusinessHours } from '../../src/business-hours/business-hours.ts';
import type { Case } from '../../src/domain/case.ts';
import type { Handoff } from '../../src/domain/handoff.ts';
import { handoffStateOf } from '../../src/domain/handoff.ts';
import type { Store } from '../../src/ports/store.ts';
import { METADATA_EVENT_TYPES } from '../../src/slack/ids.ts';
import { createKyselyStore } from '../../src/store/kysely-store.ts';
import type { Tables } from '../../src/store/tables.ts';
import { caseAuditLines, handoffAuditLines } from '../../src/words/audit-lines.ts';
import type { WebApiCall } from '../sandbox/slack/local-slack.ts';
import { CANARIES } from '../sandbox/upstreams/canaries.ts';
import { checkCards } from './card-invariant.ts';
import type { Environment } from './environment.ts';
import { checkGuards } from './guard-invariant.ts';
import { checkMessages } from './message-invariant.ts';
import { metadataIdOf } from './metadata-id.ts';
import type { SimulationRun } from './simulation-run.ts';
import { checkTimers } from './timer-invariant.ts';
import { checkVerdicts } from './verdict-invariant.ts';

/** The state at the end of a run, when nothing is left to do. */
export interface FinalState {
  readonly run: SimulationRun;
  readonly environment: Environment;
  readonly store: Store;
  readonly cases: readonly Case[];
  readonly handoffs: readonly Handoff[];
  /** Keys of the commands that were acknowledged. */
  readonly acknowledgedCommands: ReadonlySet<string>;
}

const CHECKS: readonly ((finalState: FinalState) => void | Promise<void>)[] = [
  checkPostedOnce,
  checkCards,
  checkNothingLost,
  checkVerdicts,
  checkGuards,
  checkTimers,
  checkReminderHours,
  checkAudit,
  checkCanaries,
  checkMessages,
];

/** Checks every invariant that concerns the end of a run. */
export async function checkInvariants(
  run: SimulationRun,
  environment: Environment,
  acknowledgedCommands: ReadonlySet<string>,
): Promise<Occurrences> {
  const kysely = new Kysely<Tables>({
    dialect: run.database.dialect(run.outside, async (_owner, _what, call) => call()),
  });
  const store = await createKyselyStore({
    kysely,
    now: () => new Date(run.trueTime()),
    leaseMs: 15_000,
    leaseOwner: 'inspector',
  });
  const cases: Case[] = [];
  const handoffs: Handoff[] = [];
  for (const id of await store.cases.listIds()) {
    const kase = await store.cases.find(id);
    if (kase) cases.push(kase);
    handoffs.push(...(await store.handoffs.listByCase(id)));
  }
  const finalState: FinalState = { run, environment, store, cases, handoffs, acknowledgedCommands };
  for (const check of CHECKS) await check(finalState);
  return countOccurrences(finalState);
}

/** How often each thing happened in a run, by its name. */
export type Occurrences = Readonly<Record<string, number>>;

function countOccurrences({ environment: { slack }, cases, handoffs }: FinalState): Occurrences {
  const counts: Record<string, number> = { cases: cases.length, handoffs: handoffs.length };
  const count = (name: string) => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  for (const { checks } of cases) for (const { verdict } of checks) count(`verdict ${verdict}`);
  for (const { events } of cases) for (const { kind } of events) count(kind);
  for (const { events } of handoffs) for (const { kind } of events) count(`handoff ${kind}`);
  for (const { method, args } of slack.calls)
    if (method === 'chat.postMessage') count(`post ${metadataIdOf(args)?.split(' ')[0] ?? 'without id'}`);
  return counts;
}

/** No card, handoff post, notification or reminder is in Slack twice, and every handoff is posted. */
function checkPostedOnce({ run, environment: { slack }, handoffs }: FinalState): void {
  const counts = new Map<string, number>();
  for (const { method, args, answer } of slack.calls) {
    const id = method === 'chat.postMessage' && answer?.['ok'] === true ? metadataIdOf(args) : null;
    if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  for (const id of run.deletedPosts) counts.set(id, (counts.get(id) ?? 1) - 1);
  for (const [id, count] of counts)
    if (count > 1) run.violate('posted once', `${id} was posted ${count} times`);
  for (const handoff of handoffs) {
    const { delivery, resolution } = handoffStateOf(handoff);
    const count = counts.get(`handoff_id ${handoff.id}`) ?? 0;
    if (delivery === 'posted' && count === 0) run.violate('posted once', `${handoff.id} was never posted`);
    if (delivery === 'sending' && !resolution) run.violate('nothing lost', `${handoff.id} is not posted`);
  }
}

/** No row was quarantined, and every acknowledged command opened a case or caused a post. */
async function checkNothingLost({ run, acknowledgedCommands }: FinalState): Promise<void> {
  for (const { source, key, reason } of await run.database.select('select * from quarantined_rows'))
    run.violate('nothing lost', [source, key, reason].join(' '));
  for (const key of acknowledgedCommands) {
    const effects = await run.database.select(
      "select 1 from cases where id = 'c' || substr(?, 1, 15) union select 1 from posts where key like '%' || ? || '%'",
      [key, key],
    );
    if (effects.length === 0) run.violate('nothing lost', `the command ${key} had no effect`);
  }
}

/** Covers the time from the bot's decision to the call's arrival, and the differences between clocks. */
const TOLERANCE_MS = 20_000;

/** Sales is reminded in working hours only. */
function checkReminderHours({ run, environment: { slack, config } }: FinalState): void {
  // After the machine's clock was changed, the copies have the wrong time.
  if (run.machineSkewMs !== 0) return;
  const hours = createBusinessHours(config.businessCalendar);
  for (const { method, args, at } of slack.calls) {
    const id = method === 'chat.postMessage' ? metadataIdOf(args) : null;
    if (!id?.startsWith('reminder_id')) continue;
    const moments = [at - TOLERANCE_MS, at, at + TOLERANCE_MS];
    if (!moments.some((moment) => hours.isWorkingTime('sales', new Date(moment))))
      run.violate('reminders in working hours', `${id} was sent ${new Date(at).toISOString()}`);
  }
}

/** The audit contains every event, with its actor and time, and a handoff's post has the state that the events have. */
function checkAudit({ run, environment: { slack }, cases, handoffs }: FinalState): void {
  for (const kase of cases) {
    const lines = caseAuditLines(kase).join('\n');
    for (const { at, by } of kase.events)
      if (!lines.includes(at) || !lines.includes(by)) run.violate('audit complete', `${kase.id} at ${at}`);
  }
  const states = new Map(handoffs.map((handoff) => [handoff.id, handoffStateOf(handoff).status]));
  for (const handoff of handoffs) {
    const lines = handoffAuditLines(handoff).join('\n');
    for (const { at, by } of handoff.events)
      if (!lines.includes(`${at}  ${by}`)) run.violate('audit complete', `${handoff.id} at ${at}`);
  }
  for (const channel of ['CSALES', 'CSMB', 'CEMEA'])
    for (const { metadata } of slack.messages(channel)) {
      if (metadata?.event_type !== METADATA_EVENT_TYPES.resellerHandoff) continue;
      const { handoff_id: id, state } = metadata.event_payload;
      if (states.get(String(id)) !== state)
        run.violate('audit complete', `Slack shows ${String(id)} as ${String(state)}`);
    }
}

/** No secret from a ticket or a form is in a call to Slack, in the log or in the database. */
async function checkCanaries({ run, environment: { slack } }: FinalState): Promise<void> {
  const places: readonly (readonly [string, string])[] = [
    ['Slack', JSON.stringify(slack.calls.map(({ method, args }: WebApiCall) => [method, args]))],
    ['the log', run.botLogLines.join('\n')],
    ['the database', await run.database.dump()],
  ];
  for (const [place, text] of places)
    for (const canary of CANARIES)
      if (text.includes(canary)) run.violate('no secret leaked', `${canary.slice(0, 20)} is in ${place}`);
}
