import type { KnownBlock } from '@slack/types';
import type { Handoff } from '../../domain/handoff.ts';
import { standingOf } from '../../domain/handoff.ts';
import type { Links } from '../../ports.ts';
import { salesforceText } from '../../words/handoff-texts.ts';
import { LIMITS, section } from '../limits.ts';
import { bold, fromPieces, rich, toPlain, words } from '../mrkdwn.ts';
import { copyField } from './form.ts';
import { addressesOf, stacked } from './handoff-words.ts';

/** The formal handoff, for a person to post in Salesforce: what to do, a Case's fields one by one, and the text. */
export function salesforceBlocks(handoff: Handoff, links: Links): KnownBlock[] {
  const { content, submitted } = standingOf(handoff);
  const addresses = addressesOf(content.facts, links);
  const { how, fields, label, text } = salesforceText(content, addresses, submitted.at);
  const record = fields.map(({ name, value }) => rich`${words(name)}: ${bold([words(value)])}`);
  return [
    section(stacked([fromPieces(how), ...record])),
    copyField({ name: 'salesforce', label, text: toPlain(fromPieces(text), LIMITS.inputValue) }),
  ];
}
