import type { KnownBlock, ModalView } from '@slack/types';
import type { Topic } from '../../domain/reference.ts';
import { TOPICS } from '../../domain/reference.ts';
import { TOPIC_LABELS } from '../../words/topics.ts';
import { VIEWS } from '../ids.ts';
import { plain, section, select } from '../limits.ts';
import { bold, rich } from '../mrkdwn.ts';

export interface FormStart {
  readonly initial?: { readonly topic?: Topic };
  /** What was wrong with the form's last try, as a sentence. */
  readonly problem?: string;
}

/** The form that asks what to check. Its answers arrive as `what.what` and `topic.topic`. */
export function checkForm({ initial = {}, problem }: FormStart = {}): ModalView {
  return {
    type: 'modal',
    callback_id: VIEWS.checkForm,
    title: plain('Reseller Check', 24),
    submit: plain('Check', 24),
    close: plain('Cancel', 24),
    blocks: [
      ...(problem ? [section(rich`${bold(rich`Please change this:`)} ${problem}`)] : []),
      whatInput(),
      topicInput(initial.topic),
    ],
  };
}

function whatInput(): KnownBlock {
  return {
    type: 'input',
    block_id: 'what',
    label: plain('What to check', 100),
    hint: plain(
      'A subscription or account number, a Salesforce account id or link, an e-mail address, or a ticket link. Example: A-S00012345',
      200,
    ),
    element: {
      type: 'plain_text_input',
      action_id: 'what',
      multiline: false,
      max_length: 500,
      placeholder: plain('A-S00012345', 150),
      focus_on_load: true,
    },
  };
}

function topicInput(initial: Topic | undefined): KnownBlock {
  const options = TOPICS.map((topic) => ({ text: TOPIC_LABELS[topic], value: topic }));
  return {
    type: 'input',
    block_id: 'topic',
    optional: true,
    label: plain('Topic of the ticket', 100),
    element: select({ actionId: 'topic', placeholder: 'Choose when you know it', options, initial }),
  };
}
