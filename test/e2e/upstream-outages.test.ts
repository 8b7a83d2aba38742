import { afterEach, describe, expect, it } from 'vitest';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { SAMPLE_CUSTOMERS } from '../../scripts/sandbox/upstreams/customers.ts';
import { crmAccountId } from '../../scripts/sandbox/upstreams/sample-accounts.ts';
import type { StandIn } from '../../scripts/sandbox/upstreams/stand-in.ts';
import { overrideField } from '../../scripts/sandbox/upstreams/tamper.ts';
import type { TestApp } from './harness.ts';
import {
  cardMetadata,
  cardsIn,
  checkAsAna,
  letTimePass,
  startTestApp,
  visibleText,
  waitUntil,
} from './harness.ts';
import {
  ALL_FAILURES_TIMEOUT_MS,
  applyFailure,
  runForEachFailure,
  SHORT_TIMEOUTS,
  sameForEachFailure,
  UPSTREAM_FAILURES,
  ZUORA_FAILURES,
} from './upstream-failures.ts';

const ORCHARD = SAMPLE_CUSTOMERS.find(({ number }) => number === 'A00900002');
/** How long the bot leaves a system alone that failed several times in a row. */
const BREAKER_OPEN_MS = 5_000;
const HISTORY = /^\/(object-query\/subscriptions|v1\/orders)/;

const open: TestApp[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((whole) => whole.close()));
});

async function start(settings: Record<string, string> = SHORT_TIMEOUTS): Promise<TestApp> {
  const testApp = await startTestApp({ settings });
  open.push(testApp);
  return testApp;
}

/** The verdict and the reason, without evidence and menus. */
function verdictAndReason({ text, blocks = [] }: Message): string {
  const [title, reason] = blocks;
  return visibleText({ text, blocks: [title, reason] });
}

/** The line of evidence of one system. */
function evidence(card: Message, system: string): string {
  return (
    visibleText(card)
      .split('\n')
      .find((line) => line.startsWith(`*${system}*`)) ?? ''
  );
}

function verdict(card: Message): string {
  return cardMetadata(card).verdict;
}

/** Presses “Re-check”; more than once only while the bot rests from a system that failed several times in a row. */
async function pressTryAgain({ slack }: TestApp, { channel, ts }: Message): Promise<Message> {
  const now = () => slack.messages(channel).find((one) => one.ts === ts) as Message;
  for (let presses = 0; presses < 8; presses += 1) {
    const before = now().edited?.ts;
    await slack.click({ user: 'UBEN', channel, ts, actionId: 'recheck' });
    await waitUntil(
      'the card to change',
      () => now().edited?.ts !== before && !visibleText(now()).includes('Checking again…'),
    );
    if (verdict(now()) !== 'unknown') break;
    await letTimePass(BREAKER_OPEN_MS / 5);
  }
  return now();
}

