import { labelPoints } from '#shared/geometry/label-point.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { shapeBox } from '#shared/geometry/shape-box.ts'
import { writeMultiPolygon } from '#shared/geometry/twkb.ts'
import type { CityBase, Standing } from '../base/city-base.ts'
import { isRefused } from '../columns/read-row.ts'
import { cityPrefix } from '../city-prefix.ts'
import { findCommunity } from '../find-community.ts'
import { growBox } from '../grow-box.ts'
import { type Fields, mergeRow, changedFields } from '../merge-row.ts'
import { firstRows } from '../report.ts'
import { collectSteps } from '../staging/collect-steps.ts'
import type { RowOutcome } from '../staging/staging.ts'
import type { TargetImport } from '../target-import.ts'
import { readTable } from '../../tables/read-pages.ts'
import { areaOf } from '../../tables/shapes.ts'
import { type StoredUnit, toHex } from '../../tables/stored-rows.ts'
import { type AreaRow, joinRepeated, readAreaRows } from './area-row.ts'
import { deriveUnits } from './derive-units.ts'
import { fitTilings, type Tiling } from './fit-tilings.ts'
import { findLineage } from './find-lineage.ts'
import { isSameArea, matchAreas } from './match-areas.ts'
import type { Scene } from './scene.ts'
import { stageUnits } from './stage-units.ts'

export type StandingGrid = Fields & Standing & { id: number; code: string; name: string; communityCode: string; geometry: string; validFrom: string; version: number; aliasCodes: Readonly<Record<string, string>> }

/**
 * Grids: matched to those that stand, put into their communities (which are made where rows name new ones), fitted
 * together inside each of them, and staged with the history and lineage of what they change.
 */
