import type { StaticSelect } from '@slack/types';
import type { Case, Check } from '../../domain/case.ts';
import { latest } from '../../domain/case.ts';
import { ASKERS, PROOFS } from '../../domain/facts.ts';
import { TOPICS } from '../../domain/reference.ts';
import { ASKER_LABELS, PROOF_LABELS } from '../../words/facts.ts';
import { TOPIC_LABELS } from '../../words/topics.ts';
import { ACTIONS } from '../ids.ts';
import type { Drawn } from '../limits.ts';
import { actions, select } from '../limits.ts';
import type { Rich } from '../mrkdwn.ts';
import { join, rich, user, words } from '../mrkdwn.ts';

/** For a change of contact, who asks and what proof there is decide the steps. */
export function factBlocks(kase: Case): Drawn[] {
  const { topic, asker, proof } = latest(kase);
  if (topic !== 'contact-change') return [];
  const elements = [
    menu(kase, { name: 'asker', all: ASKERS, now: asker, actionId: ACTIONS.chooseAsker, ...WHO }),
    menu(kase, { name: 'proof', all: PROOFS, now: proof, actionId: ACTIONS.chooseProof, ...WITH }),
  ];
  return [{ block: actions(elements, drawnId('facts', kase)), importance: 84 }];
}

/** What the ticket is about. */
export function topicSelect(kase: Case): StaticSelect {
  const now = latest(kase).topic;
  return menu(kase, { name: 'topic', all: TOPICS, now, actionId: ACTIONS.chooseTopic, ...ABOUT });
}

/** Slack keeps what a reader chose as long as the block's id stays; with each check the card tells instead. */
export function drawnId(name: string, { id, checks }: Case): string {
  return `${name}:${id}:${checks.length}`;
}

/** The same facts in a line, where there can be no menus; empty when they decide nothing. */
export function factWords({ topic, asker, proof }: Check): Rich {
  if (topic !== 'contact-change') return [];
  return [words(`${WHO.before}: ${ASKER_LABELS[asker]} · ${WITH.before}: ${PROOF_LABELS[proof]}`)];
}

/** What a person said that the check before did not have. */
export function toldWords(before: Check, now: Check): Rich {
  const changed = [
    ...(before.topic === now.topic ? [] : [`topic was “${TOPIC_LABELS[before.topic]}”`]),
    ...(before.asker === now.asker ? [] : [`who asks was “${ASKER_LABELS[before.asker]}”`]),
    ...(before.proof === now.proof ? [] : [`proof was “${PROOF_LABELS[before.proof]}”`]),
  ].join(', ');
  const who = user(now.by);
  if (before.told.ticketKept !== now.told.ticketKept) {
    return rich`${who} said that the ticket is about this case; the systems were not asked again.`;
  }
  const said =
    changed === ''
      ? rich`${who} said the same as before`
      : rich`${words(changed.charAt(0).toUpperCase() + changed.slice(1))} until ${who} changed it`;
  return join([said, rich`the systems were not asked again.`], '; ');
}

const ABOUT = { labels: TOPIC_LABELS, before: 'Topic', placeholder: 'What is the ticket about?' };
const WHO = { labels: ASKER_LABELS, before: 'Who asks', placeholder: 'Who wrote the ticket?' };
const WITH = { labels: PROOF_LABELS, before: 'Proof', placeholder: 'What proof is in the ticket?' };

interface Menu<T extends string> {
  /** The fact's name in the value that comes back. */
  readonly name: string;
  readonly actionId: string;
  readonly all: readonly T[];
  readonly now: T;
  readonly labels: Readonly<Record<T, string>>;
  readonly before: string;
  readonly placeholder: string;
}

function menu<T extends string>(kase: Case, parts: Menu<T>): StaticSelect {
  const { name, actionId, all, now, labels, before, placeholder } = parts;
  const carried = (fact: T) => JSON.stringify({ caseId: kase.id, [name]: fact });
  const options = all.map((fact) => ({ text: `${before}: ${labels[fact]}`, value: carried(fact) }));
  return select({ actionId, placeholder, options, initial: carried(now) });
}
