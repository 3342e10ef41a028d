import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { StartError } from '../../errors.ts'
import {
  isProcessRunning,
  readProcessIdentity,
  type ProcessIdentity,
} from '../../runtime/files/process-identity.ts'

/** What the file `lock` in a data folder says about the process that works in it. */
export interface LockInfo extends ProcessIdentity {
  host: string
  /** Where that process answers, once it does. */
  url: string | null
  since: string
}

export interface FolderLock {
  /** Writes down where this process answers, for other programs on the machine. */
  announce(url: string): void
  release(): void
}

export interface LockTimings {
  /** How often the holder touches its file. */
  beatMs: number
  /** How long a file must stay untouched until a holder that cannot be asked counts as gone. */
  patienceMs: number
}

/**
 * Takes the data folder for this process: two processes on one embedded database destroy each other's rows.
 *
 * A lock whose process is gone (killed, or its number given to another program) is taken over. Where that
 * cannot be known — another machine, another container, a system without start times — the file is watched: a
 * holder touches it.
 *
 * @param onLost called if the lock turns out to be somebody else's; the folder must not be written to any
 *   more
 * @throws StartError in one sentence, when another process has the folder
 */
export async function lockFolder(
  folder: string,
  onLost: () => void = () => undefined,
  pace: LockTimings = { beatMs: 2_000, patienceMs: 10_000 },
): Promise<FolderLock> {
  const path = join(folder, 'lock')
  const note: LockInfo = {
    ...readProcessIdentity(),
    host: hostname(),
    url: null,
    since: new Date().toISOString(),
  }
  let text = JSON.stringify(note)
  while (!create(path, text)) {
    const found = read(path)
    if (found === undefined) continue
    if (await isHeld(path, found, pace)) throw new StartError(refusal(folder, found.note))
    takeAway(path, found.text)
  }

  const beat = setInterval(() => {
    if (read(path)?.text === text) touch(path)
    else {
      stop()
      onLost()
    }
  }, pace.beatMs).unref()
  const stop = () => {
    clearInterval(beat)
    process.removeListener('exit', release)
  }
  const release = () => {
    stop()
    if (read(path)?.text === text) rmSync(path, { force: true })
  }
  process.on('exit', release)

  return {
    announce: (url) => {
      text = JSON.stringify({ ...note, url })
      const draft = `${path}.${randomUUID()}`
      writeFileSync(draft, text)
      renameSync(draft, path)
    },
    release,
  }
}

/** The process that works in the data folder now, if there is one. */
export function readLock(folder: string): LockInfo | undefined {
  const path = join(folder, 'lock')
  const note = read(path)?.note
  if (note === undefined) return undefined
  const running = isProcessRunning(note)
  return running === true || (running === 'unknown' && Date.now() - touchedAt(path) < 15_000)
    ? note
    : undefined
}

interface Found {
  text: string
  note: LockInfo | undefined
}

/** Makes the file with all its text at once, unless it is there already. */
function create(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' })
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}

function read(path: string): Found | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
  return { text, note: parse(text) }
}

function parse(text: string): LockInfo | undefined {
  try {
    const note: Partial<LockInfo> = JSON.parse(text)
    const { pid, started = null, machine, host = '', url = null, since = '' } = note
    return typeof pid === 'number' && typeof machine === 'string'
      ? { pid, started, machine, host, url, since }
      : undefined
  } catch {
    return undefined
  }
}

/** A note that cannot be read may be one that is being written: it is watched like that of a stranger. */
async function isHeld(
  path: string,
  { text, note }: Found,
  { beatMs, patienceMs }: LockTimings,
): Promise<boolean> {
  const running = note ? isProcessRunning(note) : 'unknown'
  if (running !== 'unknown') return running
  const seen = touchedAt(path)
  for (let waited = 0; waited < patienceMs; waited += beatMs / 2) {
    await wait(beatMs / 2)
    const now = read(path)
    if (now === undefined) return false
    if (now.text !== text || touchedAt(path) !== seen) return true
  }
  return false
}

/** Removes a stale lock; if another process was faster and has locked in between, gives its lock back. */
function takeAway(path: string, staleText: string): void {
  const aside = `${path}.${randomUUID()}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return
    throw error
  }
  try {
    if (read(aside)?.text !== staleText) linkSync(aside, path)
  } catch {
    /* a third one has locked meanwhile: the one robbed here notices at its next beat and lets go */
  }
  rmSync(aside, { force: true })
}

function touch(path: string): void {
  const now = new Date()
  utimesSync(path, now, now)
}

function touchedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function refusal(folder: string, note: LockInfo | undefined): string {
  if (note === undefined) return `The data folder ${folder} is being used by another process.`
  if (note.pid === process.pid && isProcessRunning(note) === true)
    return `The data folder ${folder} is already open in this process.`
  const where = note.host === hostname() ? '' : ` on ${note.host}`
  const at = note.url === null ? '' : `, which answers at ${note.url}`
  return `The data folder ${folder} is being used by process ${note.pid}${where}${at}; stop it first, or choose another folder with DATA_DIR.`
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
