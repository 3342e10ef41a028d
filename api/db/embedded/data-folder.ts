import { randomUUID } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { StartError } from '../../errors.ts'
import { formatFullDisk, isDiskFull, readFreeBytes } from '../../runtime/files/full-disk.ts'
import { lockFolder, type FolderLock } from './folder-lock.ts'

export interface DataFolder {
  /** The database's own files: <data folder>/postgres. */
  cluster: string
  /** What can be made again at any time. */
  cache: string
  /** No database has been made here yet. */
  isNew: boolean
  lock: FolderLock
}

/**
 * Makes the data folder ready and takes it for this process. Nothing that is not this program's is ever
 * written over: a folder with other files in it, another major version or a database that is not whole is
 * refused.
 *
 * @param onLost see lockFolder
 */
export async function acquireDataFolder(dataDir: string, onLost: () => void): Promise<DataFolder> {
  const folder = resolve(dataDir)
  const lock = await explain(folder, async () => {
    makeFolder(folder)
    if (!existsSync(join(folder, MARK))) {
      const foreign = readdirSync(folder).find((name) => !harmless.has(name))
      if (foreign !== undefined) {
        throw new StartError(
          `The folder ${folder} holds files of something else (${foreign}); choose an empty or a new folder with DATA_DIR.`,
        )
      }
      writeFileSync(join(folder, MARK), MARK_TEXT)
    }
    return lockFolder(folder, onLost)
  })
  try {
    const cluster = join(folder, 'postgres')
    sweep(folder)
    return { cluster, cache: join(folder, 'cache'), isNew: !holdsDatabase(cluster), lock }
  } catch (error) {
    lock.release()
    throw error
  }
}

/**
 * Lets `make` fill a folder beside the final one and renames it when it is whole: whoever dies on the way
 * leaves a left-over for the next start to sweep away, never half a database.
 */
export async function createClusterAtomically(
  cluster: string,
  make: (unfinished: string) => Promise<void>,
): Promise<void> {
  const workshop = `${cluster}${UNFINISHED}${randomUUID()}`
  const unfinished = join(workshop, 'postgres')
  await explain(workshop, async () => {
    mkdirSync(workshop)
    writeFileSync(join(workshop, MARK), MARK_TEXT)
    mkdirSync(unfinished)
  })
  await make(unfinished)
  renameSync(unfinished, cluster)
  rmSync(workshop, { recursive: true })
}

/** The major version of the embedded PostgreSQL; its files cannot be read by another. */
const MAJOR = '18'

/** Says that a folder is this program's. */
const MARK = '.grid-map'
const MARK_TEXT = 'This folder belongs to the grid map: its database, and what it has cached.\n'
const UNFINISHED = '.unfinished-'

/**
 * What this program keeps in the folder while its database is a server's: going back to the embedded one is
 * no mistake.
 */
const ownBesideServer = ['session-secret', 'imports', 'exports'] as const

/**
 * Found in folders that nobody has used: a fresh volume, a folder kept in git, a folder looked at on a Mac.
 */
const harmless: ReadonlySet<string> = new Set(['lost+found', '.gitkeep', '.DS_Store', ...ownBesideServer])

function holdsDatabase(cluster: string): boolean {
  const found = statSync(cluster, { throwIfNoEntry: false })
  if (!found) return false
  const version =
    found.isDirectory() && existsSync(join(cluster, 'PG_VERSION'))
      ? readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
      : undefined
  if (version === undefined)
    throw new StartError(
      `${cluster} is not a database; nothing was changed. Move it away, or choose another folder with DATA_DIR.`,
    )
  if (version !== MAJOR)
    throw new StartError(
      `The database in ${cluster} was made by PostgreSQL ${version}; this program reads only ${MAJOR}. Nothing was changed.`,
    )
  return true
}

/**
 * With what leads to it; mkdir's own `recursive` never comes back from places where nothing can be made, such
 * as /proc.
 */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return
  if (!existsSync(dirname(folder))) makeFolder(dirname(folder))
  try {
    mkdirSync(folder)
  } catch (error) {
    // somebody else may have been faster
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error
  }
}

/**
 * Removes what starts that were killed have left behind; only what bears this program's names and its mark.
 */
function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (/^lock\.[0-9a-f-]{36}$/.test(name)) rmSync(path, { force: true })
    if (!name.startsWith(`postgres${UNFINISHED}`)) continue
    if (existsSync(join(path, MARK))) rmSync(path, { recursive: true })
    else removeIfEmpty(path)
  }
}

function removeIfEmpty(path: string): void {
  try {
    rmdirSync(path)
  } catch {
    /* it is not ours */
  }
}

/** Turns what the file system refuses into a sentence about the folder. */
async function explain<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StartError || !(error instanceof Error && 'code' in error)) throw error
    if (isDiskFull(error))
      throw new StartError(formatFullDisk(folder, await readFreeBytes(folder)), { cause: error })
    const reason = reasons[String(error.code)] ?? error.message
    throw new StartError(
      `The data folder ${folder} cannot be used: ${reason}. Choose another folder with DATA_DIR.`,
      { cause: error },
    )
  }
}

const reasons: Partial<Record<string, string>> = {
  EACCES: 'it may not be written to',
  EPERM: 'it may not be written to',
  EROFS: 'it lies on a read-only disk',
  ENOTDIR: 'part of its path is a file',
  EEXIST: 'there is a file of that name',
  ENOENT: 'it cannot be made there',
}
