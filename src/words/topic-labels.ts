import type { Topic } from '../domain/topics.ts';

/** What the ticket is about, as a menu shows it. */
export const TOPIC_LABELS: Record<Topic, string> = {
  'sign-in': 'cannot sign in',
  'license-upload': 'licence upload fails',
  'contact-change': 'change a contact',
  'change-subscription': 'change the subscription',
  'direct-renewal': 'renew directly',
  'enable-login': 'restore the login',
  'new-purchase': 'new purchase',
  other: 'something else',
};
