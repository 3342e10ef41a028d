import { getAncestorCode } from '#shared/contract/city/code-levels.ts'
import type { ExistingGrid } from '../territory/existing-grid.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { writeTwkbMultiPolygon } from '#shared/geometry/twkb.ts'
import type { ExistingCity } from '../existing/existing-city.ts'
import { judgeAbsence } from '../absence/judge-absence.ts'
import { findPresentCodes } from '../absence/find-present-codes.ts'
import { isRejected } from '../rows/read-row.ts'
import { mergeBoxes } from '../geometry/merge-boxes.ts'
import { type RowFields, mergeRow, listChangedFields } from '../rows/merge-row.ts'
import { collectSteps } from '../staging/collect-steps.ts'
import type { RowOutcome } from '../staging/staging.ts'
import type { TargetImport } from './target-import.ts'
import type { RowProblem } from '../../../../data/formats/model/format.ts'
import { readTablePages } from '../../tables/read-table-pages.ts'
import { decodeArea } from '../../tables/decode-shapes.ts'
import { type StoredUnit, toHex } from '../../tables/stored-rows.ts'
import { type AreaRow, mergeRepeatedRows, readAreaRows } from '../territory/area-rows.ts'
import { deriveUnits } from '../territory/derive-units.ts'
import { findUnmovedOutlines, reportUnmovedBorder } from '../fitting/find-unmoved-outlines.ts'
import { fitTilings } from '../fitting/fit-tilings.ts'
import { listGridTilings } from '../territory/list-grid-tilings.ts'
import { findLineage } from '../territory/find-lineage.ts'
import { addAlias, indexAliases, isSameArea, matchAreas } from '../territory/match-areas.ts'
import { collectUnresolvedGrids } from '../territory/collect-unresolved-grids.ts'
import type { UnresolvedGrids } from '../staging/unresolved-grids.ts'
import { generateGridCodes, assignCommunity, nameGrids } from '../territory/assign-communities.ts'
import type { OutlinesByCode } from '../fitting/outlines.ts'
import { stageGridChange } from '../territory/stage-grid-change.ts'
import { stageUnits } from '../territory/stage-units.ts'

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
  scope,
  toleranceM,
  choices,
  unclear,
  day,
  onProgress,
}) => {
  const grids = new Map<string, ExistingGrid>()
  for await (const page of readTablePages<ExistingGrid>(read, 'grids'))
    for (const grid of page) grids.set(grid.code, grid)
  const standing = [...grids.values()].filter(({ validTo }) => validTo == null)
  const shapes = new Map(standing.map(({ code, geometry }) => [code, decodeArea(geometry)]))
  const areas = standing.map(({ code, name, aliasCodes }) => ({
    code,
    name,
    aliases: Object.values(aliasCodes),
    shape: shapes.get(code) ?? null,
  }))
  const all = await readAreaRows(rows, system, {
    aliases: indexAliases(areas),
    shapeOf: (code) => shapes.get(code) ?? null,
    toleranceM,
    onProgress,
  })

  matchAreas(all, areas)
  const communities = new Map<AreaRow, string>()
  const newNames = new Map<string, string>()
  for (const row of all) {
    const before = row.code === null ? undefined : grids.get(row.code)
    // a code is never given to another grid; the same one may come back
    if (before?.validTo != null && row.area && !isSameArea(row.area, decodeArea(before.geometry)))
      row.problems.push({ code: 'code_retired', details: { value: before.code } })
    assignCommunity(base, row, grids, communities, newNames)
  }
  const known = new Set(grids.keys())
  generateGridCodes(all, communities, known)
  nameGrids(
    all,
    communities,
    known,
    (code) => base.units.get(code)?.name ?? newNames.get(code) ?? '',
    base.city.place,
  )
  mergeRepeatedRows(all)

  const taken = all.filter(
    (row) =>
      !isRejected(row.problems) && row.area && !row.problems.some(({ code }) => code === 'part_of_row'),
  )
  const inFile = new Map(taken.map((row) => [row.code!, row]))
  const present = findPresentCodes(all, areas)
  const covered = new Set(communities.values())
  for (const code of present)
    covered.add(grids.get(code)?.communityCode ?? getAncestorCode(code, 'community'))
  const judged = judgeAbsence({
    standing,
    isPresent: ({ code }) => present.has(code),
    unitOf: ({ communityCode }) => communityCode,
    covered,
    scope,
    nameOf: (code) => base.units.get(code)?.name ?? code,
  })
  const { gone: _gone, ...absence } = judged
  const leaving = new Set(judged.gone)
  const kept = standing.filter((grid) => !inFile.has(grid.code) && !leaving.has(grid))
  const tilings = listGridTilings(taken, communities, kept, base)
  const unmoved = findUnmovedOutlines({
    areas: taken
      .filter((row) => grids.get(row.code!)?.communityCode === communities.get(row))
      .map((row) => [row.code!, row.area!]),
    standing: shapes,
    unitOf: (code) => grids.get(code)!.communityCode,
    boundaryOf: (unit) => base.shapeOf(unit),
    toleranceM,
  })
  for (const row of taken) reportUnmovedBorder(row, unmoved)
  const moving = new Set([...inFile.keys()].filter((code) => !unmoved.has(code)))
  /** Fits everything together; grids of communities in `left` stay as they stand. */
  const fitWithout = (left: ReadonlySet<string>) => {
    const outlines: OutlinesByCode = new Map()
    for (const { code } of base.units.values()) {
      const shape = base.shapeOf(code)
      if (shape) outlines.set(code, shape)
    }
    for (const { code } of left.size > 0 ? standing : kept) outlines.set(code, shapes.get(code)!)
    for (const row of taken)
      if (unmoved.has(row.code!)) outlines.set(row.code!, shapes.get(row.code!)!)
      else if (!left.has(communities.get(row)!)) outlines.set(row.code!, row.area!)
    const problems: { code: string; problem: RowProblem }[] = []
    const fitted = fitTilings({
      outlines,
      tilings: tilings.filter(({ unit }) => unit === null || !left.has(unit)),
      moving,
      toleranceM,
      choices,
      tell: (code, problem) => problems.push({ code, problem }),
    })
    return { outlines, problems, ...fitted }
  }
  const whole = fitWithout(new Set())
  const left = new Set(
    unclear === 'draft'
      ? whole.places.flatMap(({ unit, decided }) => (unit !== null && decided === null ? [unit] : []))
      : [],
  )
  const { outlines, certificate } = left.size === 0 ? whole : fitWithout(left)
  for (const { code, problem } of whole.problems) inFile.get(code)?.problems.push(problem)
  const derived = deriveParents(base, taken, communities, newNames, outlines, day)

  for (const place of whole.places) await staging.place(place)
  const steps = collectSteps(staging)
  let box = await stageUnits({
    steps,
    base,
    outlines,
    derived: [...derived.district, ...derived.street, ...derived.community],
    day,
  })
  const changes: ExistingGrid[] = []
  const put = async (
    code: string,
    after: RowFields,
    before: ExistingGrid | null,
  ): Promise<Pick<RowOutcome, 'outcome' | 'fields'>> => {
    const shape = outlines.get(code)!
    if (!before) {
      box = mergeBoxes(box, getShapeBox(shape))
      await steps.add({ op: 'insert', table: 'grids' }, after)
      await steps.add({ op: 'before', table: 'grids', was: 'nothing' }, { code })
      return { outcome: 'added' }
    }
    const { id: _id, validTo, version: _version, revision: _revision, ...facts } = before
    const different = listChangedFields(facts, after)
    if (validTo == null && different.length === 0) return { outcome: 'same' }
    if (before.geometry !== after['geometry'])
      box = mergeBoxes(mergeBoxes(box, getShapeBox(shape)), getShapeBox(shapes.get(code) ?? shape))
    else box = mergeBoxes(box, getShapeBox(shape))
    await stageGridChange(steps, before, after, day)
    changes.push(before)
    return { outcome: 'changed', fields: different }
  }

  const drafted: UnresolvedGrids['grids'] = []
  for (const row of all) {
    let became: Pick<RowOutcome, 'outcome' | 'fields'> = { outcome: 'refused' }
    if (!isRejected(row.problems) && row.code !== null && inFile.get(row.code) === row) {
      const before = grids.get(row.code) ?? null
      const merged = mergeRow(target, before, row.values, row.problems)
      const aliasCodes = addAlias({ ...before?.aliasCodes, ...asRecord(row.values['aliasCodes']) }, row.alias)
      if (!isRejected(row.problems)) {
        const after = {
          ...merged,
          code: row.code,
          communityCode: communities.get(row)!,
          aliasCodes,
          validFrom: merged['validFrom'] ?? day,
          geometry: toHex(writeTwkbMultiPolygon((outlines.get(row.code) ?? whole.outlines.get(row.code))!)),
        }
        if (!left.has(after.communityCode)) became = await put(row.code, after, before)
        else {
          row.problems.push({ code: 'left_for_draft' })
          became = { outcome: 'drafted' }
          drafted.push({ ...after, geometry: toHex(writeTwkbMultiPolygon(whole.outlines.get(row.code)!)) })
        }
      }
    } else if (!isRejected(row.problems)) became = { outcome: 'same' }
    await staging.tell({ row: row.row, label: row.code ?? row.name ?? '', problems: row.problems, ...became })
  }
  // grids that stay but share a border with one that is written may have been given vertices
  const stay =
    left.size === 0 ? kept : standing.filter((grid) => left.has(grid.communityCode) || kept.includes(grid))
  for (const before of stay) {
    const shape = outlines.get(before.code)!
    if (shape === shapes.get(before.code)) continue
    const { id: _id, validTo: _validTo, version: _version, revision: _revision, ...facts } = before
    await put(before.code, { ...facts, geometry: toHex(writeTwkbMultiPolygon(shape)) }, before)
  }
  const gone = judged.gone.filter(({ communityCode }) => !left.has(communityCode))
  for (const before of gone) {
    box = mergeBoxes(box, getShapeBox(shapes.get(before.code)!))
    await steps.add({ op: 'before', table: 'grids', was: 'standing' }, before)
    await steps.add({ op: 'remove', table: 'grids', day }, { code: before.code })
  }
  await steps.flush()
  const heirs = taken.filter((row) => !grids.has(row.code!) && !left.has(communities.get(row)!))
  for (const pair of findLineage(
    gone.map(({ code }) => ({ code, shape: shapes.get(code)! })),
    heirs.map((row) => ({ code: row.code!, shape: outlines.get(row.code!)! })),
  )) {
    await steps.add({ op: 'lineage', day }, pair)
  }
  await steps.flush()
  const waiting = judged.gone.filter(({ communityCode }) => left.has(communityCode))
  for (const draft of collectUnresolvedGrids({
    grids: drafted,
    gone: waiting,
    fitted: whole.outlines,
    written: outlines,
    known,
  }))
    await staging.draft(draft)
  return {
    ...absence,
    retired: gone.length,
    made: {
      districts: derived.district.length,
      streets: derived.street.length,
      communities: derived.community.length,
    },
    certificate,
    box,
    layers: [...target.layers, 'communities', 'streets', 'districts'],
  }
}

function deriveParents(
  base: ExistingCity,
  taken: readonly AreaRow[],
  communities: ReadonlyMap<AreaRow, string>,
  names: ReadonlyMap<string, string>,
  outlines: OutlinesByCode,
  day: string,
): Record<'district' | 'street' | 'community', StoredUnit[]> {
  const known = (code: string) => base.units.has(code)
  const derive = (level: 'district' | 'street' | 'community', children: { code: string; parent: string }[]) =>
    deriveUnits({ level, children, known, names, outlines, day })
  const above = (units: readonly StoredUnit[], parent: 'district' | 'street') =>
    units.map(({ code }) => ({ code, parent: getAncestorCode(code, parent) }))
  const community = derive(
    'community',
    taken.map((row) => ({ code: row.code!, parent: communities.get(row)! })),
  )
  const street = derive('street', above(community, 'street'))
  const district = derive('district', above(street, 'district'))
  return { district, street, community }
}

function asRecord(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
