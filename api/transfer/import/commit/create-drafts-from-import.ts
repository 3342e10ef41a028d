import { findCodeLevel } from '#shared/contract/city/code-levels.ts'
import { GridValues, type ImportOperation } from '#shared/contract/drafts/draft-operations.ts'
import type { DraftBase } from '#shared/contract/drafts/draft-base.ts'
import { encodeBase64 } from '#shared/geometry/base64.ts'
import { DraftId, type Revision } from '#shared/contract/ids.ts'
import type { UnresolvedGrids } from '../staging/unresolved-grids.ts'
import { describeImport } from './describe-import.ts'
import { createDraft } from '../../../drafts/create-draft.ts'
import type { DraftService } from '../../../drafts/draft-service.ts'
import { hashToUuid } from '../../../runtime/hash-to-uuid.ts'
import type { Actor } from '../../../runtime/actor.ts'

const LONGEST_NAME = 60

export interface CreatedDraft {
  id: DraftId
  street: string
  name: string
}

/**
 * Begins a draft for each street that an import left out, on the city as it is after the commit: the file's grids are
 * its first step, and what is wrong with them is for the boundary editor. Done again after a crash it finds the same drafts.
 */
export async function createDraftsFromImport(
  desk: DraftService,
  actor: Actor,
  {
    city,
    importId,
    revision,
    fileName,
    left,
  }: {
    city: string
    importId: string
    revision: Revision
    fileName: string
    left: AsyncIterable<UnresolvedGrids>
  },
): Promise<CreatedDraft[]> {
  const { place } = (await desk.cities.get(city, revision)).snapshot.settings
  const drafts: CreatedDraft[] = []
  for await (const each of left) {
    const draft = {
      id: DraftId.parse(hashToUuid(`${importId} ${each.street}`, 4)),
      street: each.street,
      name: describeImport(fileName, place).slice(0, LONGEST_NAME),
    }
    const begin = (ground: DraftBase) => operationOf(importId, each, ground)
    const { name } = await createDraft(desk, actor, { city, ...draft, begin })
    drafts.push({ ...draft, name })
  }
  return drafts
}

function operationOf(
  importId: string,
  { grids, around, retire, lineage }: UnresolvedGrids,
  ground: DraftBase,
): ImportOperation {
  const ids = new Map(ground.cells.code.map((code, i) => [code, ground.cells.id[i]!]))
  let next = 0
  for (const { code } of grids) if (!ids.has(code)) ids.set(code, --next)
  const idsOf = (codes: readonly string[]) => codes.flatMap((code) => ids.get(code) ?? [])
  const isUnit = (code: string) => findCodeLevel(code) !== 'grid'
  return {
    op: 'import',
    import: importId,
    grids: grids.map((grid) => ({
      id: ids.get(grid.code)!,
      community: grid.communityCode,
      shape: base64Of(grid.geometry),
      values: valuesOf(grid),
    })),
    neighbours: around.flatMap(({ code, geometry }) =>
      isUnit(code) ? [] : idsOf([code]).map((id) => ({ id, shape: base64Of(geometry) })),
    ),
    retire: idsOf(retire),
    outlines: around.flatMap(({ code, geometry }) =>
      isUnit(code) ? [{ unit: code, shape: base64Of(geometry) }] : [],
    ),
    lineage: lineage.flatMap(({ predecessor, successor }) => {
      const [from, to] = [ids.get(predecessor), ids.get(successor)]
      return from === undefined || to === undefined ? [] : [{ predecessor: from, successor: to }]
    }),
  }
}

function valuesOf(grid: UnresolvedGrids['grids'][number]): GridValues {
  const fields = Object.fromEntries(Object.keys(GridValues.shape).map((key) => [key, grid[key] ?? null]))
  return GridValues.parse({ ...fields, name: String(grid['name']).slice(0, LONGEST_NAME) })
}

const base64Of = (hex: string) => encodeBase64(Uint8Array.from(Buffer.from(hex, 'hex')))
