import type { Box, MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { getAncestorCode } from '#shared/contract/city/code-levels.ts'
import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { writeTwkbMultiPolygon, writeTwkbPoint } from '#shared/geometry/twkb.ts'
import type { Shape } from '../../../../data/formats/model/shape.ts'
import { decodeLineOrArea, decodePointOrArea } from '../../tables/decode-shapes.ts'
import { type PageReader, readTablePages } from '../../tables/read-table-pages.ts'
import { type StoredWaterway, toHex } from '../../tables/stored-rows.ts'
import { judgeAbsence } from '../absence/judge-absence.ts'
import { createBuildingCheck } from '../buildings/check-building-place.ts'
import { createBuildingMatcher } from '../buildings/match-building.ts'
import { createPlaceCheck } from '../crs/check-place.ts'
import type { ExistingRow } from '../existing/existing-city.ts'
import { findCommunity } from '../existing/find-community.ts'
import { mergeBoxes } from '../geometry/merge-boxes.ts'
import { keepShape, parseGeometry } from '../geometry/parse-geometry.ts'
import { type RowFields, listChangedFields, mergeRow } from '../rows/merge-row.ts'
import { isRejected, type ParsedRow } from '../rows/read-row.ts'
import { collectSteps } from '../staging/collect-steps.ts'
import type { RowOutcome } from '../staging/staging.ts'
import type { TargetImport } from './target-import.ts'

type StoredBuilding = RowFields & { code: string; geometry: string }
type StandingBuilding = StoredBuilding & ExistingRow

interface PlannedBuilding {
  outcome: Extract<RowOutcome['outcome'], 'added' | 'changed' | 'same'>
  after: StoredBuilding
  before: StandingBuilding | null
  fields: string[]
  box: Box
}

const table = 'buildings'

/** Buildings: each row stands for itself, and is found by its code, its address or its place. */
export const importBuildings: TargetImport = async ({
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
  const standing = new Map<string, StandingBuilding>()
  for await (const page of readTablePages<StandingBuilding>(read, table))
    for (const row of page) standing.set(row.code, row)
  const matcher = createBuildingMatcher(
    [...standing.values()]
      .filter(({ validTo }) => validTo == null)
      .map(({ code, address, geometry }) => ({ code, address, place: placeOf(decodePointOrArea(geometry)) })),
    new Set(standing.keys()),
  )
  const checkPlace = createPlaceCheck(base)
  const checkBuilding = createBuildingCheck(base, await readWaterAreas(read), function* () {
    for (const { code, geometry, validTo } of standing.values()) {
      if (validTo != null) continue
      const shape = decodePointOrArea(geometry)
      yield { code, shape, place: placeOf(shape) }
    }
  })
  const steps = collectSteps(staging)
  const rowOfCode = new Map<string, number>()
  const covered = new Set<string>()
  let box: Box | null = null
  let rowsRead = 0
  const streetOf = (place: Point): string => {
    const community = base.unitAt('community', place)
    return community === undefined ? base.city.code : getAncestorCode(community, 'street')
  }

  function plan({ row, values, problems, geometry, omitsShape }: ParsedRow): PlannedBuilding | null {
    if (isRejected(problems)) return null
    const standingRow = typeof values['code'] === 'string' ? standing.get(values['code']) : undefined
    const { shapes, problems: found } =
      omitsShape && standingRow && standingRow.validTo == null
        ? keepShape(decodePointOrArea(standingRow.geometry))
        : parseGeometry(geometry, target.shapes, system)
    problems.push(...found)
    const shape = shapes[0]
    if (!shape || isRejected(problems)) return null
    const place = placeOf(shape)
    const stated = typeof values['code'] === 'string' ? values['code'] : null
    const code = stated ?? matcher.find(values['address'], place, problems) ?? matcher.make()
    const known = standing.get(code) ?? null
    if (stated === null && known === null) problems.push({ code: 'code_made', details: { value: code } })
    if (rowOfCode.has(code))
      problems.push({ code: 'code_twice', details: { value: code, row: rowOfCode.get(code)! } })
    const merged = mergeRow(target, known, values, problems)
    const community = findCommunity(base, values, null, problems)
    if (community === undefined || isRejected(problems)) return null
    checkPlace({ values, problems }, place, community)
    checkBuilding(shape, place, code, known === null, problems)
    covered.add(streetOf(place))
    rowOfCode.set(code, row)
    merged['validFrom'] ??= day
    const after: StoredBuilding = Object.assign(merged, { code, geometry: encodeShape(shape) })
    if (known === null) return { outcome: 'added', after, before: null, fields: [], box: boxOf(shape) }
    const { validTo, version: _version, revision: _revision, ...facts } = known
    const fields = listChangedFields(facts, after)
    return {
      outcome: validTo == null && fields.length === 0 ? 'same' : 'changed',
      after,
      before: known,
      fields,
      box: boxOf(shape),
    }
  }

  for await (const bunch of rows) {
    for (const row of bunch) {
      const planned = plan(row)
      const { code: stated } = row.values
      if (planned === null && typeof stated === 'string') rowOfCode.set(stated, row.row)
      const label = planned?.after.code ?? String(stated ?? row.values['name'] ?? row.values['address'] ?? '')
      await staging.tell({
        row: row.row,
        label,
        outcome: planned?.outcome ?? 'refused',
        problems: row.problems,
        ...(planned && planned.fields.length > 0 ? { fields: planned.fields } : {}),
      })
      if (planned === null || planned.outcome === 'same') continue
      const { after, before } = planned
      box = mergeBoxes(box, planned.box)
      if (before === null) {
        await steps.add({ op: 'insert', table }, after)
        await steps.add({ op: 'before', table, was: 'nothing' }, { code: after.code })
      } else {
        box = mergeBoxes(box, boxOf(decodePointOrArea(before.geometry)))
        await steps.add({ op: 'update', table }, after)
        await steps.add({ op: 'before', table, was: 'standing' }, before)
      }
    }
    rowsRead += bunch.length
    onProgress(rowsRead)
  }

  const { gone, ...absence } = judgeAbsence({
    standing: [...standing.values()].filter(({ validTo }) => validTo == null),
    isPresent: ({ code }) => rowOfCode.has(code),
    unitOf: ({ geometry }) => streetOf(placeOf(decodePointOrArea(geometry))),
    covered,
    scope,
    nameOf: (unit) => base.units.get(unit)?.name ?? unit,
  })
  for (const row of gone) {
    box = mergeBoxes(box, boxOf(decodePointOrArea(row.geometry)))
    await steps.add({ op: 'remove', table, day }, { code: row.code })
    await steps.add({ op: 'before', table, was: 'standing' }, row)
  }
  await steps.flush()
  return {
    ...absence,
    made: { districts: 0, streets: 0, communities: 0 },
    certificate: null,
    box,
    layers: target.layers,
  }
}

async function readWaterAreas(read: PageReader): Promise<MultiPolygon[]> {
  const areas: MultiPolygon[] = []
  for await (const page of readTablePages<StoredWaterway>(read, 'waterways')) {
    for (const { geometry } of page) {
      const shape = decodeLineOrArea(geometry)
      if ('area' in shape) areas.push(shape.area)
    }
  }
  return areas
}

function placeOf(shape: Shape): Point {
  if (shape.kind === 'point') return shape.point
  if (shape.kind === 'line') return shape.line[0]!
  const [x, y] = computeInteriorPoint(shape.area[0]!)
  return [Math.round(x), Math.round(y)]
}

function boxOf(shape: Shape): Box {
  if (shape.kind === 'area') return getShapeBox(shape.area)
  const [x, y] = placeOf(shape)
  return [x, y, x, y]
}

const encodeShape = (shape: Shape): string =>
  toHex(shape.kind === 'area' ? writeTwkbMultiPolygon(shape.area) : writeTwkbPoint(placeOf(shape)))
