import type { Config } from '../../config.ts';
import { ZUORA_API_VERSION } from '../../connectors/zuora/client.ts';
import type { Account } from '../../domain/upstream-records.ts';
import { type DoctorFinding, findingsOf } from './report.ts';
import { ABSENT_CRM_ID, readingOf, type UpstreamContext, unreadableFieldsOf } from './upstream-reading.ts';

/** Ids that no system uses: a lookup shows whether signing in and reading work. */
const ABSENT_ACCOUNT = 'A00000000';
const ABSENT_SUBSCRIPTION = 'A-S00000000';
/** The domain can't exist: RFC 2606. */
const ABSENT_EMAIL = 'nobody@reseller-check.invalid';

const zuora = findingsOf('Zuora');

/** Calls every operation once, and reads the channel field of the sample account when there is one. */
export async function checkZuora(
  { zuora: { channelField } }: Config,
  context: UpstreamContext,
  sampleAccount: string | null,
): Promise<DoctorFinding[]> {
  const { billing, options, failures } = context;
  const accountNumber = sampleAccount ?? ABSENT_ACCOUNT;
  const account = await billing.account(accountNumber, options);
  const reading = readingOf('Zuora', 'accounts', account, failures);
  if (reading.status === 'failed') return [reading];
  const [subscription, history, subscriptions, byCrmId, byEmail] = await Promise.all([
    billing.subscription(ABSENT_SUBSCRIPTION, options),
    billing.invoiceOwnerHistory(ABSENT_SUBSCRIPTION, options),
    billing.subscriptionsByAccount(accountNumber, options),
    billing.accountsByCrmId(ABSENT_CRM_ID, options),
    billing.accountsByEmail(ABSENT_EMAIL, options),
  ]);
  return [
    reading,
    readingOf('Zuora', 'subscriptions', subscription, failures),
    readingOf('Zuora', 'the invoice owners of a subscription (object query, or orders)', history, failures),
    readingOf('Zuora', 'the subscriptions of an account', subscriptions, failures),
    readingOf('Zuora', 'accounts by Salesforce id (object query)', byCrmId, failures),
    readingOf('Zuora', 'contacts by email address (object query)', byEmail, failures),
    zuora.ok(`API version ${ZUORA_API_VERSION} is accepted.`),
    sampleAccount === null
      ? zuora.skipped(
          `The field ${channelField} was not checked.`,
          'Give an account number: npm run doctor -- A00012345.',
        )
      : channelFinding(sampleAccount, channelField, account.ok ? account.value : null),
    ...unreadableFieldsOf('Zuora', context),
  ];
}

/** `account`: null when it does not exist. */
function channelFinding(
  number: string,
  field: string,
  account: Pick<Account, 'channel'> | null,
): DoctorFinding {
  if (account === null)
    return zuora.failed(`There is no account ${number}.`, 'Use the number of an existing account.');
  const { channel } = account;
  if (channel === undefined)
    return zuora.failed(
      `Account ${number} has no field ${field}.`,
      'Set ZUORA_CHANNEL_FIELD to the API name of the field.',
    );
  return channel === 'Reseller' || channel === 'Non-Reseller'
    ? zuora.ok(`Account ${number} has the field ${field} with a known value.`)
    : zuora.warning(
        `Account ${number} has the field ${field} with a value other than "Reseller" or "Non-Reseller".`,
        'Its verdict is Unknown. Try another account, or check ZUORA_CHANNEL_FIELD.',
      );
}