export const importGrids: TargetImport = async ({ target, base, read, system, rows, staging, missing, toleranceM, choices, day, onProgress }) => {
  const grids = new Map<string, StandingGrid>()
  for await (const page of readTable<StandingGrid>(read, 'grids')) for (const grid of page) grids.set(grid.code, grid)
  const standing = [...grids.values()].filter(({ validTo }) => validTo == null)
  const shapes = new Map(standing.map(({ code, geometry }) => [code, areaOf(geometry)]))
  const all = await readAreaRows(rows, system, () => false, onProgress)

  matchAreas(all, standing.map(({ code, name, aliasCodes }) => ({ code, name, aliases: Object.values(aliasCodes), shape: shapes.get(code) ?? null })))
  const communities = new Map<AreaRow, string>()
  const newNames = new Map<string, string>()
  for (const row of all) {
    const before = row.code === null ? undefined : grids.get(row.code)
    // a code is never given to another grid; the same one may come back
    if (before?.validTo != null && row.area && !isSameArea(row.area, areaOf(before.geometry))) row.problems.push({ code: 'code_retired', details: { value: before.code } })
    placeInCommunity(base, row, grids, communities, newNames)
  }
  makeCodes(all, communities, new Set(grids.keys()))
  joinRepeated(all)

  const taken = all.filter((row) => !isRefused(row.problems) && row.area && !row.problems.some(({ code }) => code === 'part_of_row'))
  const inFile = new Map(taken.map((row) => [row.code!, row]))
  const absent = standing.filter(({ code }) => !inFile.has(code))
  const scene: Scene = new Map()
  for (const { code } of base.units.values()) {
    const shape = base.shapeOf(code)
    if (shape) scene.set(code, shape)
  }
  if (missing === 'keep') for (const { code } of absent) scene.set(code, shapes.get(code)!)
  for (const row of taken) scene.set(row.code!, row.area!)

  const { certificate, places } = fitTilings({
    scene,
    tilings: tilingsOf(taken, communities, missing === 'keep' ? absent : [], base),
    moving: new Set(inFile.keys()),
    toleranceM,
    choices,
    tell: (code, problem) => inFile.get(code)?.problems.push(problem),
  })
  const made = deriveAbove(base, taken, communities, newNames, scene, day)

  for (const place of places) await staging.place(place)
  const steps = collectSteps(staging)
  let box = await stageUnits({ steps, base, scene, made: [...made.district, ...made.street, ...made.community] })
  const changes: StandingGrid[] = []
  const put = async (code: string, after: Fields, before: StandingGrid | null): Promise<Pick<RowOutcome, 'outcome' | 'fields'>> => {
    const shape = scene.get(code)!
    if (!before) {
      box = growBox(box, shapeBox(shape))
      await steps.add({ op: 'insert', table: 'grids' }, after)
      await steps.add({ op: 'before', table: 'grids', was: 'nothing' }, { code })
      return { outcome: 'added' }
    }
    const { id, validTo, version, revision: _revision, ...facts } = before
    const different = changedFields(facts, after)
    if (validTo == null && different.length === 0) return { outcome: 'same' }
    const since = day > before.validFrom ? day : before.validFrom
    if (before.geometry !== after['geometry']) box = growBox(growBox(box, shapeBox(shape)), shapeBox(shapes.get(code) ?? shape))
    else box = growBox(box, shapeBox(shape))
    const { geometry, ...fields } = facts
    await steps.add({ op: 'history' }, { id, version, validFrom: before.validFrom, validTo: since, fields, geometry })
    await steps.add({ op: 'update', table: 'grids' }, { ...after, validFrom: after['validFrom'] === before.validFrom ? since : after['validFrom'] })
    await steps.add({ op: 'before', table: 'grids', was: 'standing' }, before)
    changes.push(before)
    return { outcome: 'changed', fields: different }
  }

  for (const row of all) {
    let became: Pick<RowOutcome, 'outcome' | 'fields'> = { outcome: 'refused' }
    if (!isRefused(row.problems) && row.code !== null && inFile.get(row.code) === row) {
      const before = grids.get(row.code) ?? null
      const merged = mergeRow(target, before, row.values, row.problems)
      const aliasCodes = { ...before?.aliasCodes, ...(row.alias === null ? {} : { file: row.alias }), ...asRecord(row.values['aliasCodes']) }
      if (!isRefused(row.problems)) {
        const after = { ...merged, code: row.code, communityCode: communities.get(row)!, aliasCodes, validFrom: merged['validFrom'] ?? day, geometry: toHex(writeMultiPolygon(scene.get(row.code)!)) }
        became = await put(row.code, after, before)
      }
    } else if (!isRefused(row.problems)) became = { outcome: 'same' }
    await staging.tell({ row: row.row, label: row.code ?? row.name ?? '', problems: row.problems, ...became })
  }
  // grids that are not in the file but share a border with one that is may have been given vertices
  for (const before of missing === 'keep' ? absent : []) {
    const shape = scene.get(before.code)!
    if (shape === shapes.get(before.code)) continue
    const { id: _id, validTo: _validTo, version: _version, revision: _revision, ...facts } = before
    await put(before.code, { ...facts, geometry: toHex(writeMultiPolygon(shape)) }, before)
  }
  if (missing === 'retire') {
    for (const before of absent) {
      box = growBox(box, shapeBox(shapes.get(before.code)!))
      await steps.add({ op: 'before', table: 'grids', was: 'standing' }, before)
      await steps.add({ op: 'remove', table: 'grids', day }, { code: before.code })
    }
  }
  await steps.flush()
  const heirs = taken.filter((row) => !grids.has(row.code!))
  const gone = missing === 'retire' ? absent : []
  for (const pair of findLineage(gone.map(({ code }) => ({ code, shape: shapes.get(code)! })), heirs.map((row) => ({ code: row.code!, shape: scene.get(row.code!)! })))) {
    await steps.add({ op: 'lineage', day }, pair)
  }
  await steps.flush()
  return {
    absent: absent.length,
    absentRows: firstRows(absent),
    retired: gone.length,
    made: { districts: made.district.length, streets: made.street.length, communities: made.community.length },
    certificate,
    box,
    layers: [...target.layers, 'communities', 'streets', 'districts'],
  }
}