describe('Zuora outages', () => {
  it.each([
    ['the subscription', 'A-S00900002', /^\/v1\/subscriptions\/A-S/, 'direct'],
    ['the account', 'A-S00900002', /^\/v1\/accounts\/A00900002/, 'direct'],
    ["the invoice owner's account", 'A-S00900001', /^\/v1\/accounts\/A00900901/, 'reseller'],
    ['the subscriptions of an account', 'A00900002', /^\/v1\/subscriptions\/accounts\//, 'direct'],
    [
      'the accounts of a Salesforce account',
      ORCHARD ? crmAccountId(ORCHARD) : '',
      /^\/object-query\/accounts/,
      'direct',
    ],
  ])(
    'without %s, the verdict is Unknown with the reason, until Zuora answers',
    async (_what, text, path, right) => {
      const seen = await runForEachFailure(ZUORA_FAILURES, async (whole, trouble) => {
        const { zuora } = whole.upstreams;
        applyFailure(zuora, trouble, path);
        const card = await checkAsAna(whole, text);
        const first = [
          verdict(card),
          verdictAndReason(card).includes(`Zuora ${trouble.why}`),
          /\bDirect\b/.test(verdictAndReason(card)),
        ];
        zuora.setFault('none');
        const later = verdict(await pressTryAgain(whole, card));
        return [...first, later, cardsIn(whole.slack, 'CSUPPORT').length];
      });

      expect(seen).toEqual(sameForEachFailure(ZUORA_FAILURES, ['unknown', true, false, right, 1]));
    },
    ALL_FAILURES_TIMEOUT_MS,
  );

  it(
    'without the contacts of an address, the verdict is Unknown with the reason, until somebody checks again',
    async () => {
      const address = 'billing@orchard-vale.example';
      const seen = await runForEachFailure(ZUORA_FAILURES, async (whole, trouble) => {
        applyFailure(whole.upstreams.zuora, trouble, /^\/object-query\/contacts/);
        const card = await checkAsAna(whole, address);
        whole.upstreams.zuora.setFault('none');
        if (trouble.mode === 'down') await letTimePass(BREAKER_OPEN_MS);
        return [
          verdict(card),
          verdictAndReason(card).includes(`Zuora ${trouble.why}`),
          verdict(await checkAsAna(whole, address)),
        ];
      });

      expect(seen).toEqual(sameForEachFailure(ZUORA_FAILURES, ['unknown', true, 'direct']));
    },
    ALL_FAILURES_TIMEOUT_MS,
  );

  it.each([
    ['A-S00900001', 'reseller'],
    ['A-S00900005', 'direct'],
  ])(
    'without earlier invoice owners, %s is still “%s”, and the card says what is missing',
    async (number, right) => {
      const seen = await runForEachFailure(ZUORA_FAILURES, async (whole, trouble) => {
        applyFailure(whole.upstreams.zuora, trouble, HISTORY);
        const card = await checkAsAna(whole, number);
        const gap = `? Could not check: earlier invoice owners: ${trouble.why}`;
        return [
          verdict(card),
          evidence(card, 'Zuora').includes(gap),
          verdictAndReason(card).includes('a past reseller is possible'),
        ];
      });

      expect(seen).toEqual(sameForEachFailure(ZUORA_FAILURES, [right, true, right === 'direct']));
    },
    ALL_FAILURES_TIMEOUT_MS,
  );

  it('a re-check does not use the cache', async () => {
    const whole = await start();
    const card = await checkAsAna(whole, 'A-S00900001');
    whole.upstreams.zuora.setTamper(overrideField('basicInfo.SSPChannel__c', 'Non-Reseller'));

    expect([verdict(card), verdict(await pressTryAgain(whole, card))]).toEqual(['reseller', 'conflict']);
  });

  it('after an expired token, the bot signs in again and continues', async () => {
    const whole = await start();
    const { zuora } = whole.upstreams;
    zuora.setFault('slow', { path: /^\/v1\/subscriptions\/A-S/, seconds: 0.3 });
    const signIns = () => zuora.requests.filter(({ path }) => path === '/oauth/token').length;

    const asked = checkAsAna(whole, 'A-S00900001');
    await waitUntil('the first question', () =>
      zuora.requests.some(({ path }) => path.startsWith('/v1/subscriptions')),
    );
    zuora.expireTokens();

    expect(verdict(await asked)).toBe('reseller');
    expect(signIns()).toBe(2);
  });
});

describe('Salesforce outages', () => {
  it(
    'leave the verdict unchanged; the card says why Salesforce was not checked',
    async () => {
      const seen = await runForEachFailure(UPSTREAM_FAILURES, async (whole, trouble) => {
        applyFailure(whole.upstreams.salesforce, trouble);
        const card = await checkAsAna(whole, 'A-S00900001');
        return [verdict(card), evidence(card, 'Salesforce').includes(`? Could not check: ${trouble.why}`)];
      });

      expect(seen).toEqual(sameForEachFailure(UPSTREAM_FAILURES, ['reseller', true]));
    },
    ALL_FAILURES_TIMEOUT_MS,
  );

  it('of single fields or objects leave the rest visible', async () => {
    const whole = await start();
    whole.upstreams.salesforce.forbid('AccountPartner');
    whole.upstreams.salesforce.fields.remove('Opportunity.Distributor__c');

    const card = await checkAsAna(whole, 'A-S00900001');

    expect(verdict(card)).toBe('reseller');
    expect(evidence(card, 'Salesforce')).toContain(
      '? Could not check: partners: does not let the bot read this',
    );
    expect(evidence(card, 'Salesforce')).toContain('newest won deal: Quillmark Resale Ltd');
  });
});

describe('Zendesk outages', () => {
  it(
    'give the verdict Unknown when only a ticket was asked about, until Zendesk answers',
    async () => {
      const seen = await runForEachFailure(UPSTREAM_FAILURES, async (whole, trouble) => {
        const { zendesk } = whole.upstreams;
        applyFailure(zendesk, trouble);
        const card = await checkAsAna(whole, '#48211');
        const first = [
          verdict(card),
          verdictAndReason(card).includes(`Zendesk ${trouble.why}`),
          /\bDirect\b/.test(verdictAndReason(card)),
        ];
        zendesk.setFault('none');
        return [...first, verdict(await pressTryAgain(whole, card))];
      });

      expect(seen).toEqual(sameForEachFailure(UPSTREAM_FAILURES, ['unknown', true, false, 'reseller']));
    },
    ALL_FAILURES_TIMEOUT_MS,
  );

  it(
    'leave the verdict of a subscription unchanged; the card says that the ticket was not read',
    async () => {
      const seen = await runForEachFailure(UPSTREAM_FAILURES, async (whole, trouble) => {
        applyFailure(whole.upstreams.zendesk, trouble);
        const card = await checkAsAna(whole, 'A-S00900001 #48211');
        return [verdict(card), evidence(card, 'Zendesk').includes(`? Could not check: ${trouble.why}`)];
      });

      expect(seen).toEqual(sameForEachFailure(UPSTREAM_FAILURES, ['reseller', true]));
    },
    ALL_FAILURES_TIMEOUT_MS,
  );
});

describe('While all systems are down', () => {
  it('the verdict is Unknown, with a button to try again that works when they are back', async () => {
    const whole = await start();
    const systems = Object.values(whole.upstreams).filter((one): one is StandIn => 'setFault' in one);
    for (const system of systems) system.setFault('down');

    const card = await checkAsAna(whole, 'A-S00900001 #48211');
    for (const system of systems) system.setFault('none');
    const later = await pressTryAgain(whole, card);

    expect(verdictAndReason(card)).toMatch(/^Unknown · A-S00900001/);
    expect(verdictAndReason(card)).toContain('Zuora is not available right now');
    expect(verdict(later)).toBe('reseller');
  });

  it('a check ends at its deadline, however many slow calls would follow', async () => {
    const whole = await start({ UPSTREAM_TIMEOUT_MS: '900', CHECK_DEADLINE_MS: '1000' });
    const { zuora, salesforce, zendesk } = whole.upstreams;
    for (const system of [zuora, salesforce, zendesk]) system.setFault('slow', { path: /./, seconds: 0.8 });

    const card = await checkAsAna(whole, 'A-S00900001 #48211');

    const measured = await fetch(`${whole.operatorUrl}/metrics`).then((response) => response.text());
    const seconds = Number(/^reseller_check_check_seconds_sum (\S+)$/m.exec(measured)?.[1]);
    expect(verdict(card)).toBe('unknown');
    expect(verdictAndReason(card)).toContain('Zuora did not answer in time');
    expect(seconds).toBeGreaterThan(0.9);
    expect(seconds).toBeLessThan(2);
  });
});
