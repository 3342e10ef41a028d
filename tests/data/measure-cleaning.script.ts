import type { MultiPolygon, Point, Polygon } from '#shared/geometry/lattice.ts'
import { computeScaleAt } from '#shared/geometry/measure.ts'
import { cleanTiling } from '../../api/transfer/import/tiling/clean-tiling.ts'
import { openTestDatabase } from '../helpers/database/open-test-database.ts'
import { buildBrickwork, createSeededRandom } from '../helpers/geometry/build-brickwork.ts'

/**
 * npm run test:cleaning -- [communities] [seed]: fits the grids of so many communities whose vertices were all moved on
 * their own by up to 5, 15 and 50 cm, and lets GEOS, the library inside PostGIS, compare what came out with what went in.
 * A community is exact when GEOS finds no overlap, no gap and no land outside; else all of them must lie in the places
 * that are listed.
 */
const [communities = 60, seed = 1] = process.argv.slice(2).map(Number)
/** Centimetres of noise, and metres of tolerance: the default, and one that two borders of that noise do not exceed. */
const RUNS = [
  { noise: 5, tolerance: 0.5 },
  { noise: 15, tolerance: 0.5 },
  { noise: 50, tolerance: 0.5 },
  { noise: 50, tolerance: 1.5 },
]
/** Square metres of wrong land in an exact community: those of GEOS's own rounding. */
const EXACT_M2 = 1e-4
/** Square metres farther than a lattice unit (1.1 cm) from every listed place: their corners lie on the lattice. */
const ROUNDING_M2 = 0.01

/** A ten-thousandth of a lattice unit is a micrometre: on such a grid no overlay of GEOS fails. Metres are on a plane. */
const JUDGE = `
  with pair as (
    select i, ST_GeomFromText(before) as before, ST_GeomFromText(after) as after
    from unnest($1::text[], $2::text[]) with ordinality as c (before, after, i)
  ), together as (
    select land, coalesce(ST_GeomFromText($3), (
      select ST_UnaryUnion(ST_Collect(ST_MakePolygon(ST_ExteriorRing(part.geom))), 0.0001) from ST_Dump(land) as part
    )) as outline
    from (select ST_UnaryUnion(ST_Collect(after), 0.0001) as land from pair where ST_IsValid(after)) as all_cells
  ), wrong as (
    select ST_Intersection(a.after, b.after, 0.0001) as shape
    from pair a join pair b on a.i < b.i and a.after && b.after
    where ST_IsValid(a.after) and ST_IsValid(b.after) and ST_Relate(a.after, b.after, '2********')
    union all select ST_Difference(outline, land, 0.0001) from together
    union all select ST_Difference(land, outline, 0.0001) from together
  ), wrongs as (
    select ST_UnaryUnion(ST_Collect(ST_CollectionExtract(shape, 3)), 0.0001) as shape from wrong where not ST_IsEmpty(shape)
  ), listed as (
    select coalesce(
      ST_Buffer(ST_UnaryUnion(ST_Collect(ST_MakeValid(ST_GeomFromText(place))), 0.0001), 1), 'MULTIPOLYGON EMPTY') as shape
    from unnest($4::text[]) as p (place)
  )
  select
    (select count(*)::int4 from pair where not ST_IsValid(after)) as invalid,
    (select coalesce(ST_Area(shape) * $5 * $6, 0)::float8 from wrongs) as wrong,
    (select coalesce(ST_Area(ST_Difference(wrongs.shape, listed.shape, 0.0001)) * $5 * $6, 0)::float8 from wrongs, listed) as missed,
    max(ST_HausdorffDistance(ST_Boundary(ST_Scale(before, $5, $6)), ST_Boundary(ST_Scale(after, $5, $6)), 0.25))::float8 as moved,
    max(abs(ST_Area(before) - ST_Area(after)) * $5 * $6 / ST_Length(ST_Boundary(ST_Scale(before, $5, $6))))::float8 as area
  from pair`

