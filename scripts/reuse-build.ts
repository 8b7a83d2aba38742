import { cp, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Copies the built bot into a folder, so that a build in the meantime changes nothing. Returns the path of its entry
 * file.
 */
export async function reuseBuild(folder: string): Promise<string> {
  await cp(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  await cp(join(root, 'package.json'), join(folder, 'package.json'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return join(folder, 'dist/main.js');
}
