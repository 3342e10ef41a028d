import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyChange, type CellSet } from '#shared/geometry/cell-set.ts'
import { certifyTiling } from '#shared/geometry/topology/certify-tiling.ts'
import { dissolve } from '#shared/geometry/topology/dissolve.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { carve } from '#shared/geometry/operations/carve.ts'
import { split } from '#shared/geometry/operations/split.ts'
import { findSelfIntersection } from '#shared/geometry/topology/find-self-intersection.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import {
  certificateStatement,
  certifyInSql,
  runAndRollBack,
  toHexTwkb,
} from '../../helpers/database/certify-in-sql.ts'
import { openTestDatabase, type TestDatabase } from '../../helpers/database/open-test-database.ts'
import { generateCellSet, runRandomOperation } from '../../helpers/geometry/random-operations.ts'
import { buildBrickwork, createSeededRandom } from '../../helpers/geometry/build-brickwork.ts'

/** The certificate in TypeScript and the one in SQL agree on valid and on broken tilings. */

const CASES = 42
const community = '320901001001'

let subject: TestDatabase
beforeAll(async () => {
  subject = await openTestDatabase()
})
afterAll(() => subject.drop())

/** Returns wavy bricks, one of them split in two, one with a hole that belongs to another cell. */
function generateTiling(seed: number): MultiPolygon[] {
  const random = createSeededRandom(seed)
  const { cells } = buildBrickwork({ columns: 3, rows: 3, seed, wave: seed % 3 === 0 ? 0 : 9000, steps: 3 })
  let set: CellSet = {
    cells: new Map(cells.map((shape, i) => [i + 1, { id: i + 1, community, shape }])),
    outlines: new Map([[community, { shape: dissolve(cells), communities: new Set([community]) }]]),
  }
  const [west, south, east, north] = getShapeBox(cells[4]!)
  const [x, y] = [Math.round(west + (0.4 + random() * 0.2) * (east - west)), Math.round((south + north) / 2)]
  const hole = carve(set, {
    ring: [
      [x - 3000, y - 3000],
      [x + 3000, y - 2500],
      [x, y + 3000],
      [x - 3000, y - 3000],
    ],
    newId: 100,
  })
  if (hole.ok) set = applyChange(set, hole.value)
  const [left, low, , high] = getShapeBox(cells[0]!)
  const cut = split(set, {
    cell: 1,
    line: [
      [left + 20_000, low - 500],
      [left + 25_000, high + 500],
    ],
    newId: 101,
  })
  if (cut.ok) set = applyChange(set, cut.value)
  return [...set.cells.values()].map(({ shape }) => shape)
}

const damages: Record<string, (cells: MultiPolygon[], pick: (below: number) => number) => MultiPolygon[]> = {
  none: (cells) => cells,
  'a cell is missing': (cells, pick) => cells.toSpliced(pick(cells.length), 1),
  'a cell is there twice': (cells, pick) => [...cells, cells[pick(cells.length)]!],
  'a vertex is moved for one side': (cells, pick) =>
    changeRing(cells, pick, (ring, i) => ring.with(i, [ring[i]![0] + 700, ring[i]![1] + 300])),
  'a vertex is moved by one unit': (cells, pick) =>
    changeRing(cells, pick, (ring, i) => ring.with(i, [ring[i]![0] + 1, ring[i]![1]])),
  'one side lacks a vertex': (cells, pick) => changeRing(cells, pick, (ring, i) => ring.toSpliced(i, 1)),
  'one side has a vertex more': (cells, pick) =>
    changeRing(cells, pick, (ring, i) => {
      const next = ring[(i + 1) % ring.length]!
      return ring.toSpliced(i + 1, 0, [
        Math.round((ring[i]![0] + next[0]) / 2),
        Math.round((ring[i]![1] + next[1]) / 2),
      ])
    }),
}

function changeRing(
  cells: MultiPolygon[],
  pick: (below: number) => number,
  change: (ring: readonly Point[], at: number) => readonly Point[],
): MultiPolygon[] {
  const cell = pick(cells.length)
  const shape = cells[cell]!
  const ring = shape[0]![0]!
  return cells.with(cell, [[change(ring, pick(ring.length)), ...shape[0]!.slice(1)], ...shape.slice(1)])
}

