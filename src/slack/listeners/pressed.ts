import { ActionBody } from '../bodies.ts';

/** What the pressed button or the chosen option carries: ids, as JSON. */
export function pressed(body: Record<string, unknown>): unknown {
  const [action] = ActionBody.parse(body).actions;
  return JSON.parse(action?.selected_option?.value ?? action?.value ?? '{}');
}
