import { afterEach, describe, expect, it } from '@jest/globals';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { CUSTOMERS } from '../../scripts/sandbox/upstreams/customers.ts';
import type { StandIn } from '../../scripts/sandbox/upstreams/stand-in.ts';
import { override } from '../../scripts/sandbox/upstreams/tamper.ts';
import { crmAccountId } from '../../scripts/sandbox/upstreams/world-accounts.ts';
import type { Whole } from './harness.ts';
import { cardsIn, caseOf, check, letPass, startWhole, until, words } from './harness.ts';
import { ENOUGH_MS, inEach, ofEach, PATIENCE, spoil, TROUBLES, ZUORA_TROUBLES } from './troubles.ts';

const ORCHARD = CUSTOMERS.find(({ number }) => number === 'A00900002');
/** How long the bot leaves a system alone that failed several times in a row. */
const REST_MS = 5_000;
const HISTORY = /^\/(object-query\/subscriptions|v1\/orders)/;

const open: Whole[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((whole) => whole.close()));
});

async function start(settings: Record<string, string> = PATIENCE): Promise<Whole> {
  const whole = await startWhole({ settings });
  open.push(whole);
  return whole;
}

/** The verdict and the reason, without evidence and menus. */
function said({ text, blocks = [] }: Message): string {
  const [title, reason] = blocks;
  return words({ text, blocks: [title, reason] });
}

/** The line of evidence of one system. */
function evidence(card: Message, system: string): string {
  return (
    words(card)
      .split('\n')
      .find((line) => line.startsWith(`*${system}*`)) ?? ''
  );
}

function verdict(card: Message): string {
  return caseOf(card).verdict;
}

/** Presses “Try again”; more than once only while the bot rests from a system that failed several times in a row. */
async function tryAgain({ slack }: Whole, { channel, ts }: Message): Promise<Message> {
  const now = () => slack.messages(channel).find((one) => one.ts === ts) as Message;
  for (let presses = 0; presses < 8; presses += 1) {
    const before = now().edited?.ts;
    await slack.click({ user: 'UBEN', channel, ts, actionId: 'recheck' });
    await until('the card to change', () => now().edited?.ts !== before);
    if (verdict(now()) !== 'unknown') break;
    await letPass(REST_MS / 5);
  }
  return now();
}

describe('When Zuora does not tell', () => {
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
    '%s, the answer is “unknown” with the reason, until it tells',
    async (_what, text, path, right) => {
      const seen = await inEach(ZUORA_TROUBLES, async (whole, trouble) => {
        const { zuora } = whole.upstreams;
        spoil(zuora, trouble, path);
        const card = await check(whole, text);
        const first = [
          verdict(card),
          said(card).includes(`Zuora ${trouble.why}`),
          /\bDirect\b/.test(said(card)),
        ];
        zuora.fault('none');
        const later = verdict(await tryAgain(whole, card));
        return [...first, later, cardsIn(whole.slack, 'CSUPPORT').length];
      });

      expect(seen).toEqual(ofEach(ZUORA_TROUBLES, ['unknown', true, false, right, 1]));
    },
    ENOUGH_MS,
  );

  it(
    'whose contact an address is, the answer is “unknown” with the reason, until somebody asks again',
    async () => {
      const address = 'billing@orchard-vale.example';
      const seen = await inEach(ZUORA_TROUBLES, async (whole, trouble) => {
        spoil(whole.upstreams.zuora, trouble, /^\/object-query\/contacts/);
        const card = await check(whole, address);
        whole.upstreams.zuora.fault('none');
        if (trouble.mode === 'down') await letPass(REST_MS);
        return [
          verdict(card),
          said(card).includes(`Zuora ${trouble.why}`),
          verdict(await check(whole, address)),
        ];
      });

      expect(seen).toEqual(ofEach(ZUORA_TROUBLES, ['unknown', true, 'direct']));
    },
    ENOUGH_MS,
  );

  it.each([
    ['A-S00900001', 'reseller'],
    ['A-S00900005', 'direct'],
  ])(
    'who got the invoices before, %s is still “%s” and the card says what is missing',
    async (number, right) => {
      const seen = await inEach(ZUORA_TROUBLES, async (whole, trouble) => {
        spoil(whole.upstreams.zuora, trouble, HISTORY);
        const card = await check(whole, number);
        const gap = `? Could not check: earlier invoice owners: ${trouble.why}`;
        return [
          verdict(card),
          evidence(card, 'Zuora').includes(gap),
          said(card).includes('a past reseller is possible'),
        ];
      });

      expect(seen).toEqual(ofEach(ZUORA_TROUBLES, [right, true, right === 'direct']));
    },
    ENOUGH_MS,
  );

  it('the same as a moment ago, a re-check looks past what was kept', async () => {
    const whole = await start();
    const card = await check(whole, 'A-S00900001');
    whole.upstreams.zuora.tamper(override('basicInfo.SSPChannel__c', 'Non-Reseller'));

    expect([verdict(card), verdict(await tryAgain(whole, card))]).toEqual(['reseller', 'conflict']);
  });

  it('anything after its token ended, the bot signs in again and goes on', async () => {
    const whole = await start();
    const { zuora } = whole.upstreams;
    zuora.fault('slow', { path: /^\/v1\/subscriptions\/A-S/, seconds: 0.3 });
    const signIns = () => zuora.requests.filter(({ path }) => path === '/oauth/token').length;

    const asked = check(whole, 'A-S00900001');
    await until('the first question', () =>
      zuora.requests.some(({ path }) => path.startsWith('/v1/subscriptions')),
    );
    zuora.expireTokens();

    expect(verdict(await asked)).toBe('reseller');
    expect(signIns()).toBe(2);
  });
});

