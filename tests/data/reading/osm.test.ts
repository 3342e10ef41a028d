import { describe, expect, it } from 'vitest'
import { createMemorySource } from '../../../data/formats/io/file-source.ts'
import type { RawFeature } from '../../../data/formats/model/format.ts'
import type { OsmNode, OsmTags } from '../../../data/formats/osm/osm-source.ts'
import { openFile } from '../../../data/formats/readers.ts'
import { createSeededRandom } from '../../helpers/geometry/build-brickwork.ts'
import { encodeOsmPbf, encodeOsmXml, type OsmObjects } from '../../helpers/transfer/encode-osm.ts'

/** OpenStreetMap files: the same content as XML and as PBF in each of its variants. */

/** Nodes 1 to 16, four rows of four, a thousandth of a degree apart. */
const lattice: OsmNode[] = Array.from({ length: 16 }, (_, i) => ({
  id: i + 1,
  x: 1_200_000_000 + 10_000 * (i % 4),
  y: 333_000_000 + 10_000 * Math.floor(i / 4),
  tags: null,
}))
const way = (id: number, nodes: number[], tags: OsmTags = {}) => ({ id, nodes, tags })
const multipolygon = (id: number, members: [number, string][], tags: OsmTags) => ({
  id,
  members: members.map(([member, role]) => ({ kind: 'ways' as const, id: member, role })),
  tags: { type: 'multipolygon', ...tags },
})

const objects: OsmObjects = {
  nodes: [
    ...lattice,
    {
      id: 5_000_000_001,
      x: 1_200_005_001,
      y: 333_005_003,
      tags: { amenity: 'library', name: '图书馆 & "新馆"' },
    },
  ],
  ways: [
    way(10, [1, 2, 3], { highway: 'residential', name: '解放路', tunnel: 'yes' }),
    way(11, [1, 2, 6, 5, 1], { building: 'apartments', 'addr:street': '建军路', 'addr:housenumber': '8' }),
    // the outer border of a building in two ways, and its courtyard; one way has the tags of the whole again
    way(12, [9, 13, 16], { building: 'yes' }),
    way(13, [16, 12, 9]),
    way(14, [10, 11, 15, 10]),
    way(15, [3, 4, 8]),
    way(16, [3, 4, 8, 3], { natural: 'water' }),
    way(17, [5, 6, 7], { waterway: 'canal', tunnel: 'culvert' }),
    way(18, [1, 2, 99], { building: 'yes' }),
    way(19, [1, 2, 3], { building: 'yes' }),
    way(20, [1, 2], { highway: 'proposed' }),
  ],
  relations: [
    multipolygon(
      30,
      [
        [12, 'outer'],
        [13, 'outer'],
        [14, 'inner'],
      ],
      { building: 'school', name: '一中' },
    ),
    multipolygon(31, [[15, 'outer']], { building: 'yes' }),
    multipolygon(
      32,
      [
        [15, 'outer'],
        [77, 'outer'],
      ],
      { building: 'yes' },
    ),
    multipolygon(33, [[11, 'outer']], {
      type: 'boundary',
      boundary: 'administrative',
      admin_level: '8',
      name: '平湖',
    }),
  ],
}

async function readLayers(bytes: Uint8Array, name = '城.osm'): Promise<Record<string, RawFeature[]>> {
  const file = await openFile(createMemorySource(name, bytes))
  const layers: Record<string, RawFeature[]> = {}
  for (const layer of file.layers) {
    layers[layer.name] = []
    for await (const bunch of layer.features()) layers[layer.name]?.push(...bunch)
  }
  return layers
}

const degrees = (id: number) => {
  const node = lattice[id - 1]
  return [(node?.x ?? 0) / 1e7, (node?.y ?? 0) / 1e7]
}

