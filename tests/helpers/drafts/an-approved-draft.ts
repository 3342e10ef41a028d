import { getDraftBase } from '#shared/contract/drafts/drafts.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import type { DraftId } from '#shared/contract/ids.ts'
import { createDraftClient, anOfficial } from './draft-client.ts'
import type { TestApp } from '../api/open-test-app.ts'

/** A draft that waits to be published: a grid cut in two, two merged, a community numbered anew. */
export async function anApprovedDraft(test: TestApp, city: string, street: string): Promise<DraftId> {
  const client = createDraftClient(test, city)
  const own = anOfficial(city, street)
  const { facts, set } = readDraftBase(await test.ask(getDraftBase, { params: { city, unit: street } }))
  const idOf = (serial: string) => [...facts].find(([, { code }]) => code === `${street}${serial}`)![0]
  const [west, south, east, north] = getShapeBox(set.cells.get(idOf('001001'))!.shape)
  const x = Math.round((west + east) / 2)
  const id = await client.begin(street, own)
  await client.add(
    id,
    [
      {
        op: 'split',
        grid: idOf('001001'),
        line: [
          [x, south - 500],
          [x, north + 500],
        ],
        newGrid: -1,
      },
      { op: 'merge', grids: [idOf('001002'), idOf('001003')], keep: idOf('001002') },
      { op: 'renumber', community: `${street}002` },
    ],
    own,
  )
  await client.submit(id, own)
  await client.approve(id)
  return id
}
