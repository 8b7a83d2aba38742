import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { NewChannel, UserGroup, WorkspaceUser } from './workspace.ts';

/** People, channels and user groups in place of the default ones. */
export interface WorkspaceContents {
  readonly people: readonly WorkspaceUser[];
  readonly channels: readonly NewChannel[];
  readonly userGroups: readonly UserGroup[];
}

const workspaceSchema = z.strictObject({
  people: z.array(
    z.strictObject({
      id: z.string().regex(/^[UW][A-Z0-9]+$/),
      name: z.string(),
      realName: z.string(),
      email: z.email().optional(),
      tz: z.string().optional(),
      guest: z.enum(['single', 'multi']).optional(),
    }),
  ),
  channels: z.array(
    z.strictObject({
      id: z.string().regex(/^[CG][A-Z0-9]+$/),
      name: z.string(),
      private: z.boolean().optional(),
      /** User ids; `U0BOT` is the app. */
      members: z.array(z.string()),
    }),
  ),
  userGroups: z
    .array(z.strictObject({ id: z.string(), handle: z.string(), users: z.array(z.string()) }))
    .default([]),
});

/** Reads a workspace from a JSON file. Throws an error that names what is wrong. */
export async function readWorkspaceFile(path: string): Promise<WorkspaceContents> {
  return workspaceSchema.parse(JSON.parse(await readFile(path, 'utf8'))) as WorkspaceContents;
}
