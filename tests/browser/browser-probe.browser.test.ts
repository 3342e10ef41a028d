import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { probeBrowser } from '../helpers/browser/probe-browser.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-probe-'))
})
afterAll(() => rm(folder, { recursive: true }))
afterEach(() => vi.unstubAllEnvs())

/** Makes CHROMIUM_PATH name a program of these lines. */
async function useProgram(name: string, ...lines: readonly string[]): Promise<string> {
  const program = path.join(folder, name)
  await writeFile(program, ['#!/bin/sh', ...lines, ''].join('\n'))
  await chmod(program, 0o755)
  vi.stubEnv('CHROMIUM_PATH', program)
  return program
}

describe('a run of browser tests says in one sentence', () => {
  it('that CHROMIUM_PATH names no program', async () => {
    const missing = path.join(folder, 'missing')
    vi.stubEnv('CHROMIUM_PATH', missing)
    await expect(probeBrowser()).rejects.toThrow(`CHROMIUM_PATH is ${missing}, which is not a program`)
  })

  it('that the browser does not start, and how to choose another one', async () => {
    const program = await useProgram('ends', 'echo "a library is missing" >&2', 'exit 127')
    await expect(probeBrowser()).rejects.toThrow(
      new RegExp(
        `^Browser tests cannot run: ${program} does not start \\(.*\\)\\. Set CHROMIUM_PATH to another one\\.$`,
      ),
    )
  })

  it('that the browser cannot draw a map', async () => {
    const { executable, environment } = inject('browser')
    const program = await useProgram(
      'flat',
      ...Object.entries(environment).map(([name, value]) => `export ${name}='${value}'`),
      `exec '${executable}' "$@" --disable-3d-apis`,
    )
    await expect(probeBrowser()).rejects.toThrow(
      new RegExp(`^Browser tests cannot run: ${program} [\\d.]+ lays out no page or has no WebGL 2\\.`),
    )
  })
})
