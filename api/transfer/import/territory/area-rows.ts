import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { computeTwiceSignedArea } from '#shared/geometry/signed-area.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import type { RowProblem } from '../../../../data/formats/model/format.ts'
import { isRejected, type ParsedRow } from '../rows/read-row.ts'
import { parseGeometry, type PlacedSystem } from '../geometry/parse-geometry.ts'
import { isSameShape } from '../tiling/is-same-shape.ts'

/** A row of territory on its way: what was read, its shape on the lattice, and the code it will bear. */
export interface AreaRow extends ParsedRow {
  area: MultiPolygon | null
  /** null: not known yet, or refused. */
  code: string | null
  name: string | null
}

/**
 * Reads all rows with their shapes. A row without a shape is refused unless `mayLack` allows it; one whose code is none
 * of ours is not, if something that stands is known by it: `aliases`.
 */
export async function readAreaRows(
  rows: AsyncIterable<readonly ParsedRow[]>,
  system: PlacedSystem,
  {
    aliases,
    shapeOf,
    mayLack = () => false,
    toleranceM,
    onProgress,
  }: {
    aliases: ReadonlyMap<string, string>
    /** The shape of what stands under a code; a row of a table that leaves its shape out keeps it. */
    shapeOf: (code: string) => MultiPolygon | null
    mayLack?: (row: ParsedRow) => boolean
    /** How far borders may be moved to fit, in metres. */
    toleranceM: number
    onProgress: (rows: number) => void
  },
): Promise<AreaRow[]> {
  const all: AreaRow[] = []
  /** Some row has a code of ours, or one that a unit is known by. */
  let hasOwnCodes = false
  for await (const bunch of rows) {
    for (const row of bunch) {
      const wrongForm =
        row.alias !== null && aliases.has(row.alias)
          ? row.problems.findIndex(({ code, details }) => isForeignCode(row, code, details))
          : -1
      if (wrongForm >= 0) {
        row.problems.splice(wrongForm, 1)
        hasOwnCodes = true
      }
      let area: MultiPolygon | null = null
      const other = row.problems.find(({ code, details }) => isForeignCode(row, code, details))
      if (other === undefined && typeof row.values['code'] === 'string') hasOwnCodes = true
      const rejected = isRejected(row.problems.filter((problem) => problem !== other))
      const kept =
        row.omitsShape && typeof row.values['code'] === 'string' ? shapeOf(row.values['code']) : null
      if (!rejected && kept !== null) {
        row.problems.push({ code: 'shape_kept' })
        area = kept
      } else if (!rejected && !(row.geometry === null && mayLack(row))) {
        const { shapes, problems } = parseGeometry(row.geometry, ['area'], system, toleranceM)
        row.problems.push(...problems)
        if (shapes[0]?.kind === 'area') area = shapes[0].area
      }
      const { code, name } = row.values
      all.push({
        ...row,
        geometry: null,
        area,
        code: typeof code === 'string' ? code : null,
        name: typeof name === 'string' ? name : null,
      })
    }
    onProgress(all.length)
  }
  // where no row has a known code, those of the file are another department's, and no slips of the pen
  if (!hasOwnCodes)
    for (const row of all)
      row.problems = row.problems.map((problem) =>
        isForeignCode(row, problem.code, problem.details)
          ? { code: 'code_foreign', details: { value: row.alias ?? '' } }
          : problem,
      )
  return all
}

/** Whether a finding says that the code of a row has not the form of ours, though nothing has destroyed it. */
function isForeignCode(
  { alias }: ParsedRow,
  code: RowProblem['code'],
  details: RowProblem['details'],
): boolean {
  return alias !== null && code === 'code_wrong_form' && String(details?.['value']).trim() === alias
}

/**
 * Rows of one code: parts of one territory (an exclave in a row of its own) become one row, everything else is refused
 * as a repetition. Shapes that stand twice are refused the second time.
 */
export function mergeRepeatedRows(rows: readonly AreaRow[]): void {
  const byCode = new Map<string, AreaRow>()
  // by box and size first: what is compared vertex by vertex is hardly ever another shape
  const byShape = new Map<string, { area: MultiPolygon; row: number }[]>()
  for (const row of rows) {
    if (isRejected(row.problems)) continue
    if (row.area) {
      const { area } = row
      const key = `${getShapeBox(area).join(' ')} ${area.flat().reduce((sum, ring) => sum + computeTwiceSignedArea(ring), 0)}`
      const alike = byShape.get(key) ?? []
      const twin = alike.find((other) => isSameShape(other.area, area))
      if (twin) row.problems.push({ code: 'geometry_twice', details: { row: twin.row } })
      else byShape.set(key, [...alike, { area, row: row.row }])
    }
    if (row.code === null || isRejected(row.problems)) continue
    const first = byCode.get(row.code)
    if (!first) byCode.set(row.code, row)
    else if (first.area && row.area && first.name === row.name && apart(first.area, row.area)) {
      first.area = [...first.area, ...row.area]
      first.problems.push({ code: 'parts_joined' })
      row.problems.push({ code: 'part_of_row', details: { row: first.row } })
    } else row.problems.push({ code: 'code_twice', details: { value: row.code, row: first.row } })
  }
}

/** Whether two areas certainly have no land in common: their boxes do not even touch. */
function apart(one: MultiPolygon, other: MultiPolygon): boolean {
  const boxes = (area: MultiPolygon) =>
    area.map(([outer]) =>
      outer!.reduce(
        ([w, s, e, n], [x, y]) => [Math.min(w!, x), Math.min(s!, y), Math.max(e!, x), Math.max(n!, y)],
        [Infinity, Infinity, -Infinity, -Infinity],
      ),
    )
  return boxes(one).every(([w, s, e, n]) =>
    boxes(other).every(([w2, s2, e2, n2]) => w! > e2! || e! < w2! || s! > n2! || n! < s2!),
  )
}