describe('When Salesforce does not tell', () => {
  it(
    'whatever it does, the verdict stays and the card says why it was not checked',
    async () => {
      const seen = await inEach(TROUBLES, async (whole, trouble) => {
        spoil(whole.upstreams.salesforce, trouble);
        const card = await check(whole, 'A-S00900001');
        return [verdict(card), evidence(card, 'Salesforce').includes(`? Could not check: ${trouble.why}`)];
      });

      expect(seen).toEqual(ofEach(TROUBLES, ['reseller', true]));
    },
    ENOUGH_MS,
  );

  it('because rights or fields are missing, the rest of it is shown', async () => {
    const whole = await start();
    whole.upstreams.salesforce.forbid('AccountPartner');
    whole.upstreams.salesforce.fields.remove('Opportunity.Distributor__c');

    const card = await check(whole, 'A-S00900001');

    expect(verdict(card)).toBe('reseller');
    expect(evidence(card, 'Salesforce')).toContain(
      '? Could not check: partners: does not let the bot read this',
    );
    expect(evidence(card, 'Salesforce')).toContain('newest won deal: Quillmark Resale Ltd');
  });
});

describe('When Zendesk does not tell', () => {
  it(
    'about the only thing asked, the answer is “unknown” and names Zendesk, until it tells',
    async () => {
      const seen = await inEach(TROUBLES, async (whole, trouble) => {
        const { zendesk } = whole.upstreams;
        spoil(zendesk, trouble);
        const card = await check(whole, '#48211');
        const first = [
          verdict(card),
          said(card).includes(`Zendesk ${trouble.why}`),
          /\bDirect\b/.test(said(card)),
        ];
        zendesk.fault('none');
        return [...first, verdict(await tryAgain(whole, card))];
      });

      expect(seen).toEqual(ofEach(TROUBLES, ['unknown', true, false, 'reseller']));
    },
    ENOUGH_MS,
  );

  it(
    'beside a subscription, the verdict stays and the card says that the ticket was not read',
    async () => {
      const seen = await inEach(TROUBLES, async (whole, trouble) => {
        spoil(whole.upstreams.zendesk, trouble);
        const card = await check(whole, 'A-S00900001 #48211');
        return [verdict(card), evidence(card, 'Zendesk').includes(`? Could not check: ${trouble.why}`)];
      });

      expect(seen).toEqual(ofEach(TROUBLES, ['reseller', true]));
    },
    ENOUGH_MS,
  );
});

describe('When nothing works', () => {
  it('the answer is “unknown”, with a button to try again that works when they are back', async () => {
    const whole = await start();
    const systems = Object.values(whole.upstreams).filter((one): one is StandIn => 'fault' in one);
    for (const system of systems) system.fault('down');

    const card = await check(whole, 'A-S00900001 #48211');
    for (const system of systems) system.fault('none');
    const later = await tryAgain(whole, card);

    expect(said(card)).toMatch(/^Unknown · A-S00900001/);
    expect(said(card)).toContain('Zuora is not available right now');
    expect(verdict(later)).toBe('reseller');
  });

  it('a check ends at its deadline, however many slow answers would still come', async () => {
    const whole = await start({ UPSTREAM_TIMEOUT_MS: '900', CHECK_DEADLINE_MS: '1000' });
    const { zuora, salesforce, zendesk } = whole.upstreams;
    for (const system of [zuora, salesforce, zendesk]) system.fault('slow', { path: /./, seconds: 0.8 });

    const card = await check(whole, 'A-S00900001 #48211');

    const measured = await fetch(`${whole.address}/metrics`).then((response) => response.text());
    const seconds = Number(/^reseller_check_check_seconds_sum (\S+)$/m.exec(measured)?.[1]);
    expect(verdict(card)).toBe('unknown');
    expect(said(card)).toContain('Zuora did not answer in time');
    expect(seconds).toBeGreaterThan(0.9);
    expect(seconds).toBeLessThan(2);
  });
});