const { database, drop } = await openTestDatabase({ holds: 'blank' })
let failed = false
const table: string[][] = [
  ['noise, tolerance', 'exact', 'listed', 'neither', 'farthest moved', 'area ÷ border', 'not listed'],
]
for (const { noise, tolerance } of RUNS)
  for (const known of [true, false]) {
    const sum = { exact: 0, listed: 0, neither: 0, moved: 0, area: 0, missed: 0 }
    for (let n = 0; n < communities; n++) {
      const { cells, boundary } = buildBrickwork({ columns: 6, rows: 5, wave: 8000, seed: seed + n })
      const given = shake(cells, noise / 100, seed + n)
      const cleaned = cleanTiling(given, known ? boundary : null, tolerance)
      const found = await askGeos(given, cleaned.cells, known ? boundary : null, [
        ...cleaned.gaps,
        ...cleaned.overlaps,
        ...cleaned.outside,
      ])
      const isExact = found.wrong <= EXACT_M2 && found.invalid === 0
      // what is as it was given may be as wrong as it was
      const isListed =
        cleaned.unfitted.length + cleaned.gaps.length + cleaned.overlaps.length + cleaned.outside.length > 0
      sum[isExact ? 'exact' : isListed && found.missed <= ROUNDING_M2 ? 'listed' : 'neither']++
      sum.moved = Math.max(sum.moved, found.moved)
      sum.area = Math.max(sum.area, found.area)
      sum.missed = Math.max(sum.missed, found.missed)
    }
    // a lattice unit is 1.1 cm
    failed ||= sum.neither > 0 || sum.moved > tolerance + 0.012 || sum.area > tolerance
    table.push([
      `${noise} cm, ${tolerance} m, ${known ? 'outline known' : 'no outline'}`,
      ...[sum.exact, sum.listed, sum.neither].map(String),
      ...[sum.moved, sum.area].map((metres) => `${metres.toFixed(3)} m`),
      `${sum.missed.toFixed(4)} m²`,
    ])
  }
await drop()
process.stdout.write(
  `${communities} communities of 30 grids each, seed ${seed}\n${table.map((row) => row.join(' · ')).join('\n')}\n`,
)
process.exitCode = failed ? 1 : 0

/** Moves every vertex of every cell on its own by up to so many metres. */
function shake(cells: readonly MultiPolygon[], metres: number, of: number): MultiPolygon[] {
  const random = createSeededRandom(of)
  const scale = computeScaleAt(cells[0]![0]![0]![0]![1])
  const move = ([x, y]: Point): Point => {
    const [angle, far] = [random() * 2 * Math.PI, Math.sqrt(random()) * metres]
    return [
      x + Math.round((Math.cos(angle) * far) / scale.x),
      y + Math.round((Math.sin(angle) * far) / scale.y),
    ]
  }
  return cells.map((cell) => cell.map((polygon) => polygon.map((ring) => ring.map(move))))
}

interface Judgement {
  /** Invalid cells, and square metres of overlaps, gaps and land outside. */
  invalid: number
  wrong: number
  /** Of those the square metres outside all places that are listed. */
  missed: number
  /** Metres that the border of a cell moved, and square metres that a cell gained or lost per metre of its border. */
  moved: number
  area: number
}

/** Compares cells with those that were given. Without an outline a gap is what their union has holes for. */
async function askGeos(
  given: readonly MultiPolygon[],
  cells: readonly MultiPolygon[],
  boundary: MultiPolygon | null,
  places: readonly { shape: Polygon }[],
): Promise<Judgement> {
  const scale = computeScaleAt(given[0]![0]![0]![0]![1])
  const [x, y] = given[0]![0]![0]![0]!
  const toText = (shape: MultiPolygon) =>
    `MULTIPOLYGON(${shape
      .map(
        (polygon) =>
          `(${polygon
            .map((ring) => `(${[...ring, ring[0]!].map(([px, py]) => `${px - x} ${py - y}`).join()})`)
            .join()})`,
      )
      .join()})`
  const { rows } = await database.query<Judgement>(JUDGE, [
    given.map(toText),
    cells.map(toText),
    boundary === null ? null : toText(boundary),
    places.map(({ shape }) => toText([shape])),
    scale.x,
    scale.y,
  ])
  return rows[0]!
}
