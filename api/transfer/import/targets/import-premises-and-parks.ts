import type { Box, MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'
import { computeDistanceM } from '#shared/geometry/measure.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { writeTwkbMultiPolygon, writeTwkbPoint } from '#shared/geometry/twkb.ts'
import type { ExistingRow } from '../existing/existing-city.ts'
import { isRejected, type ParsedRow } from '../rows/read-row.ts'
import { TARGETS } from '#shared/contract/transfer/targets.ts'
import { getAncestorCode } from '#shared/contract/city/code-levels.ts'
import { judgeAbsence } from '../absence/judge-absence.ts'
import { createPlaceCheck } from '../crs/check-place.ts'
import { findCommunity } from '../existing/find-community.ts'
import { mergeBoxes } from '../geometry/merge-boxes.ts'
import { type RowFields, mergeRow, listChangedFields } from '../rows/merge-row.ts'
import { keepShape, parseGeometry } from '../geometry/parse-geometry.ts'
import type { Shape } from '../../../../data/formats/model/shape.ts'
import { collectSteps } from '../staging/collect-steps.ts'
import type { TargetImport } from './target-import.ts'
import { readTablePages } from '../../tables/read-table-pages.ts'
import { decodePointOrArea } from '../../tables/decode-shapes.ts'
import { toHex } from '../../tables/stored-rows.ts'
import { createProvisionalCodes } from './provisional-codes.ts'

/** Which rows of which table a target means, and how its provisional codes begin. */
const kinds = {
  stations: { table: 'premises', kind: 'station', prefix: 'S' },
  centers: { table: 'premises', kind: 'center', prefix: 'C' },
  premises: { table: 'premises', kind: 'community', prefix: 'M' },
  parks: { table: 'parks', kind: null, prefix: 'P' },
  candidates: { table: 'candidates', kind: null, prefix: 'H' },
} as const

const targetOfKind = (kind: unknown): PremisesOrParkTarget =>
  kind === 'station' ? 'stations' : kind === 'center' ? 'centers' : 'premises'

export type PremisesOrParkTarget = keyof typeof kinds

type Stored = RowFields & { code: string; name: string; geometry: string; communityCode: string | null }

/** Stations, centres, community premises, parks and places for new ones: each row stands for itself, so any number of them streams through. */
export const importPremisesAndParks: TargetImport = async ({
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
  const { table, kind, prefix } = kinds[target.id as PremisesOrParkTarget]
  const standing = new Map<string, Stored & ExistingRow>()
  /** Codes of the table that are another kind's, with what bears them. */
  const foreign = new Map<string, { name: string; kind: unknown }>()
  for await (const page of readTablePages<Stored & ExistingRow>(read, table)) {
    for (const row of page) {
      if (kind === null || row['kind'] === kind) standing.set(row.code, row)
      else foreign.set(row.code, { name: row.name, kind: row['kind'] })
    }
  }
  const codes = createProvisionalCodes(
    prefix,
    [...standing.values()].filter(({ validTo }) => validTo == null),
    new Set([...standing.keys(), ...foreign.keys()]),
  )
  const steps = collectSteps(staging)
  const seen = new Map<string, number>()
  /** Codes that stand in the file, of refused rows as well. */
  const present = new Set<string>()
  const covered = new Set<string>()
  const [insert, update] = [
    { op: 'insert', table },
    { op: 'update', table },
  ] as const
  const [wasNothing, wasStanding] = [
    { op: 'before', table, was: 'nothing' },
    { op: 'before', table, was: 'standing' },
  ] as const
  const cityBox = base.box
  const checkPlace = createPlaceCheck(base)
  const streetOf = (community: string | null) =>
    community === null ? base.city.code : getAncestorCode(community, 'street')
  let box: Box | null = null
  let read_ = 0

  const plan = (
    row: ParsedRow,
  ): {
    outcome: 'added' | 'changed' | 'same'
    after: Stored
    before: (Stored & ExistingRow) | null
    fields?: string[]
  } | null => {
    const { values, problems } = row
    if (typeof values['code'] === 'string') present.add(values['code'])
    if (isRejected(problems)) return null
    const known = typeof values['code'] === 'string' ? standing.get(values['code']) : undefined
    const { shapes, problems: about } =
      row.omitsShape && known && known.validTo == null
        ? keepShape(decodePointOrArea(known.geometry))
        : parseGeometry(row.geometry, target.shapes, system)
    problems.push(...about)
    const shape = shapes[0]
    if (!shape || isRejected(problems)) return null
    const place = placeOf(shape)
    const name = typeof values['name'] === 'string' ? values['name'] : null
    const code = typeof values['code'] === 'string' ? values['code'] : codes.find(name, place, problems)
    const other = code === null ? undefined : foreign.get(code)
    if (code !== null && other !== undefined) {
      const { zh, en } = TARGETS[targetOfKind(other.kind)]
      problems.push({ code: 'code_of_other_target', details: { value: code, name: other.name, zh, en } })
    }
    if (code !== null && seen.has(code))
      problems.push({ code: 'code_twice', details: { value: code, row: seen.get(code)! } })
    if (code !== null) present.add(code)
    const before = code === null ? null : (standing.get(code) ?? null)
    const merged = mergeRow(target, before, values, problems)
    const communityCode = findCommunity(base, values, place, problems)
    if (communityCode === undefined || isRejected(problems) || merged['name'] === null) return null
    checkPlace(row, place, communityCode)
    if (cityBox && distanceFrom(cityBox, place) > FAR_KM)
      problems.push({ code: 'far_from_city', details: { km: FAR_KM } })
    const community = communityCode ?? before?.communityCode ?? null
    if (community !== null) covered.add(streetOf(community))
    const made = code ?? codes.make()
    if (code === null) problems.push({ code: 'code_made', details: { value: made } })
    seen.set(made, row.row)
    box = mergeBoxes(box, boxOf(shape))
    if (before) box = mergeBoxes(box, boxOfStored(before.geometry))
    if (kind !== null) merged['kind'] = kind
    if ('functions' in merged) merged['functions'] ??= []
    merged['validFrom'] ??= day
    const after: Stored = Object.assign(merged, {
      code: made,
      name: String(merged['name']),
      communityCode: community,
      geometry: toHex(
        shape.kind === 'area'
          ? writeTwkbMultiPolygon(shape.area)
          : shape.kind === 'point'
            ? writeTwkbPoint(shape.point)
            : new Uint8Array(),
      ),
    })
    if (!before) return { outcome: 'added', after, before }
    const { validTo, version: _version, revision: _revision, ...facts } = before
    const fields = listChangedFields(facts, after)
    return { outcome: validTo == null && fields.length === 0 ? 'same' : 'changed', after, before, fields }
  }

  for await (const bunch of rows) {
    for (const row of bunch) {
      const planned = plan(row)
      const label = planned?.after.code ?? String(row.values['code'] ?? row.values['name'] ?? '')
      await staging.tell({
        row: row.row,
        label,
        outcome: planned?.outcome ?? 'refused',
        problems: row.problems,
        ...(planned?.fields && planned.fields.length > 0 ? { fields: planned.fields } : {}),
      })
      if (planned?.outcome === 'added') {
        await steps.add(insert, planned.after)
        await steps.add(wasNothing, { code: planned.after.code })
      }
      if (planned?.outcome === 'changed' && planned.before) {
        await steps.add(update, planned.after)
        await steps.add(wasStanding, planned.before)
      }
    }
    read_ += bunch.length
    onProgress(read_)
  }
  const judged = [...standing.values()].filter(({ validTo }) => validTo == null)
  for (const { code, communityCode } of judged) if (present.has(code)) covered.add(streetOf(communityCode))
  const { gone, ...absence } = judgeAbsence({
    standing: judged,
    isPresent: ({ code }) => present.has(code),
    unitOf: ({ communityCode }) => streetOf(communityCode),
    covered,
    scope,
    nameOf: (unit) => base.units.get(unit)?.name ?? unit,
  })
  for (const row of gone) {
    box = mergeBoxes(box, boxOfStored(row.geometry))
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

/** A station this far from everything else is more likely in another city, or in another coordinate system. */
const FAR_KM = 100

function distanceFrom([west, south, east, north]: Box, [x, y]: Point): number {
  return (
    computeDistanceM([x, y], [Math.min(Math.max(x, west), east), Math.min(Math.max(y, south), north)]) / 1000
  )
}

function placeOf(shape: Shape): Point {
  if (shape.kind === 'point') return shape.point
  if (shape.kind === 'line') return shape.line[0]!
  const [x, y] = computeInteriorPoint(largest(shape.area))
  return [Math.round(x), Math.round(y)]
}

const largest = (area: MultiPolygon) =>
  area.reduce((best, each) => (each[0]!.length > best[0]!.length ? each : best))

const boxOf = (shape: Shape): Box =>
  shape.kind === 'area' ? getShapeBox(shape.area) : boxOfPoint(placeOf(shape))

const boxOfStored = (geometry: string): Box => boxOf(decodePointOrArea(geometry))

const boxOfPoint = ([x, y]: Point): Box => [x, y, x, y]
