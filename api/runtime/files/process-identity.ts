import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/**
 * Names a process beyond its number, which is given again to another one sooner or later, and which means
 * nothing on another machine or inside another container.
 */
export interface ProcessIdentity {
  pid: number
  /** When it started, as the system counts; null where the system does not tell. */
  started: string | null
  /** Where its number is valid: host, and on Linux also this boot and this pid namespace. */
  machine: string
}

export function readProcessIdentity(): ProcessIdentity {
  return { pid: process.pid, started: startOf(process.pid), machine: ownMachine() }
}

/**
 * Whether the process still runs; 'unknown': a process of that number does, and the system cannot say which
 * one.
 */
export function isProcessRunning({ pid, started, machine }: ProcessIdentity): boolean | 'unknown' {
  if (machine !== ownMachine()) return 'unknown'
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it runs, and belongs to somebody else
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  const startedNow = startOf(pid)
  if (started === null || (startedNow === null && process.platform !== 'linux')) return 'unknown'
  return startedNow === started
}

/**
 * Linux: field 22 of /proc/<pid>/stat, in clock ticks since boot; null for a zombie, which holds nothing any
 * more.
 */
function startOf(pid: number): string | null {
  const stat = readText(`/proc/${pid}/stat`)
  // the second field is the program's name in brackets and may hold anything
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return state === 'Z' || state === 'X' ? null : (fields[18] ?? null)
}

function ownMachine(): string {
  return [hostname(), readText('/proc/sys/kernel/random/boot_id').trim(), pidNamespace()]
    .filter(Boolean)
    .join(' ')
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