describe('a file of OpenStreetMap', () => {
  it('holds roads, waters, buildings, places and borders as layers of their own', async () => {
    const layers = await readLayers(encodeOsmXml(objects))
    expect(Object.keys(layers)).toEqual(['roads', 'waterways', 'buildings', 'places', 'boundaries_8'])
    expect(layers['roads']).toEqual([
      {
        row: 1,
        properties: {
          osm_id: 'w10',
          name: '解放路',
          highway: 'residential',
          bridge: null,
          tunnel: 'yes',
          layer: null,
          foot: null,
          access: null,
          sidewalk: null,
          ref: null,
        },
        geometry: { kind: 'lines', lines: [[1, 2, 3].map(degrees)] },
        problems: [],
      },
    ])
    expect(layers['waterways']?.map(({ properties, geometry }) => [properties, geometry?.kind])).toEqual([
      [{ osm_id: 'w16', name: null, waterway: 'water', barrier: 'yes' }, 'areas'],
      [{ osm_id: 'w17', name: null, waterway: 'canal', barrier: 'no' }, 'lines'],
    ])
    expect(layers['places']?.map(({ properties, geometry }) => [properties['name'], geometry])).toEqual([
      ['图书馆 & "新馆"', { kind: 'points', points: [[120.0005001, 33.3005003]] }],
    ])
    expect(layers['boundaries_8']?.map(({ properties }) => properties['name'])).toEqual(['平湖'])
  })

  it('puts multipolygons together, once each, and says what is missing in others', async () => {
    const { buildings = [] } = await readLayers(encodeOsmXml(objects))
    expect(
      buildings.map(({ properties, geometry, problems }) => [
        properties['osm_id'],
        geometry?.kind === 'areas' ? geometry.polygons.map(([ring]) => ring?.length) : null,
        problems.map(({ code }) => code),
      ]),
    ).toEqual([
      ['w11', [5], []],
      // 99 is no node of the file, 19 is a line
      ['w18', null, ['osm_nodes_missing']],
      ['w19', null, ['osm_ring_open']],
      ['r30', [4, 5], []],
      ['r31', null, ['osm_ring_open']],
      ['r32', null, ['osm_ways_missing']],
    ])
    expect(buildings[0]?.properties['address']).toBe('建军路 8')
  })

  it.each([
    ['dense nodes, packed', {}],
    ['nodes one by one', { plainNodes: true }],
    ['plain blocks', { packing: 'raw' as const }],
    ['finer coordinates', { granularity: 10 }],
  ])('says the same as PBF with %s', async (_, options) => {
    expect(await readLayers(encodeOsmPbf(objects, options), '城.osm.pbf')).toEqual(
      await readLayers(encodeOsmXml(objects)),
    )
  })

  it('finds each of many nodes, in whatever order they stand', async () => {
    const random = createSeededRandom(3)
    const nodes = Array.from({ length: 20_000 }, (_, i) => ({
      id: 7 * i + 1,
      x: 1_200_000_000 + Math.floor(1e6 * random()),
      y: 333_000_000 + Math.floor(1e6 * random()),
      tags: null,
    }))
    const ways = Array.from({ length: 3_000 }, (_, i) =>
      way(
        i + 1,
        Array.from({ length: 5 }, () => 7 * Math.floor(20_000 * random()) + 1),
        { highway: 'service' },
      ),
    )
    const shuffled = nodes.map((node) => ({ node, at: random() })).sort((a, b) => a.at - b.at)
    const { roads = [] } = await readLayers(
      encodeOsmPbf({ nodes: shuffled.map(({ node }) => node), ways, relations: [] }),
    )
    const placeOf = new Map(nodes.map(({ id, x, y }) => [id, [x / 1e7, y / 1e7]]))
    expect(roads.map(({ geometry }) => geometry)).toEqual(
      ways.map((each) => ({ kind: 'lines', lines: [each.nodes.map((id) => placeOf.get(id))] })),
    )
  })

  it('with a star of thousands of ways at one node is read in bounded time', async () => {
    const spokes = Array.from({ length: 60_000 }, (_, i) => i)
    const star: OsmObjects = {
      nodes: lattice,
      ways: spokes.map((i) => way(i + 100, [1, 2 + (i % 15)])),
      relations: [
        multipolygon(
          1,
          spokes.map((i) => [i + 100, 'outer']),
          { building: 'yes' },
        ),
      ],
    }
    const { buildings = [] } = await readLayers(encodeOsmPbf(star))
    expect(buildings).toHaveLength(1)
  }, 30_000)

  it.each([
    ['is cut short', encodeOsmPbf(objects).slice(0, -20), 'truncated_file'],
    [
      'asks for what is not known',
      encodeOsmPbf(objects, { features: ['HistoricalInformation'] }),
      'osm_not_supported',
    ],
    ['holds nothing of use', encodeOsmPbf({ nodes: lattice, ways: [], relations: [] }), 'no_rows'],
  ])('that %s is refused with a reason', async (_, bytes, code) => {
    await expect(readLayers(bytes)).rejects.toMatchObject({ code })
  })

  it('as XML with a way without ids is refused with a reason', async () => {
    const bytes = new TextEncoder().encode('<osm version="0.6"><way id="1"><nd/></way></osm>')
    await expect(readLayers(bytes)).rejects.toMatchObject({ code: 'osm_broken' })
  })
})
