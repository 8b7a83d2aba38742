import { allElements } from '../sandbox/slack/elements.ts';
import type { Json } from '../sandbox/slack/shape-checks.ts';
import { CANARY_BY_NAME } from '../sandbox/upstreams/canaries.ts';
import { SAMPLE_ENTRIES } from '../sandbox/upstreams/customers.ts';
import type { Random } from './random.ts';

const SENTENCES = [
  'They want to renew with us directly next month.',
  'Please confirm who owns the renewal and tell the customer.',
  `The customer sent the code ${CANARY_BY_NAME.code} and asks what to do.`,
  'Checked with the customer on the phone; they agree with the change.',
];
const LINKS = [
  'https://gitlab.my.salesforce.com/5004X00001AbCdEQAV',
  'https://gitlab.lightning.force.com/lightning/r/Case/5004X00001AbCdEQAV/view',
];

/** Returns what a person enters in a form: mostly valid values. */
export function fillForm(blocks: readonly Json[], random: Random): Record<string, Record<string, Json>> {
  const values: Record<string, Record<string, unknown>> = {};
  for (const { block, element } of allElements(blocks)) {
    if (block['type'] !== 'input') continue;
    if (block['optional'] === true && random.chance(0.6)) continue;
    const value = valueFor(element, String(block['block_id']), random);
    if (value !== undefined) values[String(block['block_id'])] = { [String(element['action_id'])]: value };
  }
  return values as Record<string, Record<string, Json>>;
}

/** Returns undefined for an input that is left unchanged. */
function valueFor(element: Json, blockId: string, random: Random): unknown {
  switch (element['type']) {
    case 'plain_text_input':
      if (/link/i.test(blockId)) return random.pick(LINKS);
      if (/ticket|reference|what|query/i.test(blockId)) return random.pick(SAMPLE_ENTRIES).text.split(' ')[0];
      if (element['initial_value'] !== undefined && random.chance(0.7)) return undefined;
      return random.pick(SENTENCES).slice(0, Number(element['max_length'] ?? 3000));
    case 'url_text_input':
      if (/ticket/i.test(blockId)) return undefined;
      return random.pick(LINKS);
    case 'number_input':
      return String(1 + random.whole(50));
    case 'static_select':
    case 'radio_buttons':
      return random.pick((element['options'] as Json[]).map((option) => option['value']));
    case 'checkboxes':
      return (element['options'] as Json[]).map((option) => option['value']);
    case 'users_select':
      return random.pick(['UANA', 'UBEN']);
    default:
      return undefined;
  }
}
