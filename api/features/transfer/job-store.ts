import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { ImportJob } from '#shared/contract/transfer.ts'

/** Imports on disk, each in a folder with its file, what was staged, and `job.json`, so that a crash loses none. */
export interface JobStore {
  folderOf(id: string): string
  save(job: ImportJob): Promise<void>
  load(id: string): Promise<ImportJob | null>
  list(): Promise<ImportJob[]>
  remove(id: string): Promise<void>
}

export function openJobStore(root: string): JobStore {
  const folderOf = (id: string) => path.join(root, id)
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
      const names = await readdir(root).catch(() => [])
      const jobs = await Promise.all(names.map((name) => load(name).catch(() => null)))
      return jobs.filter((job) => job !== null).sort((a, b) => b.createdAt.localeCompare(a.createdAt))
    },
    remove: (id) => rm(folderOf(id), { recursive: true, force: true }),
  }
}
