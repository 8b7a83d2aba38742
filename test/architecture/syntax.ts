import { parseSync } from '@swc/core';

/** A node of the syntax tree; its fields depend on its type. */
export interface SyntaxNode {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Returns every node of the source, outermost first. */
export function parseNodes(source: string): SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) {
      if (typeof (value as Partial<SyntaxNode>).type === 'string') nodes.push(value as SyntaxNode);
      Object.values(value).forEach(visit);
    }
  };
  visit(parseModule(source));
  return nodes;
}

/**
 * Returns the module that the node imports: its name, null when the name is known only at run time, undefined when the
 * node imports nothing.
 */
export function importedModule(node: SyntaxNode): string | null | undefined {
  const named = [
    'ImportDeclaration',
    'ExportNamedDeclaration',
    'ExportAllDeclaration',
    'ExportDefaultSpecifier',
  ];
  if (named.includes(node.type)) return literalText(node['source']) ?? undefined;
  if (node.type === 'TsImportType') return literalText(node['argument']);
  if (node.type === 'TsExternalModuleReference') return literalText(node['expression']);
  if (node.type !== 'CallExpression') return undefined;
  const callee = node['callee'] as SyntaxNode;
  if (callee.type !== 'Import' && !isNamed(callee, 'require')) return undefined;
  const [first] = node['arguments'] as readonly { expression: SyntaxNode }[];
  return literalText(first?.expression);
}

/** Returns the text of a string literal, null for any other node. */
export function literalText(node: unknown): string | null {
  const { type, value } = (node ?? {}) as Partial<SyntaxNode>;
  return type === 'StringLiteral' ? String(value) : null;
}

/** True for an identifier of this name. */
export function isNamed(node: unknown, name: string): boolean {
  const { type, value } = (node ?? {}) as Partial<SyntaxNode>;
  return type === 'Identifier' && value === name;
}

/** Returns the relative imports and re-exports of a source, type-only and dynamic ones included. */
export function importedFiles(source: string): string[] {
  return parseNodes(source)
    .map(importedModule)
    .filter((name) => typeof name === 'string')
    .filter((name) => name.startsWith('.'));
}

/** Returns the names that a source declares and exports, types included. */
export function exportedNames(source: string): string[] {
  return parseModule(source)
    .filter((node) => node.type === 'ExportDeclaration')
    .flatMap((node) => declaredNames(node['declaration'] as SyntaxNode));
}

function declaredNames(declaration: SyntaxNode): string[] {
  const declarators = (declaration['declarations'] ?? [declaration]) as readonly SyntaxNode[];
  return declarators.map((one) => {
    const { value } = (one['identifier'] ?? one['id']) as { value: unknown };
    return String(value);
  });
}

function parseModule(source: string): SyntaxNode[] {
  return parseSync(source, { syntax: 'typescript', target: 'es2022' }).body as unknown as SyntaxNode[];
}
