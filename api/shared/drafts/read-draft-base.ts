import type { DraftBase } from '../contract/drafts/draft-base.ts'
import type { Cell, CellId, Outline } from '../geometry/cell-set.ts'
import { type FlatPolygons, getMultiPolygon } from '../geometry/flat-polygons.ts'
import { readTwkbPolygons } from '../geometry/twkb.ts'
import { decodeBase64 } from '../geometry/base64.ts'
import { createPointIndex, locatePoints } from '../geometry/shapes/locate-points.ts'
import { CRUMB } from '../geometry/operations/crumb-limits.ts'
import type { Point } from '../geometry/lattice.ts'
import type { DraftPremises } from './assignment/draft-premises.ts'
import type { DraftBuildings } from './buildings/draft-buildings.ts'
import type { GridAttributes, DraftState } from './draft-state.ts'
import { numberUndividedCell } from './undivided/number-undivided-cell.ts'
import { createUndividedFacts } from './undivided/undivided-facts.ts'

/** Decodes the base of a draft to its initial state. */
export function readDraftBase({
  street,
  cells,
  shapes,
  undivided = NO_LAND,
  units,
  unitShapes,
  crumb,
  rural,
  firstGridName,
  buildings,
  counted,
  premises,
}: DraftBase): DraftState {
  const ids = [...cells.id, ...undivided.community.map(numberUndividedCell)]
  const polygons = readTwkbPolygons(
    joinBytes(decodeBase64(shapes), decodeBase64(undivided.shapes)),
    ids.length,
  )
  const outlines = readTwkbPolygons(decodeBase64(unitShapes), units.code.length)
  const communities = new Set([...cells.community, ...undivided.community])
  const draftBuildings = buildings && readBuildings(buildings, counted ?? [], ids, polygons)
  const roles = [...cells.place, ...undivided.place]
  const unitNames = new Map(units.code.map((code, row) => [code, units.name[row]!]))
  return {
    street,
    set: {
      cells: new Map([
        ...cells.id.map((id, row): [number, Cell] => [
          id,
          { id, community: cells.community[row]!, shape: getMultiPolygon(polygons, row) },
        ]),
        ...undivided.community.map((community, i): [number, Cell] => {
          const id = numberUndividedCell(community)
          return [
            id,
            { id, community, shape: getMultiPolygon(polygons, cells.id.length + i), undivided: true },
          ]
        }),
      ]),
      outlines: new Map(
        units.code.map((code, row): [string, Outline] => [
          code,
          {
            shape: getMultiPolygon(outlines, row),
            // a unit contains every unit whose code starts with its own
            communities: new Set([...communities].filter((community) => community.startsWith(code))),
          },
        ]),
      ),
    },
    facts: new Map([
      ...cells.id.map((id, row): [number, GridAttributes] => [
        id,
        {
          code: cells.code[row]!,
          name: cells.name[row]!,
          kind: cells.kind[row]!,
          households: cells.households[row]!,
          residents: cells.residents[row]!,
          members: cells.members[row]!,
          fullTimeWorkers: cells.fullTimeWorkers[row]!,
          partTimeWorkers: cells.partTimeWorkers[row]!,
          branchSince: cells.branchSince[row] ?? null,
          buildingGroups: cells.buildingGroups[row]!,
          householdHubs: cells.householdHubs[row]!,
          validFrom: cells.validFrom[row]!,
          version: cells.version[row]!,
        },
      ]),
      ...undivided.community.map((community): [number, GridAttributes] => {
        const id = numberUndividedCell(community)
        const rows = draftBuildings?.rowsByCell.get(id) ?? []
        return [id, createUndividedFacts(unitNames.get(community) ?? community, draftBuildings, rows)]
      }),
    ]),
    places: new Map(ids.map((id, row) => [id, roles[row]!])),
    unitNames,
    gone: new Set(),
    renumbered: new Set(),
    crumb: crumb ?? CRUMB,
    rural: new Set(rural),
    ...(firstGridName === undefined ? {} : { firstGridName }),
    ...(draftBuildings === undefined ? {} : { buildings: draftBuildings }),
    ...(premises === undefined ? {} : { premises: readPremises(premises, ids, polygons) }),
  }
}

const NO_LAND: NonNullable<DraftBase['undivided']> = { community: [], place: [], shapes: '' }

function joinBytes(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (second.length === 0) return first
  const joined = new Uint8Array(first.length + second.length)
  joined.set(first)
  joined.set(second, first.length)
  return joined
}

function readBuildings(
  { id, x, y, compound, compoundNames, shapes, ...counts }: NonNullable<DraftBase['buildings']>,
  counted: readonly string[],
  cells: readonly CellId[],
  polygons: FlatPolygons,
): DraftBuildings {
  const { places, cellRow } = locateInCells({ x, y }, polygons)
  const rowsByCell = new Map<CellId, number[]>(cells.map((cell) => [cell, []]))
  const strays: number[] = []
  cellRow.forEach((cell, row) => (cell < 0 ? strays : rowsByCell.get(cells[cell]!)!).push(row))
  return {
    table: {
      ids: id,
      places,
      compounds: compound.map((position) => compoundNames[position] ?? null),
      counts,
      footprints: readTwkbPolygons(decodeBase64(shapes), id.length),
    },
    counted: new Set(counted),
    rowsByCell,
    strays,
  }
}

function readPremises(
  { id, kind, name, x, y, grid }: NonNullable<DraftBase['premises']>,
  cells: readonly CellId[],
  polygons: FlatPolygons,
): DraftPremises {
  const { cellRow } = locateInCells({ x, y }, polygons)
  const ground = Array.from(cellRow, (row) => cells[row] ?? null)
  return {
    ids: id,
    kinds: kind,
    names: name,
    points: id.map((_, row): Point => [x[row] ?? 0, y[row] ?? 0]),
    ground,
    owner: ground.map((cell, row) => grid[row] || cell),
  }
}

/** Returns points as interleaved x, y, and the row of the cell that each lies in; -1: none. */
function locateInCells({ x, y }: { x: readonly number[]; y: readonly number[] }, polygons: FlatPolygons) {
  const places = Int32Array.from({ length: 2 * x.length }, (_, i) => (i % 2 === 0 ? x : y)[i >> 1]!)
  const cellRow = new Int32Array(x.length).fill(-1)
  const rows = Array.from({ length: polygons.featureStart.length - 1 }, (_, row) => row)
  locatePoints(polygons, rows, createPointIndex(places), cellRow)
  return { places, cellRow }
}
