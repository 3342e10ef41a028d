import { wgs84 } from '../../coordinates/geographic-systems.ts'
import { InvalidFileError } from '../model/invalid-file-error.ts'
import type { FileSource } from '../io/file-source.ts'
import { BATCH_ROWS, type FileLayer, type FormatReader, type RawFeature } from '../model/format.ts'
import { decodeText } from '../text/decode-text.ts'
import { decodeStream, detectTextEncoding } from '../text/text-stream.ts'
import { readXml, type XmlHandler } from '../xml/read-xml.ts'
import { openArchive } from '../zip/open-archive.ts'
import { checkFileCount, openInnerFile } from '../zip/open-inner-file.ts'
import { createPlacemarkReader } from './placemark-reader.ts'

/** KML 2.2 (OGC 12-007r2) and KMZ: the placemarks of each file as one layer, with the values of their ExtendedData. */
export const kmlReader: FormatReader = {
  id: 'kml',
  label: 'KML / KMZ',
  async recognises(file, head) {
    if (!isZip(head)) return /<kml[\s>]/.test(decodeText(head).text)
    const archive = await openArchive(file)
    await archive.close()
    return archive.entries.some(isKml)
  },
  async open(file, options) {
    const inside = isZip(await file.read(0, 4)) ? await openInnerFiles(file) : null
    const layers: FileLayer[] = []
    const links: string[] = []
    const close = async () => {
      for (const each of inside ?? []) await each.close()
    }
    try {
      for (const source of inside ?? [file]) {
        const encoding = await detectTextEncoding(source, options.encoding)
        const { hasPlacemarks, name, hrefs } = await scanKml(source, encoding.used)
        // links to files inside the archive lead to what is read here in any case
        const outside = hrefs.filter((href) => inside === null || /^[a-z]+:/i.test(href))
        links.push(...outside)
        if (!hasPlacemarks) continue
        layers.push({
          name: name ?? source.name.replace(/\.[^.]*$/, ''),
          fields: null,
          count: null,
          crs: { where: 'KML', text: 'WGS 84', system: wgs84.id },
          encoding,
          features: () => readPlacemarks(source, encoding.used),
        })
      }
      const [href] = links
      if (layers.length === 0)
        throw href === undefined
          ? new InvalidFileError('no_rows')
          : new InvalidFileError('kml_links_outside', { href: href.slice(0, 120) })
      const [only] = layers
      // one layer is called after the file, as it always was
      const named =
        layers.length === 1 && only ? [{ ...only, name: file.name.replace(/\.[^.]*$/, '') }] : layers
      return { layers: withUniqueNames(named, links), close }
    } catch (error) {
      await close()
      throw error
    }
  },
}

const isZip = (head: Uint8Array) => head[0] === 0x50 && head[1] === 0x4b
const isKml = ({ name }: { name: string }) => /\.kml$/i.test(name)

/** Every KML file of an archive: the first one is the root, the others are what it links to. */
async function openInnerFiles(file: FileSource): Promise<FileSource[]> {
  const archive = await openArchive(file)
  const sources: FileSource[] = []
  try {
    const entries = archive.entries.filter(isKml)
    if (entries.length === 0) throw new InvalidFileError('no_rows')
    for (const entry of checkFileCount(entries)) sources.push(await openInnerFile(entry))
    return sources
  } catch (error) {
    for (const source of sources) await source.close()
    throw error
  } finally {
    await archive.close()
  }
}

/** What stands in a file: placemarks, the name of its document, and addresses that it links to. */
async function scanKml(
  file: FileSource,
  encoding: string,
): Promise<{ hasPlacemarks: boolean; name: string | null; hrefs: string[] }> {
  const hrefs: string[] = []
  const path: string[] = []
  let hasPlacemarks = false
  let name: string | null = null
  let text = ''
  const handler: XmlHandler = {
    open(tag) {
      path.push(tag)
      text = ''
      if (tag === 'Placemark') hasPlacemarks = true
    },
    text(part) {
      text += part
    },
    close(tag) {
      const parent = path.at(-2)
      const value = text.trim()
      if (tag === 'href' && path.includes('NetworkLink') && value !== '') hrefs.push(value)
      if (tag === 'name' && parent === 'Document' && value !== '') name ??= value.slice(0, 200)
      path.pop()
      text = ''
    },
  }
  for await (const _ of readXml(decodeStream(file.stream(), encoding), handler)) {
    // links stand before or beside placemarks; the rest is read when it is needed
    if (hasPlacemarks) break
  }
  return { hasPlacemarks, name, hrefs }
}

function withUniqueNames(layers: readonly FileLayer[], links: readonly string[]): FileLayer[] {
  const seen = new Set<string>()
  const [href] = links
  return layers.map((layer) => {
    let name = layer.name
    for (let n = 2; seen.has(name); n++) name = `${layer.name}_${n}`
    seen.add(name)
    return {
      ...layer,
      name,
      ...(href === undefined
        ? {}
        : {
            remarks: [
              { code: 'links_outside', details: { count: links.length, href: href.slice(0, 120) } } as const,
            ],
          }),
    }
  })
}

async function* readPlacemarks(file: FileSource, encoding: string): AsyncGenerator<RawFeature[]> {
  let bunch: RawFeature[] = []
  const reader = createPlacemarkReader((feature) => bunch.push(feature))
  for await (const _ of readXml(decodeStream(file.stream(), encoding), reader)) {
    if (bunch.length < BATCH_ROWS) continue
    yield bunch
    bunch = []
  }
  if (bunch.length > 0) yield bunch
}
