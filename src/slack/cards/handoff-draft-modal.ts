import type { KnownBlock, ModalView } from '@slack/types';
import type { Destination, Handoff, HandoffTyped } from '../../domain/handoff.ts';
import { standingOf, WISHES } from '../../domain/handoff.ts';
import { asksForCounts, asksForWish, type DraftView } from '../../domain/handoff-draft.ts';
import { LONGEST } from '../../domain/typed-handoff.ts';
import { sayRoute, sayWants, teamName, WISH_LABELS } from '../../words/handoff.ts';
import { formTitles } from '../../words/handoff-fields.ts';
import { HINTS, LABELS, sayKnown, sayOther, sayOthers } from '../../words/handoff-forms.ts';
import { factLines } from '../../words/handoff-lines.ts';
import { VIEWS } from '../ids.ts';
import { context, section } from '../limits.ts';
import { bold, fromPieces } from '../mrkdwn.ts';
import { form, linkInput, menuInput, numberInput, radioInput, textInput } from './form.ts';
import { stacked } from './handoff-words.ts';

/** More handoffs of the same account than these are not named. */
const MOST_OTHERS = 3;

/**
 * The form of a handoff: what is known on top, then what only a person knows. The answers arrive as `<name>.<name>`;
 * `destination` as JSON of a `Destination`.
 */
export function draftModal(view: DraftView): ModalView {
  return form(
    { caseId: view.caseId },
    {
      callback: VIEWS.handoffDraft,
      title: formTitles.draft,
      submit: 'Preview',
      blocks: [...warnings(view.others), ...known(view), ...inputs(view)],
    },
  );
}

/** The value of a destination in the form's menu. */
export function destinationValue({ channel, team }: Destination): string {
  return JSON.stringify({ channel, team });
}

function warnings(others: readonly Handoff[]): KnownBlock[] {
  if (others.length === 0) return [];
  const named = others.slice(0, MOST_OTHERS).map((one) => fromPieces(sayOther(standingOf(one))));
  return [section(stacked([[bold(fromPieces(sayOthers()))], ...named]))];
}

function known({ facts, because, chosen }: DraftView): KnownBlock[] {
  const lines = factLines(facts, { reader: 'channel', at: facts.checkedAt });
  return [
    section(stacked([[bold(fromPieces(sayWants(facts, 'channel')))], ...lines.map(fromPieces)])),
    context(stacked([fromPieces(sayKnown()), fromPieces(sayRoute(because, chosen.team))])),
  ];
}

function inputs({ facts, typed, chosen, destinations }: DraftView): KnownBlock[] {
  const { ask, plan, seats, told, link } = typed;
  return [
    textInput({ ...named('ask'), multiline: true, least: 5, most: LONGEST.ask, initial: ask, focus: true }),
    ...(asksForCounts(facts) ? countInputs(typed) : []),
    ...(asksForWish(facts) ? wishInputs(typed) : []),
    textInput({ ...named('plan'), optional: true, most: LONGEST.plan, initial: plan }),
    numberInput({ ...named('seats'), optional: true, initial: seats }),
    textInput({ ...named('told'), optional: true, multiline: true, most: LONGEST.told, initial: told }),
    linkInput({ ...named('link'), optional: true, initial: link }),
    menuInput({
      ...named('destination'),
      options: destinations.map((one) => ({ text: teamName(one.team), value: destinationValue(one) })),
      initial: destinationValue(chosen),
    }),
  ];
}

function countInputs({ counts }: HandoffTyped): KnownBlock[] {
  const names = ['users', 'previous', 'trueUp', 'maximum'] as const;
  return names.map((name) => numberInput({ ...named(name), initial: counts?.[name] ?? null }));
}

function wishInputs({ wish, wishWhere }: HandoffTyped): KnownBlock[] {
  const options = WISHES.map((value) => ({ text: WISH_LABELS[value], value }));
  return [
    radioInput({ ...named('wish'), options, initial: wish }),
    textInput({ ...named('wishWhere'), optional: true, most: LONGEST.wishWhere, initial: wishWhere }),
  ];
}

function named<Name extends keyof typeof LABELS>(name: Name) {
  return { name, label: LABELS[name], hint: HINTS[name] };
}
