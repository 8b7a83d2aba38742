/** What an option of the card's menu asks for. */
export type MenuChoice =
  | { readonly show: 'history' | 'texts'; readonly caseId: string }
  | { readonly show: 'override'; readonly caseId: string; readonly stepId: string };

/** Reads an option's value back. */
export function readMenuValue(value: string): MenuChoice {
  return JSON.parse(value) as MenuChoice;
}
