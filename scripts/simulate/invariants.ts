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
import { checkGuards } from './guard-invariant.ts';
import { metadataIdOf } from './metadata-id.ts';
import { checkScreens } from './screens.ts';
import type { Story } from './story.ts';
import type { Surroundings } from './surroundings.ts';
import { checkVerdicts } from './verdict-invariant.ts';

/** What is left when a story has come to rest. */
export interface Ending {
  readonly story: Story;
  readonly surroundings: Surroundings;
  readonly store: Store;
  readonly cases: readonly Case[];
  readonly handoffs: readonly Handoff[];
  /** Keys of the commands that were acknowledged. */
  readonly acknowledgedCommands: ReadonlySet<string>;
}

const CHECKS: readonly ((ending: Ending) => void | Promise<void>)[] = [
  checkPostedOnce,
  checkCards,
  checkNothingLost,
  checkVerdicts,
  checkGuards,
  checkReminderHours,
  checkAudit,
  checkCanaries,
  checkScreens,
];

/** Checks every invariant that concerns the end of a story. */
export async function checkInvariants(
  story: Story,
  surroundings: Surroundings,
  acknowledgedCommands: ReadonlySet<string>,
): Promise<Contents> {
  const kysely = new Kysely<Tables>({
    dialect: story.database.dialect(story.outside, async (_owner, _what, call) => call()),
  });
  const store = await createKyselyStore({
    kysely,
    now: () => new Date(story.trueTime()),
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
  const ending: Ending = { story, surroundings, store, cases, handoffs, acknowledgedCommands };
  for (const check of CHECKS) await check(ending);
  return contentsOf(ending);
}

/** How often something happened in a story, by its name. */
export type Contents = Readonly<Record<string, number>>;

function contentsOf({ surroundings: { slack }, cases, handoffs }: Ending): Contents {
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

/** Every card, handoff post, notification and reminder is in Slack at most once; handoffs exactly once. */
function checkPostedOnce({ story, surroundings: { slack }, handoffs }: Ending): void {
  const counts = new Map<string, number>();
  for (const { method, args, answer } of slack.calls) {
    const id = method === 'chat.postMessage' && answer?.['ok'] === true ? metadataIdOf(args) : null;
    if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  for (const id of story.deletedPosts) counts.set(id, (counts.get(id) ?? 1) - 1);
  for (const [id, count] of counts)
    if (count > 1) story.violate('posted once', `${id} was posted ${count} times`);
  for (const handoff of handoffs) {
    const { delivery, resolution } = handoffStateOf(handoff);
    const count = counts.get(`handoff_id ${handoff.id}`) ?? 0;
    if (delivery === 'posted' && count === 0) story.violate('posted once', `${handoff.id} was never posted`);
    if (delivery === 'sending' && !resolution) story.violate('nothing lost', `${handoff.id} is not posted`);
  }
}

/** Nothing is left in a queue, nothing was set aside, and every acknowledged command had an effect. */
async function checkNothingLost({ story, acknowledgedCommands }: Ending): Promise<void> {
  for (const { source, key, reason } of await story.database.select('select * from quarantined_rows'))
    story.violate('nothing lost', [source, key, reason].join(' '));
  for (const key of acknowledgedCommands) {
    const effects = await story.database.select(
      "select 1 from cases where id = 'c' || substr(?, 1, 15) union select 1 from posts where key like '%' || ? || '%'",
      [key, key],
    );
    if (effects.length === 0) story.violate('nothing lost', `the command ${key} had no effect`);
  }
}

/** How long a message may be on its way, and clocks may differ. */
const TOLERANCE_MS = 20_000;

/** Sales is reminded in working hours only. */
function checkReminderHours({ story, surroundings: { slack, config } }: Ending): void {
  // A copy only knows the time of its own clock.
  if (story.machineSkewMs !== 0) return;
  const hours = createBusinessHours(config.businessCalendar);
  for (const { method, args, at } of slack.calls) {
    const id = method === 'chat.postMessage' ? metadataIdOf(args) : null;
    if (!id?.startsWith('reminder_id')) continue;
    const moments = [at - TOLERANCE_MS, at, at + TOLERANCE_MS];
    if (!moments.some((moment) => hours.isWorkingTime('sales', new Date(moment))))
      story.violate('reminders in working hours', `${id} was sent ${new Date(at).toISOString()}`);
  }
}

/** The audit shows every event, with its actor and time, and Slack shows no other state of a handoff. */
function checkAudit({ story, surroundings: { slack }, cases, handoffs }: Ending): void {
  for (const kase of cases) {
    const lines = caseAuditLines(kase).join('\n');
    for (const { at, by } of kase.events)
      if (!lines.includes(at) || !lines.includes(by)) story.violate('audit complete', `${kase.id} at ${at}`);
  }
  const states = new Map(handoffs.map((handoff) => [handoff.id, handoffStateOf(handoff).status]));
  for (const handoff of handoffs) {
    const lines = handoffAuditLines(handoff).join('\n');
    for (const { at, by } of handoff.events)
      if (!lines.includes(`${at}  ${by}`)) story.violate('audit complete', `${handoff.id} at ${at}`);
  }
  for (const channel of ['CSALES', 'CSMB', 'CEMEA'])
    for (const { metadata } of slack.messages(channel)) {
      if (metadata?.event_type !== METADATA_EVENT_TYPES.resellerHandoff) continue;
      const { handoff_id: id, state } = metadata.event_payload;
      if (states.get(String(id)) !== state)
        story.violate('audit complete', `Slack shows ${String(id)} as ${String(state)}`);
    }
}

/** No secret of a ticket, and none that somebody typed, is in Slack, in the log or in the database. */
async function checkCanaries({ story, surroundings: { slack } }: Ending): Promise<void> {
  const places: readonly (readonly [string, string])[] = [
    ['Slack', JSON.stringify(slack.calls.map(({ method, args }: WebApiCall) => [method, args]))],
    ['the log', story.logLines.join('\n')],
    ['the database', await story.database.dump()],
  ];
  for (const [place, text] of places)
    for (const canary of CANARIES)
      if (text.includes(canary)) story.violate('no secret leaves', `${canary.slice(0, 20)} is in ${place}`);
}
