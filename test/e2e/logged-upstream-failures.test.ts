import { afterEach, describe, expect, it } from 'vitest';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import type { Tamper } from '../../scripts/sandbox/upstreams/tamper.ts';
import { dropField, overrideField } from '../../scripts/sandbox/upstreams/tamper.ts';
import type { TestApp } from './harness.ts';
import { cardMetadata, checkAsAna, startTestApp, visibleText } from './harness.ts';
import { onlyCard, onlySentence, typeCommand } from './responses.ts';
import { SHORT_TIMEOUTS } from './upstream-failures.ts';

const open: TestApp[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((whole) => whole.close()));
});

async function start(settings: Record<string, string> = {}): Promise<TestApp> {
  const testApp = await startTestApp({ settings: { ...SHORT_TIMEOUTS, ...settings } });
  open.push(testApp);
  return testApp;
}

/** Log lines with that message, as objects. */
function logLinesWithMessage({ logLines }: TestApp, message: string): Record<string, unknown>[] {
  return logLines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ msg }) => msg === message);
}

async function outcomes({ operatorUrl }: TestApp): Promise<string[]> {
  const text = await (await fetch(`${operatorUrl}/metrics`)).text();
  return [...text.matchAll(/upstream_seconds_count\{system="zuora",outcome="([^"]+)"\}/g)].map(
    ([, outcome = '']) => outcome,
  );
}

/** What `/readyz` says of the systems; no trouble of theirs makes the bot unready. */
async function readiness({ operatorUrl }: TestApp): Promise<string> {
  const response = await fetch(`${operatorUrl}/readyz`);
  expect(response.status).toBe(200);
  return response.text();
}

const KEY = expect.stringMatching(/\d/);

describe('The log and /readyz about Zuora', () => {
  it('show that its credentials are refused', async () => {
    const whole = await start({ ZUORA_CLIENT_SECRET: 'wrong' });

    const card = await checkAsAna(whole, 'A-S00900001');

    expect(visibleText(card)).toContain("refused the bot's login; tell the bot's owner");
    const why = {
      system: 'zuora',
      operation: 'sign-in',
      gap: 'unauthenticated',
      statusCode: 401,
      code: '90000011',
    };
    expect(logLinesWithMessage(whole, 'upstream lookup failed')).toContainEqual(
      expect.objectContaining({ ...why, key: KEY }),
    );
    expect(await outcomes(whole)).toEqual(['unauthenticated']);
    expect(await readiness(whole)).toContain('zuora: credentials refused (subscription)');
  });

  it('show that it answers', async () => {
    const whole = await start();
    expect(await readiness(whole)).toContain('zuora: not called yet');

    await checkAsAna(whole, 'A-S00900001');

    expect(await readiness(whole)).toMatch(/zuora: ok\nsalesforce: ok\nzendesk: not called yet\n/);
    expect(logLinesWithMessage(whole, 'upstream lookup failed')).toEqual([]);
    expect(logLinesWithMessage(whole, 'upstream field unreadable')).toEqual([]);
  });

  it('show that it is down', async () => {
    const whole = await start();
    whole.upstreams.zuora.setFault('down');

    await checkAsAna(whole, 'A-S00900001');

    const why = {
      system: 'zuora',
      operation: 'sign-in',
      gap: 'unavailable',
      causeCode: /^(ECONNRESET|UND_ERR_SOCKET)$/,
    };
    const [line] = logLinesWithMessage(whole, 'upstream lookup failed');
    expect(line).toMatchObject({ ...why, causeCode: expect.stringMatching(why.causeCode), key: KEY });
    expect(await outcomes(whole)).toEqual(['unavailable']);
    expect(await readiness(whole)).toContain('zuora: not available (');
  });

  it('show a field with another name', async () => {
    const whole = await start();
    whole.upstreams.zuora.setTamper(dropField('basicInfo.SSPChannel__c'));

    const card = await checkAsAna(whole, 'A-S00900001');

    expect(visibleText(card)).toContain('Zuora shows no channel field on the account');
    expect(logLinesWithMessage(whole, 'upstream field unreadable')).toContainEqual(
      expect.objectContaining({ operation: 'account', field: 'basicInfo.SSPChannel__c', key: KEY }),
    );
  });

  it('show an invalid field that decides, without its value', async () => {
    const whole = await start();
    whole.upstreams.zuora.setTamper(overrideField('invoiceOwnerAccountNumber', { secret: 'Jane Doe' }));

    const card = await checkAsAna(whole, 'A-S00900001');

    expect(cardMetadata(card).verdict).toBe('unknown');
    expect(logLinesWithMessage(whole, 'upstream lookup failed')).toContainEqual(
      expect.objectContaining({
        system: 'zuora',
        operation: 'subscription',
        gap: 'invalid-response',
        key: KEY,
        detail: 'invoiceOwnerAccountNumber: expected string',
      }),
    );
    expect(whole.logLines.join('')).not.toContain('Jane');
  });
});

