import { Agent, request } from 'undici';
import type { SendToApp, SentRequest } from '../sandbox/slack/delivery-types.ts';

const MAX_CONNECTIONS = 32;

/** Sends signed requests to the bot over HTTP, on connections that are kept open. */
export interface HttpSender {
  /** The bot's `/slack/events`. */
  url: string;
  /** Every request is appended to it, unless it is null. */
  recorded: SentRequest[] | null;
  readonly send: SendToApp;
  close(): Promise<void>;
}

export function createHttpSender(): HttpSender {
  const dispatcher = new Agent({ connections: MAX_CONNECTIONS });
  const sender: HttpSender = { url: '', recorded: [], send, close: () => dispatcher.close() };
  return sender;

  async function send(sent: Parameters<SendToApp>[0]): ReturnType<SendToApp> {
    sender.recorded?.push(sent);
    const startedAt = performance.now();
    const { headers, body } = sent;
    try {
      const answer = await request(sender.url, { method: 'POST', headers, body, dispatcher });
      const text = await answer.body.text();
      const isJson = String(answer.headers['content-type']).includes('json');
      const isAccepted = answer.statusCode >= 200 && answer.statusCode < 300;
      return {
        status: answer.statusCode,
        body: isJson ? JSON.parse(text) : text,
        ms: performance.now() - startedAt,
        sent,
        ...(isAccepted ? {} : { error: 'dispatch_failed' as const }),
      };
    } catch (error) {
      return {
        status: 0,
        body: String(error),
        ms: performance.now() - startedAt,
        error: 'dispatch_failed',
        sent,
      };
    }
  }
}
