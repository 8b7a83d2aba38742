import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { Breakage } from './breakages.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Bundles the simulation with the bot, without one protection if told so. Returns the path of the file to run. */
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
    external: ['@photostructure/sqlite'],
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    plugins: breakage ? [withoutProtection(breakage)] : [],
    logLevel: 'warning',
  });
  return outfile;
}

/** Replaces the source text of the protection. Fails when the text is not there exactly once. */
function withoutProtection({ name, file, protection, replacement }: Breakage): Plugin {
  return {
    name: 'without-protection',
    setup({ onLoad }) {
      onLoad({ filter: new RegExp(`/${file.replaceAll('.', '\\.')}$`) }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        if (source.split(protection).length !== 2)
          throw new Error(
            `${file} does not hold the protection of "${name}" once: update scripts/simulate/breakages.ts`,
          );
        return {
          contents: source.replace(protection, () => replacement),
          loader: 'ts',
          resolveDir: dirname(path),
        };
      });
    },
  };
}
