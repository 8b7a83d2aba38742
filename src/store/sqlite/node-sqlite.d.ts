/** Declared here because the types of Node 20 do not include it. */
declare module 'node:sqlite' {
  export { DatabaseSync } from '@photostructure/sqlite';
}
