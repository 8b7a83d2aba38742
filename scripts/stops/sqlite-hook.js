const DRIVERS = ['node:sqlite', '@photostructure/sqlite'];

/** The bot gets our database driver, and our driver gets the real one that the bot asked for. */
export function resolve(specifier, context, next) {
  const ours = new URL('./counting-sqlite.js', import.meta.url);
  if (!DRIVERS.includes(specifier) || context.parentURL?.startsWith(ours.href)) {
    return next(specifier, context);
  }
  ours.searchParams.set('of', specifier);
  return { url: ours.href, shortCircuit: true };
}
