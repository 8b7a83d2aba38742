import { configuredHosts } from '../../src/app/create-ports.ts';
import type { Config } from '../../src/config.ts';
import { plainText } from '../../src/domain/text-fragments.ts';
import { createAcknowledgementReplies } from '../../src/slack/ingress/acknowledgement-replies.ts';
import { createRequestParser, type RequestParser } from '../../src/slack/ingress/parse-request.ts';
import { requestNotStoredText } from '../../src/words/replies.ts';
import type { SimulationRun } from './simulation-run.ts';

/** The requests that a copy has acknowledged. Each must be in the database by then. */
export class AcknowledgedRequests {
  /** Keys of commands. */
  readonly commands = new Set<string>();
  readonly #run: SimulationRun;
  readonly #parse: RequestParser;

  constructor(run: SimulationRun, config: Config) {
    this.#run = run;
    this.#parse = createRequestParser({
      hosts: configuredHosts(config),
      replies: createAcknowledgementReplies(config),
    });
  }

  /** Records the acknowledgement of a request, both as sent. */
  record(body: string, answer: string): void {
    const request = readRequest(body, this.#parse);
    if (!request || answer.includes(plainText(requestNotStoredText()))) return;
    const { key, kind } = request;
    this.#run.log(`acknowledges the ${kind} ${key}`);
    if (kind === 'command') this.commands.add(key);
    this.#run.scheduler.waitFor(this.#checkStored(key, kind));
  }

  async #checkStored(key: string, kind: string): Promise<void> {
    const stored = await this.#run.database.select(
      "select 1 from queue_items where queue = 'inbox' and key = ?",
      [key],
    );
    if (stored.length === 0)
      this.#run.violate('nothing lost', `the ${kind} ${key} was acknowledged before it was stored`);
  }
}

/** Returns the part that is stored; null for a request that is answered at once. */
function readRequest(body: string, parse: RequestParser) {
  try {
    return parse(body.startsWith('{') ? JSON.parse(body) : readForm(body)).toPersist;
  } catch {
    return null;
  }
}

function readForm(body: string): Record<string, unknown> {
  const fields = Object.fromEntries(new URLSearchParams(body));
  return fields['payload'] === undefined ? fields : JSON.parse(fields['payload']);
}
