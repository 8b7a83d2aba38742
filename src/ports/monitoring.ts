/** Metrics that use cases record. */
export interface CheckMetrics {
  /** Records one check; `seconds` lasts from the first lookup to the verdict. */
  recordCheck(check: { verdict: string; topic: string; seconds: number }): void;
}

/** Health of one dependency of the bot. */
export interface Health {
  /** False while the dependency keeps the bot from being ready. */
  readonly ready: boolean;
  /** Text for operators without customer data, such as `the app or its token is refused (invalid_auth)`. */
  readonly detail: string;
}
