import { mapAnswer, told } from '../../domain/answer.ts';
import type { Account, AccountRef, Subscription } from '../../domain/records.ts';
import type { Billing, Look } from '../../ports.ts';
import { createTokens } from '../credentials.ts';
import { createHttp, type Http } from '../http.ts';
import { createMemory, type OnGap } from '../memory.ts';
import type { OnCall, Outcome } from '../outcome.ts';
import { createReader, type OnUnread, type Reader } from '../reader.ts';
import { signIn } from '../sign-in.ts';
import { readAccount, readAccountsByCrmId, readAccountsByEmail } from './accounts.ts';
import { complainOfZuora } from './complain.ts';
import { type OwnerHistory, readOwnerHistory } from './history.ts';
import { readSubscription, readSubscriptionsOf } from './subscriptions.ts';

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
  readonly onGap?: OnGap;
  readonly onUnread?: OnUnread;
}

/** Before this version some failures came as HTTP 200. */
const VERSION = '2025-08-12';

export function createZuora(settings: ZuoraSettings): Billing {
  const read = readerOf(settings);
  const memory = <T>(question: string) => createMemory<T>({ ...settings, system: 'zuora', question });
  const subscriptions = memory<Subscription>('subscription');
  const accounts = memory<Account>('account');
  const histories = memory<OwnerHistory>('versions');
  const lists = memory<readonly Subscription[]>('subscriptions-of');
  const finds = memory<readonly AccountRef[]>('accounts');
  const subscription: Billing['subscription'] = (number, look) =>
    subscriptions(number.toUpperCase(), look, (shared) => readSubscription(read, number, shared));
  const history = (number: string, look: Look) =>
    histories(number.toUpperCase(), look, (shared) => {
      const current = async (): Promise<Outcome<Subscription>> => {
        const answer = await subscription(number, shared);
        return answer.ok ? answer : { ...answer, detail: answer.detail ?? '' };
      };
      return readOwnerHistory(read, { number, current }, shared);
    });
  return {
    subscription,
    account: (key, look) =>
      accounts(key.toUpperCase(), look, (shared) =>
        readAccount(read, { key, channelField: settings.channelField }, shared),
      ),
    ownerHistory: async (number, look) => mapAnswer(await history(number, look), ({ versions }) => versions),
    customerCrmId: async (number, look) => told(await history(number, look))?.customerCrmId ?? null,
    subscriptionsOf: (accountNumber, look) =>
      lists(accountNumber.toUpperCase(), look, (shared) => readSubscriptionsOf(read, accountNumber, shared)),
    accountsByCrmId: (crmId, look) =>
      finds(`crm ${crmId}`, look, (shared) => readAccountsByCrmId(read, crmId, shared)),
    accountsByEmail: (address, look) =>
      finds(`mail ${address.toLowerCase()}`, look, (shared) => readAccountsByEmail(read, address, shared)),
  };
}

function readerOf(settings: ZuoraSettings): Reader {
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
    onUnread: settings.onUnread,
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
