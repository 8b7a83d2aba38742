import { plainText } from '../../src/domain/text-fragments.ts';
import { cardNotPostedText } from '../../src/words/replies.ts';
import type { LocalSlack, WebApiCall } from '../sandbox/slack/local-slack.ts';
import type { FinalState } from './invariants.ts';
import { metadataIdOf } from './metadata-id.ts';

/** How long before the card's post the reply may have been sent that was changed to the refusal, such as "Checking…". */
const PLACEHOLDER_MS = 60_000;
/** How the sentence about a refused card begins, whatever the reason. */
const [REFUSAL_START = ''] = plainText(cardNotPostedText('')).split(':');

/**
 * Every case has a card, unless Slack refused it permanently: in its channel and in the direct messages, or because of its
 * content. Then the person who opened the case must have been told, or Slack must have refused that message as well.
 */
export function checkCards({ run, environment: { slack }, cases }: FinalState): void {
  for (const { id, openedBy } of cases) {
    const posts = slack.calls.filter(
      ({ method, args }) => method === 'chat.postMessage' && metadataIdOf(args) === `case_id ${id}`,
    );
    if (posts.some(isAccepted)) continue;
    // Without a post, Slack may have refused to open the direct messages for it.
    const [first, ...more] = posts.length > 0 ? posts : slack.calls.filter(opensDirectMessages(openedBy));
    if (!first || !isRefused(more.at(-1) ?? first)) run.violate('nothing lost', `the case ${id} has no card`);
    else if (!wasTold(slack, openedBy, first.at))
      run.violate('nothing lost', `the case ${id} has no card, and nobody was told`);
  }
}

const isAccepted = ({ answer }: WebApiCall) => answer?.['ok'] === true;
const isRefused = ({ answer }: WebApiCall) => answer?.['ok'] === false;
const opensDirectMessages =
  (user: string) =>
  ({ method, args }: WebApiCall) =>
    method === 'conversations.open' && args['users'] === user;

/** Returns true when the user was told since then (epoch milliseconds) that a card was refused, or Slack refused to tell. */
function wasTold(slack: LocalSlack, user: string, since: number): boolean {
  const shown = [...slack.ephemerals({ user }), ...slack.directMessages(user).messages]
    .filter(({ ts }) => Number(ts) * 1_000 >= since - PLACEHOLDER_MS)
    .map(({ text }) => text);
  const refused = slack.calls
    .filter(
      ({ method, answer, at }) => method === 'chat.postMessage' && answer?.['ok'] === false && at >= since,
    )
    .map(({ args }) => String(args['text']));
  return [...shown, ...refused].some((text) => text.startsWith(REFUSAL_START));
}