describe('the tiling certificate', () => {
  it(`is the same in TypeScript and in SQL in ${CASES} random cases, sound and broken`, async () => {
    const outcomesByDamage = new Map<string, Set<boolean>>()
    for (let seed = 1; seed <= CASES; seed++) {
      const random = createSeededRandom(seed * 31)
      const sound = generateTiling(seed)
      const outline = dissolve(sound)
      const names = Object.keys(damages)
      const name = names[seed % names.length]!
      const cells = damages[name]!(sound, (below) => Math.floor(random() * below))
      // the database stores no self-intersecting ring
      if (cells.some((shape) => findSelfIntersection(shape) !== null)) continue
      const inTypeScript = certifyTiling(toFlatPolygons(cells), toFlatPolygons([outline])).holds
      expect(await certifyInSql(subject, community, cells, outline), `seed ${seed}: ${name}`).toBe(
        inTypeScript,
      )
      outcomesByDamage.set(name, (outcomesByDamage.get(name) ?? new Set()).add(inTypeScript))
    }
    expect([...outcomesByDamage.keys()].toSorted()).toEqual(Object.keys(damages).toSorted())
    for (const [name, outcomes] of outcomesByDamage) expect([...outcomes], name).toEqual([name === 'none'])
  })
})

describe('the certificate of a changeset', () => {
  const street = community.slice(0, 9)
  /** Two communities side by side with a bend in their border, and the street that contains both. */
  const west = (bend: number): MultiPolygon => [
    [
      [
        [0, 0],
        [1000, 0],
        [bend, 500],
        [1000, 1000],
        [0, 1000],
      ],
    ],
  ]
  const east = (bend: number, end = 2000): MultiPolygon => [
    [
      [
        [1000, 0],
        [end, 0],
        [end, 1000],
        [1000, 1000],
        [bend, 500],
      ],
    ],
  ]
  const both = (end: number): MultiPolygon => [
    [
      [
        [0, 0],
        [1000, 0],
        [end, 0],
        [end, 1000],
        [1000, 1000],
        [0, 1000],
      ],
    ],
  ]
  /** Returns whether the street is still tiled after a change has moved some of the three outlines. */
  const holdsAfter = (moved: { west?: MultiPolygon; east?: MultiPolygon; street?: MultiPolygon }) =>
    runAndRollBack(subject, async (tx) => {
      const {
        rows: [changeset],
      } = await tx.query<{ id: number }>(
        "insert into changeset (revision, request_id, kind, actor, note, committed_at) values (1, gen_random_uuid(), 'test', 'test', '', now()) returning id",
      )
      const add = async (
        code: string,
        level: string,
        parent: number | null,
        before: MultiPolygon,
        after: MultiPolygon | undefined,
      ) => {
        const {
          rows: [unit],
        } = await tx.query<{ id: number }>(
          `
        insert into unit (level, code, name, kind, valid_from, legal_parent_id, geom)
        values ($1, $2, 'x', $3, '2020-01-01', $4::int8, ST_SetSRID(ST_GeomFromTWKB(decode($5, 'hex')), 4326)) returning id`,
          [level, code, level === 'street' ? 'street' : 'community', parent, toHexTwkb(after ?? before)],
        )
        if (after)
          await tx.query(
            `insert into unit_history (unit_id, version, changeset_id, valid_to, geom)
            values ($1::int8, 1, $2::int8, '2021-01-01', ST_SetSRID(ST_GeomFromTWKB(decode($3, 'hex')), 4326))`,
            [unit!.id, changeset!.id, toHexTwkb(before)],
          )
        return unit!.id
      }
      const around = await add(street, 'street', null, both(2000), moved.street)
      await add(`${street}001`, 'community', around, west(1000), moved.west)
      await add(`${street}002`, 'community', around, east(1000), moved.east)
      return (await tx.query(certificateStatement, [[street], changeset!.id, []])).rows.length === 0
    })

  it('holds when a border moves on both sides, and an outer border together with its unit', async () => {
    expect(await holdsAfter({ west: west(900), east: east(900) })).toBe(true)
    expect(await holdsAfter({ east: east(1000, 2100), street: both(2100) })).toBe(true)
    expect(await holdsAfter({})).toBe(true)
  })

  it('rejects a border that moved on one side only', async () => {
    expect(await holdsAfter({ west: west(900) })).toBe(false)
    expect(await holdsAfter({ west: west(900), east: east(901) })).toBe(false)
    expect(await holdsAfter({ east: east(1000, 2100) })).toBe(false)
    expect(await holdsAfter({ street: both(2100) })).toBe(false)
  })
})

