import type { Gap } from '../domain/connector-result.ts';

/** What a system that is not set up answers, whatever is asked. */
export function notConfigured(now: () => Date): () => Promise<Gap> {
  return () => Promise.resolve({ ok: false, gap: 'not-configured', asOf: now().toISOString() });
}
