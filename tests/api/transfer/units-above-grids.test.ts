import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { certifyTiling } from '#shared/geometry/topology/certify-tiling.ts'
import type { TargetId } from '#shared/contract/transfer/target.ts'
import type { Database } from '../../../api/db/database.ts'
import { createCity } from '../../../api/transfer/import/city/create-city.ts'
import { openCityTables } from '../../../api/transfer/tables/open-city-tables.ts'
import { readTablePages } from '../../../api/transfer/tables/read-table-pages.ts'
import { decodeArea } from '../../../api/transfer/tables/decode-shapes.ts'
import { createMemorySource } from '../../../data/formats/io/file-source.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { openTestDatabase } from '../../helpers/database/open-test-database.ts'
import { importFile } from '../../helpers/transfer/import-file.ts'

const city = '321000'
const facts = aCity({ code: city, columns: 3, rows: 4 })
const [south, north] = ['321001001001', '321001001002']
const outlineOf = (code: string) => facts.units.find((unit) => unit.code === code)!.geometry!
const countOf = (shape: MultiPolygon, point: Point) =>
  shape.flat(2).filter((each) => String(each) === String(point)).length
/** A vertex on the border between two communities that is in no other outline. */
const shared = outlineOf(south)
  .flat(2)
  .find(
    (point) =>
      countOf(outlineOf(north), point) === 1 &&
      facts.units.filter(({ geometry }) => geometry && countOf(geometry, point) > 0).length === 2,
  )!

let database: Database
let drop: () => Promise<void>
beforeAll(async () => {
  ;({ database, drop } = await openTestDatabase())
  await createCity(database, facts, { actor: 'test', note: 'test data' })
})
afterAll(() => drop())

/** The outline with another place for the shared vertex, and a vertex in the middle of each edge. */
const redraw = (code: string) =>
  outlineOf(code).map((polygon) =>
    polygon.map((ring) => {
      const moved = ring.map(([x, y]): Point => (String([x, y]) === String(shared) ? [x, y + 3000] : [x, y]))
      const doubled = moved.flatMap(([x, y], i): Point[] => {
        const [nextX, nextY] = moved[(i + 1) % moved.length]!
        return [
          [x, y],
          [Math.round((x + nextX) / 2), Math.round((y + nextY) / 2)],
        ]
      })
      return [...doubled, doubled[0]!].map(([x, y]) => [x / 1e7, y / 1e7])
    }),
  )

/** The outlines as a program writes them that keeps six digits: every vertex up to 7 cm off. */
const shorten = (code: string) =>
  outlineOf(code).map((polygon) =>
    polygon.map((ring) =>
      [...ring, ring[0]!].map((point) => point.map((value) => Math.round(value / 10) / 1e6)),
    ),
  )

type Coordinates = number[][][][]
const importAs = (target: TargetId, coordinates: (code: string) => Coordinates, codes: readonly string[]) =>
  importFile(
    database,
    city,
    createMemorySource(
      '边界.geojson',
      new TextEncoder().encode(
        JSON.stringify({
          type: 'FeatureCollection',
          features: codes.map((code) => ({
            type: 'Feature',
            properties: { code, name: facts.units.find((unit) => unit.code === code)!.name },
            geometry: { type: 'MultiPolygon', coordinates: coordinates(code) },
          })),
        }),
      ),
    ),
    { target, crs: 'EPSG:4490', day: '2021-01-01' },
  )
const codesOf = (level: string) => facts.units.filter((unit) => unit.level === level).map(({ code }) => code)

/** Codes of the communities that their grids do not fill. */
async function listUnfilled(): Promise<string[]> {
  const { read } = await openCityTables(database, city)
  const outlines = new Map<string, MultiPolygon>()
  const grids = new Map<string, MultiPolygon[]>()
  type Row = {
    code: string
    level?: string
    communityCode?: string
    geometry: string
    validTo?: string | null
  }
  for await (const page of readTablePages<Row>(read, 'units'))
    for (const { code, level, geometry } of page)
      if (level === 'community') outlines.set(code, decodeArea(geometry))
  for await (const page of readTablePages<Row>(read, 'grids'))
    for (const { communityCode, geometry, validTo } of page)
      if (validTo == null)
        grids.set(communityCode!, [...(grids.get(communityCode!) ?? []), decodeArea(geometry)])
  return [...outlines].flatMap(([code, outline]) =>
    certifyTiling(toFlatPolygons(grids.get(code)!), toFlatPolygons([outline])).holds ? [] : [code],
  )
}

describe('an import of communities above grids', () => {
  it('keeps the borders that stand where the file has them with fewer digits, and says so', async () => {
    for (const [target, level] of [
      ['communities', 'community'],
      ['streets', 'street'],
    ] as const) {
      const codes = codesOf(level)
      const { report } = await importAs(target, shorten, codes)
      expect(report.rows).toMatchObject({ same: codes.length, changed: 0, flagged: 0, refused: 0 })
      expect(report.reasons.map(({ code, count }) => [code, count])).toEqual([['border_kept', codes.length]])
    }
    expect(await listUnfilled()).toEqual([])
  })

  it('says whose grids no longer fill it, and gives new vertices of a border to all grids along it', async () => {
    expect(await listUnfilled()).toEqual([])
    const { report } = await importAs(
      'communities',
      (code) => (code === south || code === north ? redraw(code) : shorten(code)),
      codesOf('community'),
    )
    const reason = report.reasons.find(({ code }) => code === 'inside_does_not_fit')
    expect(reason?.examples.map(({ label }) => label).sort()).toEqual([south, north])
    expect(await listUnfilled()).toEqual([south, north])
  })
})
