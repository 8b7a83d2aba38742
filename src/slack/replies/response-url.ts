/** Hosts of `response_url`: commercial Slack and GovSlack. */
const SLACK_HOOK_HOSTS = ['hooks.slack.com', 'hooks.slack-gov.com'];

/** A request's `response_url` does not belong to Slack, so nothing is sent to it. */
export class UntrustedResponseUrl extends Error {
  override readonly name = 'UntrustedResponseUrl';

  constructor() {
    super('the response_url is not on a Slack host');
  }
}

/** The `response_url` answered with an HTTP error status or a redirect. */
export class ResponseUrlRefused extends Error {
  override readonly name = 'ResponseUrlRefused';
  readonly status: number;

  constructor(status: number) {
    super(`the response_url answered ${status}`);
    this.status = status;
  }
}

/** Returns true for an https URL on a Slack host, or a URL on the host of `slackApiUrl`, which tests replace. */
export function isResponseUrl(url: string, slackApiUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password, origin } = new URL(url);
  if (username !== '' || password !== '') return false;
  return (protocol === 'https:' && SLACK_HOOK_HOSTS.includes(host)) || origin === new URL(slackApiUrl).origin;
}
