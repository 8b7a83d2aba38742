/** Most characters of what is typed about a handoff. */
export const LONGEST = {
  ask: 500,
  plan: 60,
  wishWhere: 200,
  told: 300,
  question: 400,
  answer: 400,
  note: 300,
  reason: 300,
} as const;
