import { mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Room for the databases of a whole run. */
const ENOUGH_BYTES = 6e9
const PREFIX = 'grid-map-'

/**
 * Returns the path of the folder for temporary files of this run: in memory if the machine has such a place with room,
 * which takes a tenth of the time of a disk. The setup below creates it.
 */
export function getScratchFolder(): string {
  return path.join(findPlace(), `${PREFIX}${process.pid}`)
}

/**
 * Creates the folder of this run and returns a function that deletes it. Test processes are ended from outside and cannot
 * delete what they have open. Folders of runs that were killed are deleted as well: in memory they would fill it.
 */
export default function setup(): () => void {
  const place = findPlace()
  for (const name of readdirSync(place)) {
    const pid = /^grid-map-(\d+)$/.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid)))
      rmSync(path.join(place, name), { recursive: true, force: true })
  }
  const folder = getScratchFolder()
  mkdirSync(folder, { recursive: true })
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

let found: string | undefined

function findPlace(): string {
  return (found ??= hasRoom('/dev/shm') ? '/dev/shm' : tmpdir())
}

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize > ENOUGH_BYTES
  } catch {
    return false // there is none
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // a process of another user
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
