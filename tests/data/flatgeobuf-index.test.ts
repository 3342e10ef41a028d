import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Box } from '#shared/geometry/lattice.ts'
import { findCoordinateSystem } from '../../data/coordinates/find-coordinate-system.ts'
import { computeHilbertIndex } from '../../data/coordinates/hilbert-index.ts'
import {
  computeRtreeBytes,
  encodePackedRtree,
  sortByHilbertIndex,
} from '../../data/formats/flatgeobuf/packed-rtree.ts'
import { flatgeobufReader } from '../../data/formats/flatgeobuf/read-flatgeobuf.ts'
import { flatgeobufWriter } from '../../data/formats/flatgeobuf/write-flatgeobuf.ts'
import { openFileSource } from '../../data/formats/io/file-source.ts'
import type { WriteRow } from '../../data/formats/model/writer.ts'
import { createSeededRandom } from '../helpers/geometry/build-brickwork.ts'

const NODE_BYTES = 40

describe('the Hilbert index', () => {
  it('visits every cell of a square once, and each next cell is a neighbour', () => {
    const cells: [number, number][] = []
    for (let x = 0; x < 8; x++) for (let y = 0; y < 8; y++) cells[computeHilbertIndex(x, y, 3)] = [x, y]
    expect(cells.filter(Boolean)).toHaveLength(64)
    cells.slice(1).forEach(([x, y], i) => {
      const [px, py] = cells[i]!
      expect(Math.abs(x - px) + Math.abs(y - py)).toBe(1)
    })
  })
})

describe('the packed R-tree', () => {
  it.each([1, 2, 16, 17, 256, 257, 1000])(
    'of %i features finds what a search of all boxes finds',
    (count) => {
      const random = createSeededRandom(count)
      const boxes = Array.from({ length: count }, (): Box => {
        const [x, y] = [random() * 1000, random() * 1000]
        return [x, y, x + random() * 20, y + random() * 20]
      })
      const leaves = sortByHilbertIndex(boxes.map((box, i) => ({ box, offset: i })))
      const tree = encodePackedRtree(leaves, 16)
      expect(tree).toHaveLength(computeRtreeBytes(count, 16))
      for (const window of [boxes[0]!, [0, 0, 1000, 1000], [100, 100, 300, 200], [-9, -9, -1, -1]] as const) {
        const wanted = boxes.flatMap((box, i) => (intersects(box, window) ? [i] : []))
        expect(search(tree, count, window).toSorted((a, b) => a - b)).toEqual(wanted)
      }
    },
  )

  it('never finds a feature without a geometry', () => {
    const leaves = sortByHilbertIndex([
      { box: null, offset: 0 },
      { box: [1, 1, 2, 2] as const, offset: 1 },
    ])
    expect(search(encodePackedRtree(leaves, 16), 2, [-1e9, -1e9, 1e9, 1e9])).toEqual([1])
  })
})

describe('a FlatGeobuf file', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grid-map-fgb-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const point = (name: string, x: number, y: number): WriteRow => ({
    values: [name],
    shape: { kind: 'point', point: [1_200_000_000 + x, 330_000_000 + y] },
  })
  const cases: [title: string, rows: WriteRow[]][] = [
    ['no feature', []],
    ['one feature', [point('a', 0, 0)]],
    ['40 features', Array.from({ length: 40 }, (_, i) => point(String(i), (i % 7) * 1000, i * 500))],
    ['features with and without geometry', [{ values: ['none'], shape: null }, point('b', 5, 5)]],
    ['only features without geometry', [{ values: ['none'], shape: null }]],
  ]
  it.each(cases)('with %s is read back whole', async (_, rows) => {
    const file = path.join(folder, 'points.fgb')
    const system = findCoordinateSystem('EPSG:4490')!
    await flatgeobufWriter.write({
      layers: [
        {
          name: 'points',
          fields: [{ name: 'name', short: 'NAME', type: 'text' }],
          geometry: 'point',
          async *rows() {
            yield* [rows]
          },
        },
      ],
      system,
      metadata: {},
      encoding: 'utf-8',
      path: file,
    })
    const source = await openFileSource(file)
    const { layers } = await flatgeobufReader.open(source, {})
    const found: string[] = []
    for await (const batch of layers[0]!.features())
      for (const { properties, problems } of batch) {
        expect(problems).toEqual([])
        found.push(String(properties['name']))
      }
    await source.close()
    expect(found.toSorted()).toEqual(rows.map(({ values }) => String(values[0])).toSorted())
  })
})

/** The search that the format describes: from the root down, by the numbers of the first children. */
function search(tree: Uint8Array, count: number, window: Box): number[] {
  const view = new DataView(tree.buffer)
  const nodes = tree.length / NODE_BYTES
  const found: number[] = []
  const visit = (first: number, end: number) => {
    for (let node = first; node < end; node++) {
      const number = (i: number) => view.getFloat64(node * NODE_BYTES + 8 * i, true)
      if (!intersects([number(0), number(1), number(2), number(3)], window)) continue
      const offset = Number(view.getBigUint64(node * NODE_BYTES + 32, true))
      if (node >= nodes - count) found.push(offset)
      else visit(offset, Math.min(offset + 16, levelEnd(offset)))
    }
  }
  const ends: number[] = []
  let end = nodes
  for (let level = count; ; level = Math.ceil(level / 16)) {
    ends.unshift(end)
    end -= level
    if (end === 0) break
  }
  const levelEnd = (node: number) => ends.find((each) => node < each) ?? 0
  visit(0, 1)
  return found
}

const intersects = (a: Box, b: Box) => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1]
