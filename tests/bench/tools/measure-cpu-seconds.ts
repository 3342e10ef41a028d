import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Processor time that the descendants of this process have used so far, in seconds, without those named: on Linux, from /proc. */
export function measureCpuSeconds(without: readonly number[]): number {
  const processes = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const facts = statOf(name)
        return facts === null ? [] : [[Number(name), facts] as const]
      }),
  )
  const isOurs = (pid: number): boolean => {
    const parent = processes.get(pid)?.parent
    return parent !== undefined && !without.includes(pid) && (parent === process.pid || isOurs(parent))
  }
  return [...processes].reduce((sum, [pid, { ticks }]) => sum + (isOurs(pid) ? ticks : 0), 0) / TICKS
}

const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

/** Fields 4 (parent), 14 and 15 (user and system ticks) of /proc/PID/stat; the name before them may hold spaces. */
function statOf(pid: string): { parent: number; ticks: number } | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }
  } catch {
    // it has ended meanwhile
    return null
  }
}
