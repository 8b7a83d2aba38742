import type { Json } from './shape-checks.ts';

/** Slack's names for the three sorts of request, as in Socket Mode envelopes. */
export type PayloadKind = 'slash_commands' | 'interactive' | 'events_api';

/** A request as it was sent, for sending it again. */
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
  /** Error that Slack would show. */
  readonly error?: 'operation_timeout' | 'dispatch_failed';
  readonly sent: SentRequest;
}

/** Brings a signed request to the app, and resolves with its acknowledgement or with what went wrong. */
export type SendToApp = (sent: SentRequest & { readonly over: 'http' }) => Promise<DeliveryResult>;
