import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { BasemapFileName } from '#shared/contract/city/basemap.ts'
import type { TileZxy } from '#shared/tiles/encode-tile.ts'
import { AppError } from '../../../errors.ts'
import { type BasemapImage, readImage } from '../read-image.ts'
import { openMbtiles } from './open-mbtiles.ts'
import { openPmtiles } from './open-pmtiles.ts'
import type { TileArchive } from './tile-archive.ts'

/** Files of map tiles in one folder of this server, for networks without a way out. */
export interface BasemapFiles {
  /** What is in the folder, by name; a file that cannot be read is listed with its fault. */
  list(): Promise<BasemapFile[]>
  /** @throws AppError basemap_file_unusable: it is not there, cannot be read, or has vector tiles */
  check(name: string): Promise<TileArchive>
  /** null: there is no image, or no such file. */
  getTile(name: string, at: TileZxy): Promise<BasemapImage | null>
  close(): Promise<void>
}

export interface BasemapFile {
  name: string
  bytes: number
  fault: 'broken' | 'vector' | null
  minZoom: number | null
  maxZoom: number | null
  attribution: string | null
}

/** Files that are open at the same time; a list of more is cut. */
const MAX_OPEN = 8
const MAX_LISTED = 200

interface OpenFile {
  /** Size and time of change: another file of the same name is opened anew. */
  stamp: string
  archive: Promise<TileArchive>
}

/** @param folder need not exist; nothing outside of it is opened */
export function openBasemapFiles(folder: string): BasemapFiles {
  const known = new Map<string, OpenFile>()

  const drop = (name: string) => {
    const { archive } = known.get(name) ?? {}
    known.delete(name)
    void archive?.then((opened) => opened.close()).catch(() => undefined)
  }

  const openNow = (name: string): Promise<TileArchive> =>
    name.endsWith('.pmtiles')
      ? openPmtiles(path.join(folder, name))
      : Promise.resolve().then(() => openMbtiles(path.join(folder, name)))

  /** null: there is no such file. */
  const find = async (name: string): Promise<TileArchive | null> => {
    if (!BasemapFileName.safeParse(name).success) return null
    const facts = await stat(path.join(folder, name)).catch(() => null)
    if (facts?.isFile() !== true) {
      drop(name)
      return null
    }
    const stamp = `${facts.size} ${facts.mtimeMs}`
    let file = known.get(name)
    if (file?.stamp !== stamp) {
      drop(name)
      file = { stamp, archive: openNow(name) }
      file.archive.catch(() => known.delete(name))
    }
    // the one that was used last stays longest
    known.delete(name)
    known.set(name, file)
    for (const oldest of [...known.keys()].slice(0, Math.max(0, known.size - MAX_OPEN))) drop(oldest)
    return file.archive
  }

  const check = async (name: string): Promise<TileArchive> => {
    const refuse = (reason: 'missing' | 'broken' | 'vector') =>
      new AppError('basemap_file_unusable', `the file ${name} cannot be a basemap: ${reason}`, {
        file: name,
        reason,
      })
    const archive = await find(name).catch(() => {
      throw refuse('broken')
    })
    if (archive === null) throw refuse('missing')
    if (archive.tiles === 'vector') throw refuse('vector')
    return archive
  }

  return {
    check,
    async list() {
      const names = (await readdir(folder).catch(() => []))
        .filter((name) => BasemapFileName.safeParse(name).success)
        .sort()
        .slice(0, MAX_LISTED)
      const files: BasemapFile[] = []
      for (const name of names) {
        const { size = 0 } = (await stat(path.join(folder, name)).catch(() => null)) ?? {}
        const archive = await find(name).catch(() => null)
        files.push({
          name,
          bytes: size,
          fault: archive === null ? 'broken' : archive.tiles === 'vector' ? 'vector' : null,
          minZoom: archive?.minZoom ?? null,
          maxZoom: archive?.maxZoom ?? null,
          attribution: archive?.attribution ?? null,
        })
      }
      return files
    },
    async getTile(name, at) {
      try {
        const bytes = await (await find(name))?.getTile(at)
        return bytes ? readImage(Buffer.from(bytes)) : null
      } catch {
        // a file that is cut short has tiles that are not there
        return null
      }
    },
    async close() {
      const open = [...known.values()]
      known.clear()
      await Promise.allSettled(open.map(async ({ archive }) => (await archive).close()))
    },
  }
}
