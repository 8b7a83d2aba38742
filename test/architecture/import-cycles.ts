import { posix } from 'node:path';
import { importedFiles } from './syntax.ts';

/**
 * Returns each group of files that import one another in a circle, type-only imports included. A group is sorted by
 * path; only imports among the given sources count.
 */
export function importCycles(sources: Readonly<Record<string, string>>): string[][] {
  const imports = new Map(
    Object.entries(sources).map(([path, source]) => [
      path,
      importedFiles(source)
        .map((file) => posix.join(posix.dirname(path), file))
        .filter((file) => Object.hasOwn(sources, file)),
    ]),
  );
  return stronglyConnected(imports).filter(
    (group) => group.length > 1 || imports.get(group[0] ?? '')?.includes(group[0] ?? ''),
  );
}

/** Tarjan's algorithm. */
function stronglyConnected(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const groups: string[][] = [];

  const visit = (node: string): number => {
    const own = order.size;
    let low = own;
    order.set(node, own);
    stack.push(node);
    for (const next of edges.get(node) ?? []) {
      if (!order.has(next)) low = Math.min(low, visit(next));
      else if (stack.includes(next)) low = Math.min(low, lowest.get(next) ?? order.get(next) ?? low);
    }
    lowest.set(node, low);
    if (low === own) groups.push(stack.splice(stack.indexOf(node)).toSorted());
    return low;
  };
  for (const node of edges.keys()) if (!order.has(node)) visit(node);
  return groups;
}