describe('the result of random operations', () => {
  it('tiles and is valid in PostGIS after every step, on straight and wavy borders with holes, an island and exclaves', async () => {
    const all: MultiPolygon[] = []
    let certified = 0
    for (let seed = 1; seed <= 6; seed++) {
      const random = createSeededRandom(seed * 101)
      let set = generateCellSet(seed, random)
      for (let step = 1; step <= 90; step++) {
        const { on, result } = runRandomOperation(set, random, 1000 + step)
        if (result.ok) set = applyChange(on, result.value)
        if (step % 30 !== 0) continue
        for (const [unit, { shape, communities }] of set.outlines) {
          const cells = [...set.cells.values()]
            .filter((cell) => communities.has(cell.community))
            .map((cell) => cell.shape)
          expect(
            await certifyInSql(subject, community, cells, shape),
            `seed ${seed}, step ${step}: ${unit}`,
          ).toBe(true)
          certified++
        }
        all.push(
          ...[...set.cells.values()].map(({ shape }) => shape),
          ...[...set.outlines.values()].map(({ shape }) => shape),
        )
      }
    }
    expect(certified).toBe(54)
    const { rows } = await runAndRollBack(subject, (tx) =>
      tx.query<{ shape: string; reason: string }>(
        `
      select r.shape, ST_IsValidReason(g.geom) as reason
      from unnest($1::text[]) as r (shape) cross join lateral (select ST_GeomFromTWKB(decode(r.shape, 'hex')) as geom) g
      where not ST_IsValid(g.geom)`,
        [all.map(toHexTwkb)],
      ),
    )
    expect(rows).toEqual([])
    expect(all.length).toBeGreaterThan(400)
  })
})

describe('a simple ring', () => {
  it('agrees with PostGIS validity in 400 random cases', async () => {
    const random = createSeededRandom(7)
    const shapes = Array.from({ length: 400 }, (_, i): MultiPolygon => {
      const corners = 3 + Math.floor(random() * 6)
      // every other one a star around its middle: simple; the rest as it comes
      const ring = Array.from({ length: corners }, (_, k): Point =>
        i % 2 === 0
          ? [
              1_200_000_000 + Math.round(Math.cos((2 * Math.PI * k) / corners) * (2000 + random() * 8000)),
              330_000_000 + Math.round(Math.sin((2 * Math.PI * k) / corners) * (2000 + random() * 8000)),
            ]
          : [
              1_200_000_000 + Math.floor(random() * 12) * 1000,
              330_000_000 + Math.floor(random() * 12) * 1000,
            ],
      )
      return [[ring]]
    })
    const { rows } = await runAndRollBack(subject, (tx) =>
      tx.query<{ valid: boolean }>(
        `
      select ST_IsValid(ST_GeomFromTWKB(decode(r.shape, 'hex'))) as valid from unnest($1::text[]) with ordinality as r (shape, place) order by r.place`,
        [shapes.map(toHexTwkb)],
      ),
    )
    const differing = shapes.flatMap((shape, i) => {
      // no area at all is no conflict of rings, and no polygon either
      const flat = dissolve([shape]).length === 0
      return !flat && (findSelfIntersection(shape) === null) !== rows[i]!.valid
        ? [{ i, shape: JSON.stringify(shape), valid: rows[i]!.valid }]
        : []
    })
    expect(differing).toEqual([])
    expect(new Set(rows.map(({ valid }) => valid)).size).toBe(2)
  })
})
