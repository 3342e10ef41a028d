import { checkNesting } from '../../../../api/runtime/input/parse-json-body.ts'
import { createGridFinder } from '#shared/coverage/gaps/grid-finder.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import { findShapeExcess } from '#shared/geometry/shape-limits.ts'
import type { MultiPolygon, Ring } from '#shared/geometry/lattice.ts'
import { getBorderIndex } from '#shared/geometry/topology/border-index.ts'
import { snapLineToBorders } from '#shared/geometry/topology/drawn-line/snap-line-to-borders.ts'
import { findSelfIntersection } from '#shared/geometry/topology/find-self-intersection.ts'
import { dissolve } from '#shared/geometry/topology/dissolve.ts'
import { checkTiling } from '#shared/geometry/validate/check-tiling.ts'
import { generateYancheng } from '../../../../data/demo/yancheng.ts'
import { printTable } from '../print-table.ts'

/** Milliseconds of work on sent geometry, for n and for 4n: what grows by 16 is quadratic. */
export function measureSentShapes(): void {
  const square = (x: number, y: number, size: number): Ring => [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
  ]
  const withHoles = (count: number): MultiPolygon => {
    const side = Math.ceil(Math.sqrt(count))
    return [
      [
        square(0, 0, side * 100),
        ...Array.from({ length: count }, (_, i) =>
          square((i % side) * 100 + 40, Math.floor(i / side) * 100 + 40, 20).toReversed(),
        ),
      ],
    ]
  }
  const zigzag = (count: number): MultiPolygon => [
    [
      [
        ...Array.from({ length: count }, (_, i): [number, number] => [i * 10, i % 2 === 0 ? 0 : 100_000]),
        ...Array.from({ length: count }, (_, i): [number, number] => [
          (count - i) * 10,
          (count - i) % 2 === 0 ? 200 : 100_200,
        ]),
      ],
    ],
  ]
  const gaps = (count: number) => {
    const shape = withHoles(count)
    const outline: MultiPolygon = [[shape[0]![0]!]]
    return {
      cells: new Map([[1, { id: 1, community: '320900001001', shape }]]),
      outlines: new Map([['320900001001', { communities: new Set(['320900001001']), shape: outline }]]),
    }
  }
  const borders = getBorderIndex(gaps(1))
  const drawnAlong = (count: number) =>
    Array.from({ length: count }, (_, i): [number, number] => [5 + i * 2, i % 2 === 0 ? -20 : 20])
  const grids = toFlatPolygons(generateYancheng().grids.map(({ geometry }) => geometry))
  const findGrid = createGridFinder(grids)
  const time = (work: () => unknown): number => {
    const start = performance.now()
    work()
    return performance.now() - start
  }
  const nested = new TextEncoder().encode('['.repeat(1_000_000))
  const tasks: [name: string, n: number, work: (n: number) => unknown][] = [
    ['nesting of 1 MB', 1, () => attempt(() => checkNesting(nested))],
    ['sizes of a shape, holes', 8000, (n) => findShapeExcess(withHoles(n))],
    ['rings of holes', 2000, (n) => dissolve([withHoles(n)])],
    ['crossings of a zigzag', 2500, (n) => findSelfIntersection(zigzag(n))],
    ['a drawn line along a border', 500, (n) => snapLineToBorders(borders, drawnAlong(n))],
    ['tiling with gaps', 2000, (n) => checkTiling(gaps(n), () => true)],
    [
      'buildings outside all grids',
      2500,
      (n) => {
        for (let i = 0; i < n; i++) findGrid(1_198_000_000 + i * 3000, 328_000_000 + ((i * 7919) % n) * 3000)
      },
    ],
  ]
  printTable(
    'Work on sent geometry, main thread',
    ['work', 'n', 'ms', '4n, ms'],
    tasks.map(([name, n, work]) => {
      work(Math.ceil(n / 8))
      return [name, n, time(() => work(n)), time(() => work(4 * n))]
    }),
  )
}

function attempt(work: () => unknown): void {
  try {
    work()
  } catch {
    // a refusal is the result
  }
}
