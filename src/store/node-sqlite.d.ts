/** The types of Node 20, the oldest that we support, do not have it. */
declare module 'node:sqlite' {
  export { DatabaseSync } from '@photostructure/sqlite';
}
