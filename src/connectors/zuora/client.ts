import { mapResult, valueOrNull } from '../../domain/connector-result.ts';
import type { EmailFingerprint } from '../../domain/email-address.ts';
import type { Account, AccountRef, Subscription } from '../../domain/upstream-records.ts';
import type { Billing, LookupOptions } from '../../ports/systems.ts';
import { createTokenProvider } from '../credential-provider.ts';
import { createHttpClient, type HttpClient, type WaitToRetry } from '../http-client.ts';
import type { HttpExchange } from '../http-exchange.ts';
import { createLookupCache, type OnLookupFailed } from '../lookup-cache.ts';
import { signIn } from '../sign-in.ts';
import { createUpstreamReader, type OnUnreadableField, type UpstreamReader } from '../upstream-reader.ts';
import type { OnUpstreamCall, UpstreamResult } from '../upstream-result.ts';
import { zuoraAccountSchema } from './account-schema.ts';
import { readAccount, readAccountsByCrmId, readAccountsByEmail } from './accounts.ts';
import { mapZuoraError } from './map-error.ts';
import { type OwnerHistory, readOwnerHistory } from './owner-history.ts';
import { listPage } from './pagination.ts';
import { zuoraSubscriptionSchema } from './subscription-schema.ts';
import { readAccountSubscriptions, readSubscription } from './subscriptions.ts';

export interface ZuoraSettings {
  /** Base URL of the REST API, without /v1. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Custom field of the account with the channel, such as "SSPChannel__c". Matched case-insensitively. */
  readonly channelField: string;
  readonly emailFingerprint: EmailFingerprint;
  /** Time limit of one attempt, in milliseconds. */
  readonly timeoutMs: number;
  /** How many copies of the bot share the concurrent calls; 1 by default. */
  readonly copies?: number;
  /** Sends the calls; `createDirectExchange` by default. */
  readonly exchange?: HttpExchange | undefined;
  readonly now: () => Date;
  /** Delays retries; Node's timers by default. */
  readonly waitToRetry?: WaitToRetry | undefined;
  readonly onUpstreamCall?: OnUpstreamCall;
  readonly onLookupFailed?: OnLookupFailed;
  readonly onUnreadableField?: OnUnreadableField;
}

/** Earlier versions return some failures as HTTP 200. */
export const ZUORA_API_VERSION = '2025-08-12';

/** Creates the connector for Zuora. */
export function createZuora(settings: ZuoraSettings): Billing {
  const { channelField, emailFingerprint } = settings;
  const read = createZuoraReader(settings);
  const accountSchema = zuoraAccountSchema(channelField, emailFingerprint);
  const subscriptionSchema = zuoraSubscriptionSchema(emailFingerprint);
  const subscriptionPage = listPage('subscriptions', subscriptionSchema);
  const createCache = <T>(operation: string) =>
    createLookupCache<T>({ ...settings, system: 'zuora', operation });
  const subscriptionCache = createCache<Subscription>('subscription');
  const accountCache = createCache<Account>('account');
  const ownerHistoryCache = createCache<OwnerHistory>('versions');
  const accountSubscriptionsCache = createCache<readonly Subscription[]>('subscriptions-of');
  const accountSearchCache = createCache<readonly AccountRef[]>('accounts');
  const subscription: Billing['subscription'] = (number, options) =>
    subscriptionCache(number.toUpperCase(), options, (sharedLookup) =>
      readSubscription(read, { key: number, schema: subscriptionSchema }, sharedLookup),
    );
  const cachedOwnerHistory = (number: string, options: LookupOptions) =>
    ownerHistoryCache(number.toUpperCase(), options, (sharedLookup) => {
      const readCurrent = async (): Promise<UpstreamResult<Subscription>> => {
        const found = await subscription(number, sharedLookup);
        return found.ok ? found : { ...found, detail: found.detail ?? '' };
      };
      return readOwnerHistory(read, { number, readCurrent }, sharedLookup);
    });
  return {
    subscription,
    account: (key, options) =>
      accountCache(key.toUpperCase(), options, (sharedLookup) =>
        readAccount(read, { key, schema: accountSchema, channelField }, sharedLookup),
      ),
    invoiceOwnerHistory: async (number, options) =>
      mapResult(await cachedOwnerHistory(number, options), ({ versions }) => versions),
    customerCrmIdHint: async (number, options) =>
      valueOrNull(await cachedOwnerHistory(number, options))?.customerCrmId ?? null,
    subscriptionsByAccount: (accountNumber, options) =>
      accountSubscriptionsCache(accountNumber.toUpperCase(), options, (sharedLookup) =>
        readAccountSubscriptions(read, { accountNumber, page: subscriptionPage }, sharedLookup),
      ),
    accountsByCrmId: (crmId, options) =>
      accountSearchCache(`crm-id:${crmId}`, options, (sharedLookup) =>
        readAccountsByCrmId(read, crmId, sharedLookup),
      ),
    accountsByEmail: (address, options) =>
      accountSearchCache(`email:${address.toLowerCase()}`, options, (sharedLookup) =>
        readAccountsByEmail(read, address, sharedLookup),
      ),
  };
}

function createZuoraReader(settings: ZuoraSettings): UpstreamReader {
  const http = createHttpClient(settings);
  const credentials = createTokenProvider({ signIn: (signal) => signInToZuora(settings, http, signal) });
  return createUpstreamReader({
    system: 'zuora',
    url: settings.url,
    http,
    credentials,
    mapError: mapZuoraError,
    headers: { 'Zuora-Version': ZUORA_API_VERSION },
    onUpstreamCall: settings.onUpstreamCall,
    onUnreadableField: settings.onUnreadableField,
  });
}

function signInToZuora(
  { url, clientId, clientSecret, onUpstreamCall }: ZuoraSettings,
  http: HttpClient,
  signal: AbortSignal,
) {
  const fields = { client_id: clientId, client_secret: clientSecret, grant_type: 'client_credentials' };
  const body = new URLSearchParams(fields);
  const tokenUrl = `${url.replace(/\/+$/, '')}/oauth/token`;
  return signIn(
    { system: 'zuora', http, url: tokenUrl, body, mapError: mapZuoraError, onUpstreamCall },
    signal,
  );
}
