import type { Account, AccountRef, OwnerVersion, Subscription } from '../../domain/records.ts';
import type { Billing } from '../../ports.ts';
import { createTokens } from '../credentials.ts';
import { createHttp, type Http } from '../http.ts';
import { createMemory } from '../memory.ts';
import type { OnCall, Outcome } from '../outcome.ts';
import { createReader } from '../reader.ts';
import { signIn } from '../sign-in.ts';
import { readAccount, readAccountsByCrmId, readAccountsByEmail } from './accounts.ts';
import { complainOfZuora } from './complain.ts';
import { readOwnerHistory } from './history.ts';
import { readSubscription, readSubscriptionsOf, type Zuora } from './subscriptions.ts';

export interface ZuoraSettings {
  /** REST base without /v1. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Account custom field, such as "SSPChannel__c"; its key is matched without case. */
  readonly channelField: string;
  /** Of one attempt. */
  readonly timeoutMs: number;
  readonly now: () => Date;
  readonly onCall?: OnCall;
}

/** Before this version some failures came as HTTP 200. */
const VERSION = '2025-08-12';

export function createZuora(settings: ZuoraSettings): Billing {
  const zuora: Zuora = { read: readerOf(settings), url: settings.url };
  const { read } = zuora;
  const subscriptions = createMemory<Subscription>(settings);
  const accounts = createMemory<Account>(settings);
  const histories = createMemory<readonly OwnerVersion[]>(settings);
  const lists = createMemory<readonly Subscription[]>(settings);
  const finds = createMemory<readonly AccountRef[]>(settings);
  const subscription: Billing['subscription'] = (number, look) =>
    subscriptions(number.toUpperCase(), look, ({ signal }) => readSubscription(zuora, number, signal));
  return {
    subscription,
    account: (key, look) =>
      accounts(key.toUpperCase(), look, ({ signal }) =>
        readAccount(read, { key, channelField: settings.channelField }, signal),
      ),
    ownerHistory: (number, look) =>
      histories(number.toUpperCase(), look, (shared) => {
        const current = async (): Promise<Outcome<Subscription>> => {
          const answer = await subscription(number, shared);
          return answer.ok ? answer : { ...answer, detail: answer.detail ?? '' };
        };
        return readOwnerHistory(zuora, { number, current }, shared.signal);
      }),
    subscriptionsOf: (accountNumber, look) =>
      lists(accountNumber.toUpperCase(), look, ({ signal }) =>
        readSubscriptionsOf(zuora, accountNumber, signal),
      ),
    accountsByCrmId: (crmId, look) =>
      finds(`crm ${crmId}`, look, ({ signal }) => readAccountsByCrmId(read, crmId, signal)),
    accountsByEmail: (address, look) =>
      finds(`mail ${address.toLowerCase()}`, look, ({ signal }) =>
        readAccountsByEmail(read, address, signal),
      ),
  };
}

function readerOf(settings: ZuoraSettings): Zuora['read'] {
  const http = createHttp(settings);
  const credentials = createTokens({ signIn: (signal) => signInToZuora(settings, http, signal) });
  return createReader({
    system: 'zuora',
    url: settings.url,
    http,
    credentials,
    complain: complainOfZuora,
    headers: { 'Zuora-Version': VERSION },
    onCall: settings.onCall,
  });
}

function signInToZuora(
  { url, clientId, clientSecret, onCall }: ZuoraSettings,
  http: Http,
  signal: AbortSignal,
) {
  const fields = { client_id: clientId, client_secret: clientSecret, grant_type: 'client_credentials' };
  const body = new URLSearchParams(fields);
  const address = `${url.replace(/\/+$/, '')}/oauth/token`;
  return signIn({ system: 'zuora', http, url: address, body, complain: complainOfZuora, onCall }, signal);
}
