/** The bot gets our database driver, and our driver gets the real one. */
export function resolve(specifier, context, next) {
  const ours = new URL('./counting-sqlite.js', import.meta.url).href;
  if (specifier === '@photostructure/sqlite' && context.parentURL !== ours) {
    return { url: ours, shortCircuit: true };
  }
  return next(specifier, context);
}
