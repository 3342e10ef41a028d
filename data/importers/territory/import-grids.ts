import { shapeBox } from '#shared/geometry/shape-box.ts'
import { writeMultiPolygon } from '#shared/geometry/twkb.ts'
import type { CityBase, Standing } from '../base/city-base.ts'
import { isRefused } from '../columns/read-row.ts'
import { growBox } from '../grow-box.ts'
import { type Fields, mergeRow, changedFields } from '../merge-row.ts'
import { firstRows } from '../report.ts'
import { collectSteps } from '../staging/collect-steps.ts'
import type { RowOutcome } from '../staging/staging.ts'
import type { TargetImport } from '../target-import.ts'
import type { RowProblem } from '../../formats/format.ts'
import { readTable } from '../../tables/read-pages.ts'
import { areaOf } from '../../tables/shapes.ts'
import { type StoredUnit, toHex } from '../../tables/stored-rows.ts'
import { type AreaRow, joinRepeated, readAreaRows } from './area-row.ts'
import { deriveUnits } from './derive-units.ts'
import { fitTilings, type Tiling } from './fit-tilings.ts'
import { findLineage } from './find-lineage.ts'
import { addAlias, aliasesOf, isSameArea, matchAreas } from './match-areas.ts'
import { type DraftLeft, leaveForDraft } from './leave-for-draft.ts'
import { makeCodes, placeInCommunity } from './place-grids.ts'
import type { Scene } from './scene.ts'
import { stageUnits } from './stage-units.ts'

export type StandingGrid = Fields &
  Standing & {
    id: number
    code: string
    name: string
    communityCode: string
    geometry: string
    validFrom: string
    version: number
    aliasCodes: Readonly<Record<string, string>>
  }

/**
 * Grids: matched to those that stand, put into their communities (which are made where rows name new ones), fitted
 * together inside each of them, and staged with the history and lineage of what they change.
 */
