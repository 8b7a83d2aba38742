import type { Json } from './shape-checks.ts';

/** Slack's names for the three sorts of request, as in Socket Mode envelopes. */
export type PayloadKind = 'slash_commands' | 'interactive' | 'events_api';

/** What went over the wire, for sending the very same again. */
export type SentRequest =
  | { readonly over: 'http'; readonly body: string; readonly headers: Record<string, string> }
  | { readonly over: 'socket'; readonly envelope: Json };

/** The app's acknowledgement, or what was wrong with it. */
export interface DeliveryResult {
  /** HTTP status; over a socket 200 when acknowledged. 0: no answer. */
  readonly status: number;
  /** JSON where the app said so, else text. */
  readonly body: unknown;
  /** Milliseconds until the acknowledgement. */
  readonly ms: number;
  /** What Slack would tell the person. */
  readonly error?: 'operation_timeout' | 'dispatch_failed';
  readonly sent: SentRequest;
}
