import { normaliseEncoding } from '../text/normalise-encoding.ts'
import { type Archive, type ArchiveEntry, openArchive } from '../zip/open-archive.ts'
import { InvalidFileError } from '../model/invalid-file-error.ts'
import type { FileSource } from '../io/file-source.ts'
import {
  BATCH_ROWS,
  type FileLayer,
  type FormatReader,
  type OpenOptions,
  type RawFeature,
  type RowProblem,
} from '../model/format.ts'
import { readWktCrs } from '../../coordinates/read-wkt-crs.ts'
import { createByteReader } from '../io/byte-reader.ts'
import { detectDbfEncoding, readDbf, readDbfHeader } from './read-dbf.ts'
import { readShp } from './read-shp.ts'

/** Zipped shapefiles: each .shp with its .dbf, .prj and .cpg is a layer. Shapes and rows are read side by side. */
export const shapefileReader: FormatReader = {
  id: 'shapefile',
  label: 'Shapefile (zip)',
  async recognises(file, head) {
    if (head[0] !== 0x50 || head[1] !== 0x4b) return false
    const archive = await openArchive(file)
    await archive.close()
    return archive.entries.some(({ name }) => /\.shp$/i.test(name))
  },
  async open(file: FileSource, options: OpenOptions) {
    const archive = await openArchive(file)
    try {
      const layers = await Promise.all(shapesIn(archive).map((entry) => openLayer(archive, entry, options)))
      if (layers.length === 0) throw new InvalidFileError('zip_without_data')
      return { layers, close: archive.close }
    } catch (error) {
      await archive.close()
      throw error
    }
  },
}

const SMALL_FILE_BYTES = 64 * 1024

const shapesIn = ({ entries }: Archive) => entries.filter(({ name }) => /\.shp$/i.test(name))

async function openLayer(archive: Archive, shp: ArchiveEntry, options: OpenOptions): Promise<FileLayer> {
  const stem = shp.name.slice(0, -4)
  const beside = (extension: string) =>
    archive.entries.find(
      ({ name }) =>
        name.slice(0, -extension.length) === stem &&
        name.slice(-extension.length).toLowerCase() === extension,
    )
  const [dbf, prj, cpg] = [beside('.dbf'), beside('.prj'), beside('.cpg')]
  const stated = cpg ? new TextDecoder().decode(await cpg.read(SMALL_FILE_BYTES)).trim() : null
  const finding = dbf ? await detectDbfEncoding(await dbf.stream(), stated) : null
  const encoding =
    options.encoding === undefined ? (finding?.used ?? 'utf-8') : normaliseEncoding(options.encoding)
  const head = dbf ? await headerOf(dbf) : null
  return {
    name: stem.slice(stem.lastIndexOf('/') + 1),
    fields: head ? await namesOf(head.fields, encoding) : [],
    count: head ? head.records : null,
    crs: prj ? readWktCrs('.prj', new TextDecoder().decode(await prj.read(SMALL_FILE_BYTES))) : null,
    encoding: finding && { ...finding, used: encoding },
    features: () => readRows(shp, dbf, encoding),
  }
}

async function headerOf(dbf: ArchiveEntry) {
  const bytes = createByteReader(await dbf.stream())
  try {
    return await readDbfHeader(bytes)
  } finally {
    await bytes.close()
  }
}

async function namesOf(
  fields: readonly { name: string; rawName: Uint8Array }[],
  encoding: string,
): Promise<string[]> {
  if (encoding === 'mixed') return fields.map(({ name }) => name)
  const decoder = new TextDecoder(encoding)
  return fields.map(({ name, rawName }) =>
    rawName.some((byte) => byte >= 0x80) ? decoder.decode(rawName) : name,
  )
}

async function* readRows(
  shp: ArchiveEntry,
  dbf: ArchiveEntry | undefined,
  encoding: string,
): AsyncGenerator<RawFeature[]> {
  const rows = dbf ? readDbf(await dbf.stream(), encoding) : null
  let bunch: RawFeature[] = []
  let row = 0
  try {
    for await (const { geometry, hasMore, broken } of readShp(await shp.stream())) {
      row++
      const attributes = await rows?.next()
      if (attributes?.done !== true && attributes?.value.deleted) continue
      const problems: RowProblem[] = attributes && attributes.done !== true ? attributes.value.problems : []
      if (broken) problems.push({ code: 'broken_geometry' })
      if (hasMore) problems.push({ code: 'dimension_dropped' })
      if (attributes?.done === true) problems.push({ code: 'attributes_missing' })
      bunch.push({
        row,
        properties: attributes && attributes.done !== true ? attributes.value.values : {},
        geometry,
        problems,
      })
      if (bunch.length < BATCH_ROWS) continue
      yield bunch
      bunch = []
    }
    // rows without a shape are rows all the same: each is told why it cannot come in
    for (let left = await rows?.next(); left && left.done !== true; left = await rows?.next()) {
      row++
      if (!left.value.deleted)
        bunch.push({ row, properties: left.value.values, geometry: null, problems: left.value.problems })
      if (bunch.length < BATCH_ROWS) continue
      yield bunch
      bunch = []
    }
    if (bunch.length > 0) yield bunch
  } finally {
    await rows?.return(undefined)
  }
}
