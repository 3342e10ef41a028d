import type { Box } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { writeTwkbLine, writeTwkbMultiPolygon } from '#shared/geometry/twkb.ts'
import type { ExistingRow } from '../existing/existing-city.ts'
import { judgeAbsence } from '../absence/judge-absence.ts'
import { isRejected } from '../rows/read-row.ts'
import { mergeBoxes } from '../geometry/merge-boxes.ts'
import { type RowFields, mergeRow, isSameRow } from '../rows/merge-row.ts'
import { parseGeometry } from '../geometry/parse-geometry.ts'
import type { Shape } from '../../../../data/formats/model/shape.ts'
import { collectSteps } from '../staging/collect-steps.ts'
import type { RowOutcome } from '../staging/staging.ts'
import { isRoadWalkable } from './is-road-walkable.ts'
import type { TargetImport } from './target-import.ts'
import { readTablePages } from '../../tables/read-table-pages.ts'
import { decodeLineOrArea } from '../../tables/decode-shapes.ts'
import { toHex } from '../../tables/stored-rows.ts'

type StoredLine = RowFields & { geometry: string }
type StandingLine = StoredLine & ExistingRow & { id: number }

/** Roads and waterways bear no code: a line is the same as one that stands when it runs exactly alike. */
export const importLines: TargetImport = async ({
  target,
  base,
  read,
  system,
  rows,
  staging,
  scope,
  day,
  onProgress,
}) => {
  const table = target.id === 'roads' ? 'roads' : 'waterways'
  const standing = new Map<string, StandingLine>()
  for await (const page of readTablePages<StandingLine>(read, table))
    for (const line of page) standing.set(line.geometry, line)
  const steps = collectSteps(staging)
  const seen = new Map<string, number>()
  let box: Box | null = null
  /** The box of all lines of the file. */
  let extent: Box | null = null
  let count = 0

  const put = async (shape: Shape, fields: RowFields): Promise<RowOutcome['outcome']> => {
    const geometry = hexOf(shape)
    const before = standing.get(geometry)
    const after = { ...fields, geometry }
    if (before) {
      const { id: _id, revision: _revision, ...facts } = before
      if (isSameRow(facts, after)) return 'same'
    }
    box = mergeBoxes(box, boxOf(shape))
    if (before) {
      await steps.add({ op: 'before', table, was: 'standing' }, before)
      await steps.add({ op: 'remove', table, day }, { id: before.id })
    }
    await steps.add({ op: 'before', table, was: 'nothing' }, { geometry })
    await steps.add({ op: 'insert', table }, after)
    return before ? 'changed' : 'added'
  }

  for await (const bunch of rows) {
    for (const row of bunch) {
      let outcome: RowOutcome['outcome'] = 'refused'
      const fields = mergeRow(target, null, row.values, row.problems)
      if (table === 'roads' && typeof row.values['walkable'] !== 'boolean')
        fields['walkable'] = isRoadWalkable({ ...row.values, class: fields['class'] ?? null })
      if (table === 'roads' && isGradeSeparated(row.values)) fields['bridge'] = true
      const { shapes, problems } = isRejected(row.problems)
        ? { shapes: [], problems: [] }
        : parseGeometry(row.geometry, target.shapes, system)
      row.problems.push(...problems)
      for (const shape of shapes) extent = mergeBoxes(extent, boxOf(shape))
      const fresh = shapes.filter((shape) => !seen.has(hexOf(shape)))
      const twin = shapes.length > 0 && fresh.length === 0 ? seen.get(hexOf(shapes[0]!)) : undefined
      if (twin !== undefined) row.problems.push({ code: 'geometry_twice', details: { row: twin } })
      if (!isRejected(row.problems)) {
        const outcomes = new Set<RowOutcome['outcome']>()
        for (const shape of fresh) {
          seen.set(hexOf(shape), row.row)
          outcomes.add(await put(shape, fields))
        }
        outcome = outcomes.has('added') ? 'added' : outcomes.has('changed') ? 'changed' : 'same'
      }
      await staging.tell({
        row: row.row,
        label: String(fields['name'] ?? ''),
        outcome,
        problems: row.problems,
      })
    }
    count += bunch.length
    onProgress(count)
  }
  // lines belong to no unit: without a stated one, the file covers the box around its lines
  const { gone, ...absence } = judgeAbsence({
    standing: [...standing.values()],
    isPresent: ({ geometry }) => seen.has(geometry),
    unitOf: ({ geometry }) => {
      const around = boxOfStored(geometry)
      if (scope.within.length === 0) return extent !== null && isInBox(around, extent) ? 'extent' : ''
      const middle: [number, number] = [(around[0] + around[2]) / 2, (around[1] + around[3]) / 2]
      return base.unitAt('community', middle) ?? base.city.code
    },
    covered: new Set(['extent']),
    scope: { ...scope, mayEmpty: true },
  })
  for (const line of gone) {
    box = mergeBoxes(box, boxOfStored(line.geometry))
    await steps.add({ op: 'before', table, was: 'standing' }, line)
    await steps.add({ op: 'remove', table, day }, { id: line.id })
  }
  await steps.flush()
  return {
    ...absence,
    emptied: [],
    made: { districts: 0, streets: 0, communities: 0 },
    certificate: null,
    box,
    layers: target.layers,
  }
}

/** Whether a road meets others at its vertices only: it runs over or under what it crosses. */
const isGradeSeparated = ({ tunnel, layer }: RowFields) =>
  tunnel === true || (typeof layer === 'string' && /^[-+]?[1-9]\d*$/.test(layer))

function boxOfStored(geometry: string): Box {
  const shape = decodeLineOrArea(geometry)
  return boxOf('line' in shape ? { kind: 'line', line: shape.line } : { kind: 'area', area: shape.area })
}

const isInBox = (inner: Box, outer: Box) =>
  inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3]

function hexOf(shape: Shape): string {
  if (shape.kind === 'area') return toHex(writeTwkbMultiPolygon(shape.area))
  return toHex(writeTwkbLine(shape.kind === 'line' ? shape.line : [shape.point]))
}

function boxOf(shape: Shape): Box {
  if (shape.kind === 'area') return getShapeBox(shape.area)
  return getShapeBox([[shape.kind === 'line' ? shape.line : [shape.point]]])
}
