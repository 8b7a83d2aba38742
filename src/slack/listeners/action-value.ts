import { ActionPayload } from '../ingress/payload-schemas.ts';

/** What the pressed button or the chosen option carries: ids, as JSON. */
export function actionValue(body: Record<string, unknown>): unknown {
  const [action] = ActionPayload.parse(body).actions;
  return JSON.parse(action?.selected_option?.value ?? action?.value ?? '{}');
}
