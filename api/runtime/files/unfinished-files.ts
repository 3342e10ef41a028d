import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isProcessRunning, readProcessIdentity } from './process-identity.ts'

/*
 * What is being written has a name of its own that says which process writes it, so that a later run can remove what a
 * killed one left, and never what another one still writes.
 */

const UNFINISHED = '.unfinished-'
/** Left by a process that cannot be asked: of another machine, or of a version that did not write down who it was. */
const OLD_MS = 24 * 3600_000

/** Returns a path beside `file` for its content until it is complete. */
export function nameUnfinished(file: string): string {
  return `${file}${UNFINISHED}${nameWriter()}-${randomUUID().slice(0, 8)}`
}

/** Removes what killed processes have left beside `file`. */
export async function removeUnfinished(file: string): Promise<void> {
  const folder = path.dirname(file)
  const name = path.basename(file)
  // 0.1.0 named them by a UUID alone
  const byUuid = /^\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
  await removeLeftOver(folder, (found) => {
    const rest = found.startsWith(name) ? found.slice(name.length) : ''
    if (rest.startsWith(UNFINISHED)) return rest.slice(UNFINISHED.length)
    return byUuid.test(rest) ? '' : undefined
  })
}

/** Makes a temporary folder, and removes those of the same kind that killed processes have left. */
export async function makeTemporaryFolder(kind: string): Promise<string> {
  await removeTemporaryFolders(kind)
  return mkdtemp(path.join(tmpdir(), `grid-map-${kind}-${nameWriter()}-`))
}

export async function removeTemporaryFolders(kind: string): Promise<void> {
  const prefix = `grid-map-${kind}-`
  await removeLeftOver(tmpdir(), (found) =>
    found.startsWith(prefix) ? found.slice(prefix.length) : undefined,
  )
}

/** @param readWriter returns what a name says about its writer; undefined: the name is somebody else's */
async function removeLeftOver(
  folder: string,
  readWriter: (name: string) => string | undefined,
): Promise<void> {
  for (const name of await readdir(folder).catch((): string[] => [])) {
    const writer = readWriter(name)
    const found = path.join(folder, name)
    // what may not be removed belongs to somebody else
    if (writer !== undefined && (await isLeftOver(found, writer)))
      await rm(found, { recursive: true, force: true }).catch(() => undefined)
  }
}

async function isLeftOver(found: string, writer: string): Promise<boolean> {
  const [, pid = '', started = '', machine = ''] = /^(\d+)-(\d+|x)-([0-9a-f]{8})-/.exec(writer) ?? []
  if (machine === hashMachine()) {
    const running = isProcessRunning({
      pid: Number(pid),
      started: started === 'x' ? null : started,
      machine: readProcessIdentity().machine,
    })
    if (running !== 'unknown') return !running
  }
  const written = await stat(found).catch(() => undefined)
  return written !== undefined && Date.now() - written.mtimeMs > OLD_MS
}

function nameWriter(): string {
  const { pid, started } = readProcessIdentity()
  return `${pid}-${started ?? 'x'}-${hashMachine()}`
}

function hashMachine(): string {
  return createHash('sha256').update(readProcessIdentity().machine).digest('hex').slice(0, 8)
}
