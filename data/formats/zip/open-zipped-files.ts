import type { FileSource } from '../io/file-source.ts'
import type { FileLayer, FormatReader, OpenedFile, OpenOptions } from '../model/format.ts'
import { InvalidFileError } from '../model/invalid-file-error.ts'
import { type ArchiveEntry, openArchive } from './open-archive.ts'
import { checkFileCount, openInnerFile } from './open-inner-file.ts'

type Opened = OpenedFile & { format: FormatReader }

/** What a file for import is usually called. */
const DATA_FILE = /\.(geojson|json|geojsonl|geojsons|ndjson|xlsx|csv|tsv|kml|kmz|gpkg|fgb|osm|pbf)$/i

const MAX_NAMES = 12

/**
 * Opens the files inside an archive, each layer of each as a layer; those that cannot be used are left out as long as
 * another one can.
 *
 * @throws InvalidFileError zip_nested, zip_without_data with the names inside, too_large, or the reason of the only file
 */
export async function openZippedFiles(
  file: FileSource,
  options: OpenOptions,
  openInner: (file: FileSource, options: OpenOptions) => Promise<Opened>,
): Promise<Opened> {
  const archive = await openArchive(file)
  const sources: FileSource[] = []
  const opened: (Opened & { name: string })[] = []
  const close = async () => {
    for (const each of opened) await each.close()
    for (const source of sources) await source.close()
    await archive.close()
  }
  try {
    const failures: InvalidFileError[] = []
    for (const entry of checkFileCount(listDataFiles(archive.entries))) {
      const source = await openInnerFile(entry)
      sources.push(source)
      try {
        opened.push({ ...(await openInner(source, options)), name: entry.name })
      } catch (error) {
        if (!(error instanceof InvalidFileError)) throw error
        if (error.code !== 'unknown_format') failures.push(error)
      }
    }
    const [first] = opened
    if (first === undefined) throw failures[0] ?? whyNothing(archive.entries)
    return { format: first.format, layers: opened.length === 1 ? first.layers : nameLayers(opened), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Text files are for reading, unless there is nothing else and one is a table. */
function listDataFiles(entries: readonly ArchiveEntry[]): ArchiveEntry[] {
  const found = entries.filter(({ name }) => DATA_FILE.test(name))
  if (found.length > 0) return found
  // without its ending, a text file is recognised by its content alone
  return entries.flatMap((entry) =>
    /\.txt$/i.test(entry.name) ? [{ ...entry, name: entry.name.slice(0, -4) }] : [],
  )
}

function whyNothing(entries: readonly ArchiveEntry[]): InvalidFileError {
  if (entries.some(({ name }) => /\.(zip|rar|7z)$/i.test(name))) return new InvalidFileError('zip_nested')
  const names = entries.slice(0, MAX_NAMES).map(({ name }) => name.slice(0, 60))
  const more = entries.length > MAX_NAMES ? ` … (${entries.length})` : ''
  return new InvalidFileError('zip_without_data', { names: `${names.join(', ')}${more}` })
}

/** Layers of several files, each name once. */
function nameLayers(opened: readonly (Opened & { name: string })[]): FileLayer[] {
  const all = opened.flatMap(({ layers, name, format }) =>
    layers.map((layer) => ({ layer: { ...layer, format: format.id }, file: name })),
  )
  const counts = new Map<string, number>()
  for (const { layer } of all) counts.set(layer.name, (counts.get(layer.name) ?? 0) + 1)
  return all.map(({ layer, file }) =>
    (counts.get(layer.name) ?? 0) > 1 ? { ...layer, name: `${file}: ${layer.name}` } : layer,
  )
}
