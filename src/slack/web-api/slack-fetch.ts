/**
 * `fetch` for Slack's libraries. They log only the message of a failed call, so the code of its cause is appended to the
 * message: `fetch failed ENOTFOUND`.
 */
export const slackFetch: typeof fetch = async (...args) => {
  try {
    return await fetch(...args);
  } catch (error) {
    const code =
      error instanceof Error ? (error.cause as NodeJS.ErrnoException | undefined)?.code : undefined;
    if (error instanceof Error && code) error.message = `${error.message} ${code}`;
    throw error;
  }
};
