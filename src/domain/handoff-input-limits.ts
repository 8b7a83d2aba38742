/** Most characters of what is typed about a handoff. */
export const HANDOFF_INPUT_MAX_LENGTHS = {
  ask: 500,
  plan: 60,
  writtenWishSource: 200,
  toldCustomer: 300,
  question: 400,
  answer: 400,
  note: 300,
  reason: 300,
} as const;
