import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { waitUntil } from '../wait-until.ts'

export interface ChildProgram {
  pid: number
  /** What it has printed so far, line by line. */
  lines: string[]
  /** SIGKILL, and wait until it is gone. */
  kill(): Promise<void>
  /** Waits for it to end by itself; null: it was killed. */
  ended(): Promise<number | null>
  process: ChildProcess
}

/** Runs one of the programs beside this file as a process of its own. */
export function startProgram(
  program:
    | 'keep-database-open'
    | 'write-rows'
    | 'crash-after-migration'
    | 'crash-during-load'
    | 'crash-during-publish',
  argument: object,
): ChildProgram {
  const path = fileURLToPath(new URL(`./programs/${program}.ts`, import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', path, JSON.stringify(argument)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  if (child.pid === undefined) throw new Error(`${program} did not start`)
  const lines: string[] = []
  createInterface(child.stdout).on('line', (line) => lines.push(line))
  const exit = once(child, 'close')
  return {
    pid: child.pid,
    lines,
    process: child,
    kill: async () => {
      child.kill('SIGKILL')
      await exit
    },
    ended: async () => {
      await exit
      return child.exitCode
    },
  }
}

/** Waits until the child has printed the line. */
export async function waitForLine(child: ChildProgram, line: string, limitMs = 60_000): Promise<void> {
  await waitUntil(() => {
    if (child.lines.includes(line)) return true
    if (child.process.exitCode !== null)
      throw new Error(`the program ended without '${line}': ${child.lines.join(' / ')}`)
    return false
  }, limitMs)
}
