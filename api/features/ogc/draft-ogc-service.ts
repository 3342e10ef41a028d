import type { Issue } from '#shared/contract/drafts/draft-issues.ts'
import { GridValues } from '#shared/contract/drafts/draft-operations.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { isOwnCell } from '#shared/drafts/is-own-cell.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import { getShapeAreaM2 } from '#shared/geometry/shapes/shape-area.ts'
import { buildPointTileGeometry, buildPolygonTileGeometry } from '#shared/tiles/tile-geometry.ts'
import type { DraftRow } from '../../drafts/draft-row.ts'
import {
  createColumnReader,
  type CollectionField,
  type FeatureRows,
} from './collections/collection-definition.ts'
import { findCollection } from './collections/collections.ts'
import type { CollectionSource, OgcService } from './ogc-service.ts'

const GRIDS = findCollection('grids')!
const WRITABLE: ReadonlySet<string> = new Set(Object.keys(GridValues.shape))
const NONE: ReadonlySet<string> = new Set()

const PROBLEM_FIELDS: readonly CollectionField[] = [
  { name: 'type', title: '问题 · problem', type: 'string' },
  { name: 'severity', title: '程度 · severity', type: 'string' },
  { name: 'grids', title: '网格 · grids', type: 'string' },
  { name: 'found', title: '实际 · found', type: 'number' },
  { name: 'wanted', title: '要求 · wanted', type: 'number' },
]

/** Creates the service of a draft: its own grids, writable while it is open, and its issues as points. */
export function createDraftOgcService(row: DraftRow, state: DraftState, problems: () => Issue[]): OgcService {
  return {
    state,
    title: `草案 · draft: ${row.name}`,
    description:
      `街道 street ${row.street_code}, 状态 status ${row.status}, 步数 steps ${row.steps}, ` +
      `底图版本 drawn on revision ${row.base_revision}. ` +
      '提交时整体检验 · certified as a whole when it is submitted',
    collections: [
      {
        ...GRIDS,
        title: '草案网格 · grids of the draft',
        rows: () => gridRows(state),
        writable: row.status === 'open' ? new Set([...WRITABLE, 'communityCode']) : NONE,
      },
      {
        id: 'problems',
        title: '问题 · problems',
        shape: 'Point',
        fields: PROBLEM_FIELDS,
        rows: () => problemRows(state, problems()),
        writable: NONE,
      } satisfies CollectionSource,
    ],
    styles: null,
  }
}

function gridRows(state: DraftState): FeatureRows {
  const cells = [...state.set.cells.values()]
    .filter(({ id, undivided }) => isOwnCell(state, id) && !undivided)
    .sort((a, b) => a.id - b.id)
  const facts = cells.map(({ id }) => state.facts.get(id)!)
  return {
    mesh: buildPolygonTileGeometry(toFlatPolygons(cells.map(({ shape }) => shape))),
    ids: cells.map(({ id }) => id),
    rows: Uint32Array.from(cells, (_, i) => i),
    column: createColumnReader({
      code: facts.map(({ code }) => code),
      communityCode: cells.map(({ community }) => community),
      areaM2: (i) => Math.round(getShapeAreaM2(cells[i]!.shape) * 10) / 10,
      validFrom: facts.map(({ validFrom }) => validFrom),
      ...Object.fromEntries(GridValues.keyof().options.map((name) => [name, (i: number) => facts[i]![name]])),
    }),
  }
}

function problemRows({ facts }: DraftState, issues: readonly Issue[]): FeatureRows {
  const placed = issues.filter(({ at }) => at !== null)
  const nameOf = (id: number) => facts.get(id)?.code ?? String(id)
  return {
    mesh: buildPointTileGeometry(Int32Array.from(placed.flatMap(({ at }) => [...at!]))),
    ids: placed.map((_, i) => i + 1),
    rows: Uint32Array.from(placed, (_, i) => i),
    column: createColumnReader({
      type: placed.map(({ type }) => type),
      severity: placed.map(({ severity }) => severity),
      grids: placed.map(({ cells }) => cells.map(nameOf).join(';')),
      found: (i) => placed[i]!.found,
      wanted: (i) => placed[i]!.wanted,
    }),
  }
}
