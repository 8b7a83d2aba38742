import type { FaultMode, UpstreamFaultOptions } from '../sandbox/upstreams/faults.ts';
import { dropField, overrideField } from '../sandbox/upstreams/tamper.ts';
import type { Copies } from './copies.ts';
import type { Story } from './story.ts';
import type { Surroundings } from './surroundings.ts';

type Disturbance = (story: Story, surroundings: Surroundings, copies: Copies) => void;

const UPSTREAM_FAULTS: readonly (readonly [FaultMode, UpstreamFaultOptions])[] = [
  ['down', {}],
  ['stall', {}],
  ['slow', { seconds: 2 }],
  ['500', {}],
  ['429', {}],
  ['401', { times: 2 }],
  ['nonsense', { variant: 'html' }],
  ['nonsense', { variant: 'types' }],
  ['nonsense', { variant: 'cut' }],
];
/** Answers that are complete but odd: without a channel, or with one that nobody knows. */
const ODD_ANSWERS = [
  dropField('basicInfo.SSPChannel__c'),
  overrideField('basicInfo.SSPChannel__c', 'non-reseller'),
  overrideField('basicInfo.SSPChannel__c', null),
  dropField('invoiceOwnerAccountNumber'),
  overrideField('invoiceOwnerAccountNumber', ''),
];
const SLACK_METHODS = [
  'chat.postMessage',
  'chat.update',
  'views.open',
  'users.info',
  'conversations.info',
  '*',
];
const SLACK_REFUSALS = ['invalid_blocks', 'internal_error'];
/** For new messages only: a card that exists is posted again when its channel refuses the update, other messages stay outdated. */
const POST_REFUSALS = [...SLACK_REFUSALS, 'not_in_channel', 'channel_not_found', 'is_archived'];

const DISTURBANCES: readonly (readonly [weight: number, disturb: Disturbance])[] = [
  [4, disturbUpstream],
  [2, answerOddly],
  [4, disturbSlack],
  [2, restartCopy],
  [1, moveClock],
  [2, endDisturbances],
];

/** Makes something go wrong for a while. */
export function disturb(story: Story, surroundings: Surroundings, copies: Copies): void {
  story.random.pickWeighted(DISTURBANCES)(story, surroundings, copies);
}

/** Ends everything that goes wrong in the systems and in Slack. */
export function endDisturbances(story: Story, surroundings: Surroundings): void {
  const { slack, zuora, salesforce, zendesk } = surroundings;
  story.note('Slack and the systems work again');
  for (const system of [zuora, salesforce, zendesk]) {
    system.setFault('none');
    system.setTamper(null);
  }
  slack.clearFaults();
}

function disturbUpstream(story: Story, { zuora, salesforce, zendesk }: Surroundings): void {
  const [mode, options] = story.random.pick(UPSTREAM_FAULTS);
  const [name, system] = story.random.pick(Object.entries({ zuora, salesforce, zendesk }));
  story.note(`${name} is ${mode} ${JSON.stringify(options)}`);
  system.setFault(mode, options);
}

function answerOddly(story: Story, { zuora }: Surroundings): void {
  const index = story.random.whole(ODD_ANSWERS.length);
  story.note(`Zuora answers oddly (${index})`);
  zuora.setTamper(ODD_ANSWERS[index] ?? null);
}

function disturbSlack({ random, note }: Story, { slack }: Surroundings): void {
  const method = random.pick(SLACK_METHODS);
  const fault = random.pick([
    { status: 500 },
    { status: 503 },
    { rateLimited: 1 + random.whole(30) },
    { loseAnswer: true as const },
    { hang: true as const },
    { html: true as const },
    { delayMs: random.between(500, 8_000) },
    { error: random.pick(method === 'chat.postMessage' ? POST_REFUSALS : SLACK_REFUSALS) },
  ]);
  const times = 1 + random.whole(4);
  note(`Slack fails ${method} ${times} times with ${JSON.stringify(fault)}`);
  const isContentRefused = 'error' in fault && fault.error === 'invalid_blocks';
  slack.fail(method, fault, times, isContentRefused ? { withBlocks: true } : {});
}

function restartCopy({ random }: Story, _surroundings: Surroundings, copies: Copies): void {
  const running = copies.all.filter(({ bot, isStopping }) => bot !== null && !isStopping);
  if (running.length > 0) copies.restart(random.pick(running));
}

/** The clock of the machine jumps. */
function moveClock(story: Story, _surroundings: Surroundings, copies: Copies): void {
  const ms = story.random.pick([-3_600_000, -70_000, -5_000, 5_000, 70_000, 3_600_000]);
  story.note(`the clock jumps by ${ms} ms`);
  story.machineSkewMs += ms;
  for (const { process } of copies.all) process.clockSkewMs += ms;
}
