/** Where Slack's `response_url`s point: commercial Slack and GovSlack. */
const HOSTS = ['hooks.slack.com', 'hooks.slack-gov.com'];

/** A request came with a `response_url` that is not Slack's; nothing is sent there. */
export class ForeignResponseUrl extends Error {
  override readonly name = 'ForeignResponseUrl';

  constructor() {
    super('the response_url is not on a host of Slack');
  }
}

/** True for an address of Slack's over https, or one at the configured Web API, which stands for Slack in tests. */
export function isResponseUrl(url: string, slackApiUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password, origin } = new URL(url);
  if (username !== '' || password !== '') return false;
  return (protocol === 'https:' && HOSTS.includes(host)) || origin === new URL(slackApiUrl).origin;
}
