import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const CGROUPS = '/sys/fs/cgroup';
/** Short, so that a limited process pauses often and briefly, not seldom and long. */
const PERIOD_US = 20_000;

/**
 * Limits a process to a share of one core, with a control group of Linux (version 1 or 2). Returns what removes the group once the
 * process has ended, or null where a limit isn't possible: off Linux, without root, and in most containers.
 */
export function limitProcessor(pid: number, share: number): (() => void) | null {
  const isVersion2 = existsSync(join(CGROUPS, 'cgroup.controllers'));
  const parent = isVersion2 ? CGROUPS : join(CGROUPS, 'cpu');
  const group = join(parent, `reseller-check-${pid}`);
  const quotaUs = String(Math.round(PERIOD_US * share));
  const write = (folder: string, file: string, text: string) => writeFileSync(join(folder, file), text);
  try {
    if (isVersion2) write(parent, 'cgroup.subtree_control', '+cpu');
    mkdirSync(group);
  } catch {
    return null;
  }
  const remove = () => rmdirSync(group);
  try {
    if (isVersion2) write(group, 'cpu.max', `${quotaUs} ${PERIOD_US}`);
    else {
      write(group, 'cpu.cfs_period_us', String(PERIOD_US));
      write(group, 'cpu.cfs_quota_us', quotaUs);
    }
    write(group, 'cgroup.procs', String(pid));
    return remove;
  } catch {
    remove();
    return null;
  }
}