/** An odd value in place of one field, wherever it stands. */
const UNEXPECTED_FIELDS: readonly (readonly [string, unknown])[] = [
  ['soldToContact', 'it@halden.example'],
  ['basicInfo.crmId', 15],
  ['basicInfo.name', null],
  ['billToContact', []],
  ['data.*.account', 'x'],
  ['data.*.invoiceOwner', null],
  ['data.*.createdDate', 20260101],
  ['status', 'ACTIVE'],
  ['termType', 'MONTHLY'],
];
const UNEXPECTED_TICKET_FIELDS: readonly (readonly [string, unknown])[] = [
  ['organizations', []],
  ['organizations.*.name', 7],
  ['organizations.*.organization_fields', 'x'],
  ['users', 'x'],
  ['ticket.requester_id', null],
  ['ticket.tags', null],
  ['ticket.ticket_form_id', {}],
  ['ticket.organization_id', 'x'],
];

describe('An invalid field that does not decide', () => {
  it('of Zuora changes no verdict', async () => {
    const whole = await start();
    const seen: [string, string][] = [];
    for (const [field, value] of UNEXPECTED_FIELDS) {
      whole.upstreams.zuora.setTamper(overrideField(field, value));
      // A new process has kept nothing of the answer before.
      await whole.restart();
      seen.push([field, cardMetadata(await checkAsAna(whole, 'A-S00900001 new')).verdict]);
    }

    expect(seen).toEqual(UNEXPECTED_FIELDS.map(([field]) => [field, 'reseller']));
  });

  it('of Zendesk leaves the ticket readable', async () => {
    const whole = await start();
    const seen: [string, string][] = [];
    for (const [field, value] of UNEXPECTED_TICKET_FIELDS) {
      whole.upstreams.zendesk.setTamper(overrideField(field, value));
      await whole.restart();
      seen.push([field, cardMetadata(await checkAsAna(whole, '#48211 new')).verdict]);
    }

    expect(seen).toEqual(UNEXPECTED_TICKET_FIELDS.map(([field]) => [field, 'reseller']));
  });

  it('is not shown as "not named"', async () => {
    const whole = await start();
    whole.upstreams.zuora.setTamper((path, body) =>
      dropField('data.*.invoiceOwner')(path, dropField('data.*.account')(path, body)),
    );

    const card = await checkAsAna(whole, 'A-S00900001');

    expect(visibleText(card)).toContain('always invoiced to Quillmark');
    expect(visibleText(card)).not.toMatch(/not named|undefined|\bnull\b/);
  });
});

describe('A call for supporting data that keeps failing', () => {
  it('does not make the deciding calls fail', async () => {
    const whole = await start();
    const { zuora } = whole.upstreams;
    zuora.setFault('500', { path: /^\/(object-query\/subscriptions|v1\/orders)/ });

    // Forty-five subscriptions, and so more failures in a row than any system is asked through.
    const large = await checkAsAna(whole, 'A00900400');
    const next = await checkAsAna(whole, 'A-S00900001');

    expect([cardMetadata(large).verdict, cardMetadata(next).verdict]).toEqual(['direct', 'reseller']);
  });
});

/** Sets a field of every organisation that a ticket brings along. */
function organisationWith(fields: Record<string, unknown>): Tamper {
  return (_path, body) => {
    const { organizations = [] } = body as { organizations?: { organization_fields: object }[] };
    for (const each of organizations) Object.assign(each.organization_fields, fields);
    return body;
  };
}

describe('A ticket', () => {
  it('of a restricted account is refused before anything else is looked up', async () => {
    const whole = await start();
    whole.upstreams.zendesk.setTamper(organisationWith({ restricted_account: true }));

    const came = await typeCommand(whole, '#48211');

    const sentence = onlySentence(came);
    expect(sentence).toContain('restricted account');
    expect(sentence).not.toMatch(/Halden|A-S009/);
    expect(whole.upstreams.zuora.requests).toEqual([]);
    expect(whole.upstreams.salesforce.requests).toEqual([]);
  });

  it.each([
    [
      'merged',
      overrideField('ticket.tags', ['closed_by_merge', 'lnr_cdot_login']),
      'merged into another ticket',
    ],
    ['deleted', overrideField('ticket.status', 'deleted'), 'deleted in Zendesk'],
  ])('that was %s is shown as such on the card', async (_what, tamper, said) => {
    const whole = await start();
    whole.upstreams.zendesk.setTamper(tamper);

    const card: Message = onlyCard(await typeCommand(whole, '#48211'));

    expect(visibleText(card)).toContain(said);
    expect(cardMetadata(card).verdict).toBe('reseller');
  });
});