export const importGrids: TargetImport = async ({
  target,
  base,
  read,
  system,
  rows,
  staging,
  missing,
  toleranceM,
  choices,
  unclear,
  day,
  onProgress,
}) => {
  const grids = new Map<string, StandingGrid>()
  for await (const page of readTable<StandingGrid>(read, 'grids'))
    for (const grid of page) grids.set(grid.code, grid)
  const standing = [...grids.values()].filter(({ validTo }) => validTo == null)
  const shapes = new Map(standing.map(({ code, geometry }) => [code, areaOf(geometry)]))
  const areas = standing.map(({ code, name, aliasCodes }) => ({
    code,
    name,
    aliases: Object.values(aliasCodes),
    shape: shapes.get(code) ?? null,
  }))
  const all = await readAreaRows(rows, system, {
    aliases: aliasesOf(areas),
    mayLack: () => false,
    onProgress,
  })

  matchAreas(all, areas)
  const communities = new Map<AreaRow, string>()
  const newNames = new Map<string, string>()
  for (const row of all) {
    const before = row.code === null ? undefined : grids.get(row.code)
    // a code is never given to another grid; the same one may come back
    if (before?.validTo != null && row.area && !isSameArea(row.area, areaOf(before.geometry)))
      row.problems.push({ code: 'code_retired', details: { value: before.code } })
    placeInCommunity(base, row, grids, communities, newNames)
  }
  makeCodes(all, communities, new Set(grids.keys()))
  joinRepeated(all)

  const taken = all.filter(
    (row) => !isRefused(row.problems) && row.area && !row.problems.some(({ code }) => code === 'part_of_row'),
  )
  const inFile = new Map(taken.map((row) => [row.code!, row]))
  const absent = standing.filter(({ code }) => !inFile.has(code))
  const kept = missing === 'keep' ? absent : []
  const tilings = tilingsOf(taken, communities, kept, base)
  /** Fits everything together; grids of communities in `left` stay as they stand. */
  const fitWithout = (left: ReadonlySet<string>) => {
    const scene: Scene = new Map()
    for (const { code } of base.units.values()) {
      const shape = base.shapeOf(code)
      if (shape) scene.set(code, shape)
    }
    for (const { code } of left.size > 0 ? standing : kept) scene.set(code, shapes.get(code)!)
    for (const row of taken) if (!left.has(communities.get(row)!)) scene.set(row.code!, row.area!)
    const told: { code: string; problem: RowProblem }[] = []
    const fitted = fitTilings({
      scene,
      tilings: tilings.filter(({ unit }) => unit === null || !left.has(unit)),
      moving: new Set(inFile.keys()),
      toleranceM,
      choices,
      tell: (code, problem) => told.push({ code, problem }),
    })
    return { scene, told, ...fitted }
  }
  const whole = fitWithout(new Set())
  const left = new Set(
    unclear === 'draft'
      ? whole.places.flatMap(({ unit, decided }) => (unit !== null && decided === null ? [unit] : []))
      : [],
  )
  const { scene, certificate } = left.size === 0 ? whole : fitWithout(left)
  for (const { code, problem } of whole.told) inFile.get(code)?.problems.push(problem)
  const made = deriveAbove(base, taken, communities, newNames, scene, day)

  for (const place of whole.places) await staging.place(place)
  const steps = collectSteps(staging)
  let box = await stageUnits({
    steps,
    base,
    scene,
    made: [...made.district, ...made.street, ...made.community],
    day,
  })
  const changes: StandingGrid[] = []
  const put = async (
    code: string,
    after: Fields,
    before: StandingGrid | null,
  ): Promise<Pick<RowOutcome, 'outcome' | 'fields'>> => {
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
    if (before.geometry !== after['geometry'])
      box = growBox(growBox(box, shapeBox(shape)), shapeBox(shapes.get(code) ?? shape))
    else box = growBox(box, shapeBox(shape))
    const { geometry, ...fields } = facts
    await steps.add(
      { op: 'history' },
      { id, version, validFrom: before.validFrom, validTo: since, fields, geometry },
    )
    await steps.add(
      { op: 'update', table: 'grids' },
      { ...after, validFrom: after['validFrom'] === before.validFrom ? since : after['validFrom'] },
    )
    await steps.add({ op: 'before', table: 'grids', was: 'standing' }, before)
    changes.push(before)
    return { outcome: 'changed', fields: different }
  }

  const drafted: DraftLeft['grids'] = []
  for (const row of all) {
    let became: Pick<RowOutcome, 'outcome' | 'fields'> = { outcome: 'refused' }
    if (!isRefused(row.problems) && row.code !== null && inFile.get(row.code) === row) {
      const before = grids.get(row.code) ?? null
      const merged = mergeRow(target, before, row.values, row.problems)
      const aliasCodes = addAlias({ ...before?.aliasCodes, ...asRecord(row.values['aliasCodes']) }, row.alias)
      if (!isRefused(row.problems)) {
        const after = {
          ...merged,
          code: row.code,
          communityCode: communities.get(row)!,
          aliasCodes,
          validFrom: merged['validFrom'] ?? day,
          geometry: toHex(writeMultiPolygon((scene.get(row.code) ?? whole.scene.get(row.code))!)),
        }
        if (!left.has(after.communityCode)) became = await put(row.code, after, before)
        else {
          row.problems.push({ code: 'left_for_draft' })
          became = { outcome: 'drafted' }
          drafted.push({ ...after, geometry: toHex(writeMultiPolygon(whole.scene.get(row.code)!)) })
        }
      }
    } else if (!isRefused(row.problems)) became = { outcome: 'same' }
    await staging.tell({ row: row.row, label: row.code ?? row.name ?? '', problems: row.problems, ...became })
  }
  // grids that stay but share a border with one that is written may have been given vertices
  const stay =
    left.size === 0
      ? kept
      : standing.filter(
          ({ code, communityCode }) => left.has(communityCode) || (missing === 'keep' && !inFile.has(code)),
        )
  for (const before of stay) {
    const shape = scene.get(before.code)!
    if (shape === shapes.get(before.code)) continue
    const { id: _id, validTo: _validTo, version: _version, revision: _revision, ...facts } = before
    await put(before.code, { ...facts, geometry: toHex(writeMultiPolygon(shape)) }, before)
  }
  const gone = missing === 'retire' ? absent.filter(({ communityCode }) => !left.has(communityCode)) : []
  for (const before of gone) {
    box = growBox(box, shapeBox(shapes.get(before.code)!))
    await steps.add({ op: 'before', table: 'grids', was: 'standing' }, before)
    await steps.add({ op: 'remove', table: 'grids', day }, { code: before.code })
  }
  await steps.flush()
  const heirs = taken.filter((row) => !grids.has(row.code!) && !left.has(communities.get(row)!))
  for (const pair of findLineage(
    gone.map(({ code }) => ({ code, shape: shapes.get(code)! })),
    heirs.map((row) => ({ code: row.code!, shape: scene.get(row.code!)! })),
  )) {
    await steps.add({ op: 'lineage', day }, pair)
  }
  await steps.flush()
  const waiting = missing === 'retire' ? absent.filter((grid) => !gone.includes(grid)) : []
  for (const draft of leaveForDraft({
    grids: drafted,
    gone: waiting,
    fitted: whole.scene,
    written: scene,
    known: new Set(grids.keys()),
  }))
    await staging.draft(draft)
  return {
    absent: absent.length,
    absentRows: firstRows(absent),
    retired: gone.length,
    made: {
      districts: made.district.length,
      streets: made.street.length,
      communities: made.community.length,
    },
    certificate,
    box,
    layers: [...target.layers, 'communities', 'streets', 'districts'],
  }
}

function tilingsOf(
  taken: readonly AreaRow[],
  communities: ReadonlyMap<AreaRow, string>,
  kept: readonly StandingGrid[],
  base: CityBase,
): Tiling[] {
  const byCommunity = new Map<string, string[]>()
  for (const row of taken) {
    const community = communities.get(row)!
    byCommunity.set(community, [...(byCommunity.get(community) ?? []), row.code!])
  }
  for (const { code, communityCode } of kept) byCommunity.get(communityCode)?.push(code)
  const outlined = [...byCommunity].filter(([code]) => base.shapeOf(code) !== null)
  const loose = [...byCommunity].filter(([code]) => base.shapeOf(code) === null).flatMap(([, cells]) => cells)
  return [
    ...outlined.map(([unit, cells]) => ({ unit, name: base.units.get(unit)?.name ?? unit, cells })),
    ...(loose.length > 0 ? [{ unit: null, name: '', cells: loose }] : []),
  ]
}

function deriveAbove(
  base: CityBase,
  taken: readonly AreaRow[],
  communities: ReadonlyMap<AreaRow, string>,
  names: ReadonlyMap<string, string>,
  scene: Scene,
  day: string,
): Record<'district' | 'street' | 'community', StoredUnit[]> {
  const known = (code: string) => base.units.has(code)
  const derive = (level: 'district' | 'street' | 'community', children: { code: string; parent: string }[]) =>
    deriveUnits({ level, children, known, names, scene, day })
  const above = (units: readonly StoredUnit[]) =>
    units.map(({ code }) => ({ code, parent: code.slice(0, -3) }))
  const community = derive(
    'community',
    taken.map((row) => ({ code: row.code!, parent: communities.get(row)! })),
  )
  const street = derive('street', above(community))
  const district = derive('district', above(street))
  return { district, street, community }
}

function asRecord(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
