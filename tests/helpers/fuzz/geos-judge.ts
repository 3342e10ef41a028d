import type { CellSet } from '#shared/geometry/cell-set.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import type { Database } from '../../../api/db/database.ts'

/** Asks GEOS, the library inside PostGIS, about shapes and tilings. It shares no code with the kernel. */
export interface GeosJudge {
  /** Queues a shape: it must be valid, with outer rings counter-clockwise and holes clockwise. */
  addShape(what: string, shape: MultiPolygon): void
  /** Queues a set: no two grids overlap, none is outside its units, and together they have the area of each unit. */
  addSet(what: string, set: CellSet): void
  /** Judges what is queued. Returns one line for each defect. */
  judge(): Promise<string[]>
}

/** Creates a judge that asks the given database. */
export function createGeosJudge(database: Database): GeosJudge {
  let shapes: { what: string; wkt: string }[] = []
  let sets: { what: string; unit: string; outline: string; cells: string[] }[] = []
  const known = new WeakSet<MultiPolygon>()
  return {
    addShape(what, shape) {
      if (known.has(shape)) return
      known.add(shape)
      shapes.push({ what, wkt: toWkt(shape) })
    },
    addSet(what, { cells, outlines }) {
      for (const [unit, { shape, communities }] of outlines) {
        const inside = [...cells.values()].filter(({ community }) => communities.has(community))
        sets.push({ what, unit, outline: toWkt(shape), cells: inside.map((cell) => toWkt(cell.shape)) })
      }
    },
    async judge() {
      const [invalid, broken] = [
        await database.query<{ what: string; reason: string }>(SHAPES, [JSON.stringify(shapes)]),
        await database.query<{ what: string; reason: string }>(SETS, [JSON.stringify(sets)]),
      ]
      ;[shapes, sets] = [[], []]
      return [...invalid.rows, ...broken.rows].map(({ what, reason }) => `${what}: ${reason}`)
    },
  }
}

const SHAPES = `
  select what, concat_ws(', ', public.ST_IsValidReason(shape), case when not public.ST_IsPolygonCCW(shape) then 'a ring runs the wrong way' end) as reason
  from (select r.what, public.ST_GeomFromText(r.wkt) as shape from jsonb_to_recordset($1::jsonb) as r (what text, wkt text)) as s
  where not public.ST_IsValid(shape) or not public.ST_IsPolygonCCW(shape)`

/** Areas of whole numbers are exact in doubles. */
const SETS = `
  with judged as (
    select row_number() over () as number, r.what, r.unit, public.ST_GeomFromText(r.outline) as outline, r.cells
    from jsonb_to_recordset($1::jsonb) as r (what text, unit text, outline text, cells text[])
  ), cell as (
    select number, i, public.ST_GeomFromText(wkt) as shape from judged, unnest(cells) with ordinality as c (wkt, i)
  )
  select what, unit || ': two grids overlap' as reason from judged
    where exists (
      select from cell a join cell b on a.number = b.number and a.i < b.i and a.shape operator(public.&&) b.shape
      where a.number = judged.number and public.ST_Relate(a.shape, b.shape, '2********'))
  union all
  select what, unit || ': a grid lies outside' from judged
    where exists (select from cell where cell.number = judged.number and public.ST_Relate(cell.shape, outline, '**2******'))
  union all
  select what, unit || ': the areas differ' from judged
    where public.ST_Area(outline) <> (select coalesce(sum(public.ST_Area(shape)), 0) from cell where cell.number = judged.number)
  union all
  select what, unit || ': ' || public.ST_IsValidReason(outline) from judged where not public.ST_IsValid(outline)`

const ORIGIN_STEP = 1e7

/** Relative to the nearest multiple of ten million, so that the products of two coordinates are exact. */
const toLocal = (units: number): number => units - ORIGIN_STEP * Math.round(units / ORIGIN_STEP)

const toWkt = (shape: MultiPolygon): string =>
  `MULTIPOLYGON(${shape
    .map(
      (polygon) =>
        `(${polygon
          .map(
            (ring) =>
              `(${[...ring, ...ring.slice(0, 1)].map((point) => point.map(toLocal).join(' ')).join(',')})`,
          )
          .join(',')})`,
    )
    .join(',')})`
