import type { FaultMode, UpstreamFaultOptions } from '../sandbox/upstreams/faults.ts';
import { dropField, overrideField } from '../sandbox/upstreams/tamper.ts';
import type { Copies } from './copies.ts';
import type { Environment } from './environment.ts';
import type { SimulationRun } from './simulation-run.ts';

type FaultInjector = (run: SimulationRun, environment: Environment, copies: Copies) => void;

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
/** Changes to Zuora's answers: no channel or invoice owner, or an unknown channel. */
const UNUSUAL_ANSWERS = [
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

const FAULT_INJECTORS: readonly (readonly [weight: number, inject: FaultInjector])[] = [
  [4, failUpstream],
  [2, answerUnusually],
  [4, failSlack],
  [2, restartCopy],
  [1, moveClock],
  [2, endInjectedFaults],
];

/** Starts one fault, restarts a copy, moves the clock, or ends the injected faults. */
export function injectFault(run: SimulationRun, environment: Environment, copies: Copies): void {
  run.random.pickWeighted(FAULT_INJECTORS)(run, environment, copies);
}

/** Ends the injected faults of Slack and of the upstream systems. */
export function endInjectedFaults(run: SimulationRun, environment: Environment): void {
  const { slack, zuora, salesforce, zendesk } = environment;
  run.log('Slack and the systems work again');
  for (const system of [zuora, salesforce, zendesk]) {
    system.setFault('none');
    system.setTamper(null);
  }
  slack.clearFaults();
}

function failUpstream(run: SimulationRun, { zuora, salesforce, zendesk }: Environment): void {
  const [mode, options] = run.random.pick(UPSTREAM_FAULTS);
  const [name, system] = run.random.pick(Object.entries({ zuora, salesforce, zendesk }));
  run.log(`${name} is ${mode} ${JSON.stringify(options)}`);
  system.setFault(mode, options);
}

function answerUnusually(run: SimulationRun, { zuora }: Environment): void {
  const index = run.random.whole(UNUSUAL_ANSWERS.length);
  run.log(`Zuora answers unusually (${index})`);
  zuora.setTamper(UNUSUAL_ANSWERS[index] ?? null);
}

function failSlack({ random, log }: SimulationRun, { slack }: Environment): void {
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
  log(`Slack fails ${method} ${times} times with ${JSON.stringify(fault)}`);
  const isContentRefused = 'error' in fault && fault.error === 'invalid_blocks';
  slack.fail(method, fault, times, isContentRefused ? { withBlocks: true } : {});
}

function restartCopy({ random }: SimulationRun, _environment: Environment, copies: Copies): void {
  const running = copies.all.filter(({ bot, isStopping }) => bot !== null && !isStopping);
  if (running.length > 0) copies.restart(random.pick(running));
}

/** The clock of the machine jumps. */
function moveClock(run: SimulationRun, _environment: Environment, copies: Copies): void {
  const ms = run.random.pick([-3_600_000, -70_000, -5_000, 5_000, 70_000, 3_600_000]);
  run.log(`the clock jumps by ${ms} ms`);
  run.machineSkewMs += ms;
  for (const { process } of copies.all) process.clockSkewMs += ms;
}
