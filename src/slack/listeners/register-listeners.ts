import { registerCaseListeners } from './case-listeners.ts';
import { registerCheckListeners } from './check-listeners.ts';
import type { BoltApp } from './handler-context.ts';
import { registerHandoffListeners } from './handoff-listeners.ts';
import { registerHandoffViewListeners } from './handoff-view-listeners.ts';
import { registerHomeListeners } from './home-listeners.ts';
import { registerStepListeners } from './step-listeners.ts';

/** Registers every listener. Who may use each one is stated in `processing/request-rules.ts`. */
export function registerListeners(app: BoltApp): void {
  registerCheckListeners(app);
  registerCaseListeners(app);
  registerStepListeners(app);
  registerHandoffListeners(app);
  registerHandoffViewListeners(app);
  registerHomeListeners(app);
}