/** Which community a row belongs to; one that is not known yet may be made from the codes. */
function placeInCommunity(base: CityBase, row: AreaRow, grids: ReadonlyMap<string, StandingGrid>, communities: Map<AreaRow, string>, newNames: Map<string, string>): void {
  if (isRefused(row.problems) || !row.area) return
  const { values } = row
  if (row.code !== null && !row.code.startsWith(cityPrefix(base.city.code))) {
    row.problems.push({ code: 'code_elsewhere', details: { value: row.code } })
    return
  }
  const before = row.code === null ? undefined : grids.get(row.code)
  const stated = typeof values['communityCode'] === 'string' ? values['communityCode'] : null
  const implied = stated ?? before?.communityCode ?? row.code?.slice(0, 12) ?? null
  if (implied !== null && base.units.get(implied)?.level === 'community') {
    communities.set(row, implied)
    return
  }
  if (implied !== null) {
    if (!implied.startsWith(cityPrefix(base.city.code))) row.problems.push({ code: 'code_elsewhere', details: { value: implied } })
    else {
      communities.set(row, implied)
      for (const [code, field] of [[implied, 'communityName'], [implied.slice(0, 9), 'streetName'], [implied.slice(0, 6), 'districtName']] as const) {
        const name = values[field]
        if (typeof name === 'string' && !newNames.has(code)) newNames.set(code, name)
      }
    }
    return
  }
  const found = findCommunity(base, values, placeOf(row.area), row.problems)
  if (typeof found === 'string') communities.set(row, found)
  else if (found === null) row.problems.push({ code: 'parent_not_found' })
}

/** Rows without a code are numbered behind those that their community has, from west to east and then north to south. */
function makeCodes(rows: readonly AreaRow[], communities: ReadonlyMap<AreaRow, string>, known: ReadonlySet<string>): void {
  const open = new Map<string, AreaRow[]>()
  for (const row of rows) {
    const community = communities.get(row)
    if (row.code === null && community !== undefined && !isRefused(row.problems)) open.set(community, [...open.get(community) ?? [], row])
  }
  if (open.size === 0) return
  const taken = new Set([...known, ...rows.flatMap(({ code }) => code ?? [])])
  for (const [community, waiting] of open) {
    const places = new Map(waiting.map((row) => [row, placeOf(row.area!)]))
    const inOrder = waiting.sort((a, b) => places.get(a)![0] - places.get(b)![0] || places.get(b)![1] - places.get(a)![1])
    let serial = 0
    for (const row of inOrder) {
      let code: string
      do code = `${community}${String(++serial).padStart(3, '0')}`
      while (taken.has(code) && serial < 999)
      if (taken.has(code)) row.problems.push({ code: 'code_missing' })
      else {
        taken.add(code)
        row.code = code
        row.problems.push({ code: 'code_made', details: { value: code } })
      }
    }
  }
}

function tilingsOf(taken: readonly AreaRow[], communities: ReadonlyMap<AreaRow, string>, kept: readonly StandingGrid[], base: CityBase): Tiling[] {
  const byCommunity = new Map<string, string[]>()
  for (const row of taken) {
    const community = communities.get(row)!
    byCommunity.set(community, [...byCommunity.get(community) ?? [], row.code!])
  }
  for (const { code, communityCode } of kept) byCommunity.get(communityCode)?.push(code)
  const outlined = [...byCommunity].filter(([code]) => base.shapeOf(code) !== null)
  const loose = [...byCommunity].filter(([code]) => base.shapeOf(code) === null).flatMap(([, cells]) => cells)
  return [
    ...outlined.map(([unit, cells]) => ({ unit, name: base.units.get(unit)?.name ?? unit, cells })),
    ...(loose.length > 0 ? [{ unit: null, name: '', cells: loose }] : []),
  ]
}

function deriveAbove(base: CityBase, taken: readonly AreaRow[], communities: ReadonlyMap<AreaRow, string>, names: ReadonlyMap<string, string>, scene: Scene, day: string): Record<'district' | 'street' | 'community', StoredUnit[]> {
  const known = (code: string) => base.units.has(code)
  const derive = (level: 'district' | 'street' | 'community', children: { code: string; parent: string }[]) => deriveUnits({ level, children, known, names, scene, day })
  const above = (units: readonly StoredUnit[]) => units.map(({ code }) => ({ code, parent: code.slice(0, -3) }))
  const community = derive('community', taken.map((row) => ({ code: row.code!, parent: communities.get(row)! })))
  const street = derive('street', above(community))
  const district = derive('district', above(street))
  return { district, street, community }
}

function placeOf(area: MultiPolygon): Point {
  const [x, y] = labelPoints(toFlatPolygons([area]))
  return [x!, y!]
}

function asRecord(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

