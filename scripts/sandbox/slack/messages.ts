import type { Json } from './shape-checks.ts';

/** A message as Slack stores it, in Slack's own words. */
export interface Message {
  readonly type: 'message';
  /** Seconds and microseconds; unique in the whole workspace here. */
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  /** Set on messages of an app only. */
  readonly bot_id?: string;
  readonly app_id?: string;
  readonly team: string;
  text: string;
  blocks?: Json[];
  attachments?: Json[];
  metadata?: MessageMetadata;
  readonly thread_ts?: string;
  edited?: { user: string; ts: string };
  reactions?: readonly { readonly name: string; readonly users: readonly string[]; readonly count: number }[];
}

export interface MessageMetadata {
  readonly event_type: string;
  readonly event_payload: Json;
}

/** A message that one person sees, until it is replaced or removed. */
export interface EphemeralMessage extends Message {
  readonly visibleTo: string;
}

/** Content of a message; the store adds its author and channel. */
export interface MessageContent {
  text: string;
  blocks?: Json[];
  attachments?: Json[];
  metadata?: MessageMetadata;
}

/** All posted messages. */
export class Messages {
  readonly #now: () => number;
  readonly #byChannel = new Map<string, Message[]>();
  #ephemerals: EphemeralMessage[] = [];
  #lastMicros = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A timestamp that no message has yet; later than all before, even when the clock stands still. */
  nextTs(): string {
    this.#lastMicros = Math.max(this.#lastMicros + 1, Math.floor(this.#now() * 1000));
    const seconds = Math.floor(this.#lastMicros / 1_000_000);
    return `${seconds}.${String(this.#lastMicros % 1_000_000).padStart(6, '0')}`;
  }

  add(message: Omit<Message, 'ts' | 'type'>): Message {
    const added: Message = { type: 'message', ts: this.nextTs(), ...message };
    this.#byChannel.set(message.channel, [...this.inChannel(message.channel), added]);
    return added;
  }

  addEphemeral(message: Omit<EphemeralMessage, 'ts' | 'type'>): EphemeralMessage {
    const added: EphemeralMessage = { type: 'message', ts: this.nextTs(), ...message };
    this.#ephemerals.push(added);
    return added;
  }

  /** Threads included, oldest first. */
  inChannel(channel: string): readonly Message[] {
    return this.#byChannel.get(channel) ?? [];
  }

  find(channel: string, ts: string): Message | undefined {
    return this.inChannel(channel).find((message) => message.ts === ts);
  }

  findEphemeral(channel: string, ts: string): EphemeralMessage | undefined {
    return this.#ephemerals.find((message) => message.channel === channel && message.ts === ts);
  }

  /** Without the message that the thread hangs on, oldest first. */
  repliesTo(channel: string, ts: string): readonly Message[] {
    return this.inChannel(channel).filter((message) => message.thread_ts === ts && message.ts !== ts);
  }

  ephemerals(wanted: { user?: string; channel?: string }): readonly EphemeralMessage[] {
    return this.#ephemerals.filter(
      (message) =>
        (wanted.user ?? message.visibleTo) === message.visibleTo &&
        (wanted.channel ?? message.channel) === message.channel,
    );
  }

  remove(channel: string, ts: string): void {
    const left = this.inChannel(channel).filter((message) => message.ts !== ts);
    this.#byChannel.set(channel, left);
    this.#ephemerals = this.#ephemerals.filter((message) => message.channel !== channel || message.ts !== ts);
  }
}
