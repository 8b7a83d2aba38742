import type { InteractionResult, LocalSlack, Message, View } from '../sandbox/slack/local-slack.ts';

/** An action of a person. */
export interface UserAction {
  readonly name: string;
  /** Tries the action. Resolves to true once it is acknowledged; false: try again, as a person would. */
  attempt(): Promise<boolean>;
  /** True once the result of the action is visible. */
  isResultVisible(): boolean;
}

const formValues = (filled: Record<string, string | { option: string }>) =>
  Object.fromEntries(
    Object.entries(filled).map(([name, given]) => [
      name,
      { [name]: typeof given === 'string' ? { value: given } : { selected_option: { value: given.option } } },
    ]),
  );

/** One handoff from its preview to its end, as two people carry it out. */
export class ScriptedHandoff {
  readonly #slack: LocalSlack;
  readonly #channel: string;
  readonly #team: string;
  caseId = '';
  #card: Message | null = null;

  constructor(slack: LocalSlack, { channel, team }: { readonly channel: string; readonly team: string }) {
    this.#slack = slack;
    this.#channel = channel;
    this.#team = team;
  }

  /** Opens a case, and drafts a handoff up to its preview. The bot must not crash meanwhile. */
  async prepare(): Promise<void> {
    const slack = this.#slack;
    const before = new Set(this.#cards().map(({ ts }) => ts));
    const text = 'A-S00900001 direct-renewal new';
    await slack.command({ user: 'UANA', channel: 'CSUPPORT', command: '/reseller-check', text });
    this.#card = await waitForResult('a card', () => this.#cards().find(({ ts }) => !before.has(ts)));
    this.caseId = String(eventPayloadOf(this.#card)['case_id']);
    await this.#click(this.#card, { user: 'UANA', actionId: 'draft-handoff' });
    await this.#modal('UANA', 'handoff-draft');
    const destination = { option: JSON.stringify({ channel: this.#channel, team: this.#team }) };
    const filled = { writtenWish: { option: 'no' }, plan: 'Premium', seats: '25', destination };
    const errors = (await this.#send('UANA', filled)).errors;
    if (errors) throw new Error(JSON.stringify(errors));
    await this.#modal('UANA', 'handoff-preview');
  }

  /** Returns the remaining actions in order. */
  userActions(): UserAction[] {
    return [
      {
        name: 'submit',
        attempt: async () => {
          const view = this.#slack.views('UANA').at(-1);
          if (view?.callback_id !== 'handoff-preview') return true;
          return isAcknowledged(await this.#send('UANA', {}));
        },
        isResultVisible: () => this.posts().length > 0,
      },
      this.#press('claim', 'UROBIN', 'handoff-claim', 'claimed'),
      this.#pressWithForm(
        'ask',
        {
          user: 'UROBIN',
          actionId: 'handoff-question',
          form: 'handoff-question',
          filled: { question: 'Which entity signs?' },
        },
        () => this.notifications('UANA').some((text) => text.includes('Which entity signs?')),
      ),
      this.#pressWithForm(
        'done',
        {
          user: 'UROBIN',
          actionId: 'handoff-done',
          form: 'handoff-outcome',
          filled: { outcome: { option: 'quoted-direct' } },
        },
        () => this.state() === 'done',
      ),
    ];
  }

  /** Posts of this handoff in all channels of Sales that it may be in. */
  posts(): Message[] {
    return ['CSALES', this.#channel]
      .flatMap((channel, index, all) => (all.indexOf(channel) === index ? this.#slack.messages(channel) : []))
      .filter(
        (message) =>
          eventPayloadOf(message)['handoff_id'] !== undefined &&
          eventPayloadOf(message)['case_id'] === this.caseId,
      );
  }

  state(): string {
    const { state } = eventPayloadOf(this.posts()[0] ?? null);
    return typeof state === 'string' ? state : 'none';
  }

  /** Returns the notifications about this handoff in the person's direct messages. */
  notifications(user: string): string[] {
    const id = eventPayloadOf(this.posts()[0] ?? null)['handoff_id'];
    return this.#slack
      .directMessages(user)
      .messages.filter(
        (message) =>
          eventPayloadOf(message)['note_id'] !== undefined && eventPayloadOf(message)['handoff_id'] === id,
      )
      .map((message) => JSON.stringify(message.blocks ?? message.text));
  }

  #press(name: string, user: string, actionId: string, state: string): UserAction {
    return {
      name,
      attempt: async () => {
        const [post] = this.posts();
        return post !== undefined && isAcknowledged(await this.#click(post, { user, actionId }));
      },
      isResultVisible: () => this.state() === state,
    };
  }

  #pressWithForm(
    name: string,
    {
      user,
      actionId,
      form,
      filled,
    }: { user: string; actionId: string; form: string; filled: Record<string, string | { option: string }> },
    isResultVisible: () => boolean,
  ): UserAction {
    return {
      name,
      attempt: async () => {
        const top = this.#slack.views(user).at(-1);
        if (top?.callback_id === form) return isAcknowledged(await this.#send(user, filled));
        const [post] = this.posts();
        if (!post) return false;
        await this.#click(post, { user, actionId });
        const opened = await this.#modal(user, form).catch(() => null);
        return opened !== null && isAcknowledged(await this.#send(user, filled));
      },
      isResultVisible,
    };
  }

  #cards(): Message[] {
    return this.#slack
      .messages('CSUPPORT')
      .filter((message) => eventPayloadOf(message)['scenario'] !== undefined);
  }

  #click({ channel, ts }: Message, press: { user: string; actionId: string }): Promise<InteractionResult> {
    return this.#slack.click({ channel, ts, ...press });
  }

  #send(user: string, filled: Record<string, string | { option: string }>): Promise<InteractionResult> {
    const viewId = this.#slack.views(user).at(-1)?.id ?? '';
    return this.#slack.submitView({ user, viewId, values: formValues(filled) });
  }

  #modal(user: string, callbackId: string): Promise<View> {
    return waitForResult(
      `the modal ${callbackId}`,
      () => {
        const top = this.#slack.views(user).at(-1);
        return top?.callback_id === callbackId ? top : undefined;
      },
      3_000,
    );
  }
}

function isAcknowledged({ status }: InteractionResult): boolean {
  return status === 200;
}

function eventPayloadOf(message: Message | null): Record<string, unknown> {
  return (message?.metadata?.['event_payload'] ?? {}) as Record<string, unknown>;
}

/** Waits until `find` returns a value; throws after `ms`, naming what it waited for. */
async function waitForResult<T>(what: string, find: () => T | undefined | false, ms = 20_000): Promise<T> {
  const deadline = performance.now() + ms;
  for (;;) {
    const found = find();
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`timed out waiting for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
