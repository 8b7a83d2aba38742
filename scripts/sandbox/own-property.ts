/** Returns the own property of that name, so that names such as `constructor` and `__proto__` are not found. */
export function ownProperty<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
