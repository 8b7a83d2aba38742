/**
 * `fetch` for Slack's libraries, which log the message of a failed call and drop its cause: here the message ends with
 * the code of the cause, such as `fetch failed ENOTFOUND`. Rejects with the same error otherwise.
 */
export const slackFetch: typeof fetch = async (...given) => {
  try {
    return await fetch(...given);
  } catch (error) {
    const code =
      error instanceof Error ? (error.cause as NodeJS.ErrnoException | undefined)?.code : undefined;
    if (error instanceof Error && code) error.message = `${error.message} ${code}`;
    throw error;
  }
};
