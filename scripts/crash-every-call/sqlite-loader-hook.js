const DRIVERS = ['node:sqlite', '@photostructure/sqlite'];

/** Replaces the database driver with the counting one, which imports the driver that the bot asked for. */
export function resolve(specifier, context, next) {
  const ours = new URL('./counting-sqlite.js', import.meta.url);
  if (!DRIVERS.includes(specifier) || context.parentURL?.startsWith(ours.href)) {
    return next(specifier, context);
  }
  ours.searchParams.set('of', specifier);
  return { url: ours.href, shortCircuit: true };
}
