import { describe, expect, it } from 'vitest'
import { itemAt } from '#shared/geometry/at.ts'
import { createMemorySource } from '../../../data/formats/io/file-source.ts'
import { openFile } from '../../../data/formats/readers.ts'
import { zipOf } from '../../helpers/transfer/zip-of.ts'
import { writeSampleFiles } from '../fuzz-files.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

async function readLayers(name: string, bytes: Uint8Array) {
  const source = createMemorySource(name, bytes)
  try {
    const opened = await openFile(source)
    try {
      const layers = []
      for (const layer of opened.layers) {
        const names: unknown[] = []
        for await (const bunch of layer.features())
          names.push(...bunch.map(({ properties }) => properties['name']))
        layers.push({ name: layer.name, names, codes: (layer.remarks ?? []).map(({ code }) => code) })
      }
      return { format: opened.format.id, layers }
    } finally {
      await opened.close()
    }
  } finally {
    await source.close()
  }
}

const pointAt = (name: string) => ({
  type: 'Feature',
  properties: { name },
  geometry: { type: 'Point', coordinates: [120, 33] },
})
const geojson = (...names: string[]) =>
  bytesOf(JSON.stringify({ type: 'FeatureCollection', features: names.map(pointAt) }))

describe('an archive', () => {
  it('with one file of any format is read as that file', async () => {
    for (const { name, bytes, id } of await writeSampleFiles()) {
      if (id === 'shapefile') continue
      const inside = await readLayers(
        '打包.zip',
        await zipOf({ [`数据/${name}`]: bytes, '说明.doc': bytesOf('x') }),
      )
      const alone = await readLayers(name, bytes)
      // an archive with KML is a KMZ, whose layer is called after it
      if (id === 'kml') alone.layers = alone.layers.map((layer) => ({ ...layer, name: '打包' }))
      expect(inside, name).toEqual(alone)
    }
  })

  it('with several files has a layer of each, and leaves out what is no data', async () => {
    const { layers } = await readLayers(
      'a.zip',
      await zipOf({
        'a.geojson': geojson('甲'),
        'b.csv': bytesOf('name,lon,lat\n乙,120,33\n'),
        'package.json': bytesOf('{"version":1}'),
        'readme.txt': bytesOf('nothing to see'),
      }),
    )
    expect(layers.map(({ name, names }) => ({ name, names }))).toEqual([
      { name: 'a', names: ['甲'] },
      { name: 'b', names: ['乙'] },
    ])
  })

  it.each(['geojson', 'kml'])(
    'with more than a hundred files of %s is refused before they are read',
    async (ending) => {
      const files = Array.from({ length: 101 }, (_, i) => [`${i}.${ending}`, bytesOf('x')] as const)
      await expect(readLayers('a.zip', await zipOf(Object.fromEntries(files)))).rejects.toMatchObject({
        code: 'too_large',
        details: { limit: '100 files' },
      })
    },
  )

  it('without data says what is inside', async () => {
    const bytes = await zipOf({ '图片/a.png': bytesOf('x'), '说明.docx': bytesOf('y') })
    await expect(readLayers('a.zip', bytes)).rejects.toMatchObject({
      code: 'zip_without_data',
      details: { names: '图片/a.png, 说明.docx' },
    })
  })
})

describe('KML', () => {
  const placemark = (name: string) =>
    `<Placemark><name>${name}</name><Point><coordinates>120,33</coordinates></Point></Placemark>`
  const link = (href: string) => `<NetworkLink><Link><href>${href}</href></Link></NetworkLink>`
  const kml = (content: string, title = '') =>
    bytesOf(`<kml><Document><name>${title}</name>${content}</Document></kml>`)

  it('with links to files in its archive is read with them', async () => {
    const { layers } = await readLayers(
      'a.kmz',
      await zipOf({
        'doc.kml': kml(link('layers/one.kml') + link('layers/two.kml')),
        'layers/one.kml': kml(placemark('甲') + placemark('乙'), '一层'),
        'layers/two.kml': kml(placemark('丙'), '二层'),
      }),
    )
    expect(layers).toEqual([
      { name: '一层', names: ['甲', '乙'], codes: [] },
      { name: '二层', names: ['丙'], codes: [] },
    ])
  })

  it('that only links to elsewhere says so, and beside placemarks counts such links', async () => {
    await expect(readLayers('a.kml', kml(link('https://example.test/x.kml')))).rejects.toMatchObject({
      code: 'kml_links_outside',
      details: { href: 'https://example.test/x.kml' },
    })
    const { layers } = await readLayers('a.kml', kml(link('https://example.test/x.kml') + placemark('甲')))
    expect(layers).toEqual([{ name: 'a', names: ['甲'], codes: ['links_outside'] }])
  })
})

describe('a GeoPackage in WAL mode', () => {
  /** As programs leave it: both bytes of the header say that a log may stand beside it. */
  const inWalMode = (bytes: Uint8Array) =>
    Uint8Array.from(bytes, (byte, i) => (i === 18 || i === 19 ? 2 : byte))

  it('is read, and said to be perhaps without its latest changes', async () => {
    const { name, bytes } = itemAt(
      (await writeSampleFiles()).filter(({ id }) => id === 'geopackage'),
      0,
    )
    const plain = await readLayers(name, bytes)
    const { layers } = await readLayers(name, inWalMode(bytes))
    expect(layers).toEqual(plain.layers.map((layer) => ({ ...layer, codes: ['wal_mode'] })))
  })

  it('whose content still stood in the log is said to be a copy of an open file', async () => {
    const { name, bytes } = itemAt(
      (await writeSampleFiles()).filter(({ id }) => id === 'geopackage'),
      0,
    )
    await expect(readLayers(name, inWalMode(bytes.subarray(0, 4096)))).rejects.toMatchObject({
      code: 'gpkg_copied_open',
    })
  })
})
