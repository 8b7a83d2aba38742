export interface CheckMetrics {
  /** Seconds from the start of the look-up to the judged case. */
  recordCheck(check: { verdict: string; topic: string; seconds: number }): void;
}

/** How one thing that the bot depends on is doing. */
export interface Health {
  /** False: the bot is not ready while this lasts. */
  readonly ready: boolean;
  /** For the operator, without customer data, such as `the bot token is refused (invalid_auth)`. */
  readonly detail: string;
}
