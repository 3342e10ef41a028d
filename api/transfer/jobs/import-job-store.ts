import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { ImportJob } from '#shared/contract/transfer/imports.ts'

/** Imports on disk, each in a folder with its file, what was staged, and `job.json`, so that a crash loses none. */
export interface ImportJobStore {
  folderOf(id: string): string
  save(job: ImportJob): Promise<void>
  load(id: string): Promise<ImportJob | null>
  list(): Promise<ImportJob[]>
  /** Removes the file and what was to be written of a job that has ended; what there is to say about it stays. */
  clear(id: string): Promise<void>
  remove(id: string): Promise<void>
  /** Removes uploads that a server was ended in: nothing is known of them. */
  sweep(): Promise<void>
}

/** Of a job that has ended: the job itself, and its rows about which there is something to say. */
const KEPT = new Set(['job.json', 'staged', 'outcomes'])

export function openImportJobStore(root: string): ImportJobStore {
  const folderOf = (id: string) => path.join(root, id)
  const remove = (id: string) => rm(folderOf(id), { recursive: true, force: true })
  const namesIn = (folder: string) => readdir(folder).catch((): string[] => [])
  const load = async (id: string): Promise<ImportJob | null> => {
    try {
      return ImportJob.parse(JSON.parse(await readFile(path.join(folderOf(id), 'job.json'), 'utf8')))
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
      throw error
    }
  }
  return {
    folderOf,
    load,
    async save(job) {
      await mkdir(folderOf(job.id), { recursive: true })
      const draft = path.join(folderOf(job.id), 'job.json.unfinished')
      await writeFile(draft, JSON.stringify(job))
      await rename(draft, path.join(folderOf(job.id), 'job.json'))
    },
    async list() {
      const jobs = await Promise.all((await namesIn(root)).map((name) => load(name).catch(() => null)))
      return jobs.filter((job) => job !== null).sort((a, b) => b.createdAt.localeCompare(a.createdAt))
    },
    async clear(id) {
      for (const folder of [folderOf(id), path.join(folderOf(id), 'staged')]) {
        for (const name of await namesIn(folder))
          if (!KEPT.has(name)) await rm(path.join(folder, name), { force: true })
      }
    },
    remove,
    async sweep() {
      for (const id of await namesIn(root))
        if (!(await namesIn(folderOf(id))).includes('job.json')) await remove(id)
    },
  }
}
