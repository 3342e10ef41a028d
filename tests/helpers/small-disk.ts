import { spawnSync } from 'node:child_process'

const MOUNT =
  'mount -t tmpfs -o size="$1" tmpfs "$2" && { [ -z "$3" ] || cp -r "$3/." "$2"; } && shift 3 && exec "$@"'

/**
 * Words before a command that let it see a disk of `size` ('300k', '80m') at an existing folder, filled with a copy of
 * another folder if one is named. Only the command and its children see it, and it goes with them.
 */
export function buildSmallDiskLauncher(size: string, folder: string, copyOf = ''): string[] {
  return ['unshare', '-rm', 'sh', '-c', MOUNT, 'sh', size, folder, copyOf]
}

/** Whether this system lets a user mount a disk for its own processes. */
export function canMountSmallDisk(): boolean {
  return spawnSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs -o size=64k tmpfs /mnt']).status === 0
}
