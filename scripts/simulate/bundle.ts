import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { Breakage } from './breakages.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Bundles the simulation with the bot, without the protection of the breakage. Returns the path of the file to run. */
export async function bundleSimulation(breakage?: Breakage): Promise<string> {
  const outfile = join(
    root,
    'node_modules/.cache/simulate',
    `${breakage?.name ?? 'intact'}-${process.pid}.mjs`,
  );
  await build({
    absWorkingDir: root,
    entryPoints: ['scripts/simulate/worker.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    sourcemap: true,
    sourcesContent: false,
    external: ['@photostructure/sqlite', 'pg'],
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    plugins: breakage ? [withoutProtection(breakage)] : [],
    logLevel: 'warning',
  });
  return outfile;
}

/** Replaces the source text of the protection. Fails when a file does not contain its text exactly once. */
function withoutProtection({ name, edits }: Breakage): Plugin {
  const files = [...new Set(edits.map(({ file }) => file))];
  const filter = new RegExp(`/(${files.map((file) => file.replaceAll('.', '\\.')).join('|')})$`);
  return {
    name: 'without-protection',
    setup({ onLoad }) {
      onLoad({ filter }, async ({ path }) => {
        let contents = await readFile(path, 'utf8');
        for (const { protection, replacement } of edits.filter(({ file }) => path.endsWith(`/${file}`))) {
          if (contents.split(protection).length !== 2)
            throw new Error(
              `${path} does not contain the protection of "${name}" once: update scripts/simulate/breakages.ts`,
            );
          contents = contents.replace(protection, () => replacement);
        }
        return { contents, loader: 'ts', resolveDir: dirname(path) };
      });
    },
  };
}
