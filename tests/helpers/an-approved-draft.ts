import { getGround } from '#shared/contract/drafts.ts'
import { readGround } from '#shared/drafts/read-ground.ts'
import { shapeBox } from '#shared/geometry/shape-box.ts'
import { drawing, official } from './draw.ts'
import type { TestApp } from './open-test-app.ts'

/** A draft that waits to be published: a grid cut in two, two merged, a community numbered anew. */
export async function anApprovedDraft(test: TestApp, city: string, street: string): Promise<string> {
  const draw = drawing(test, city)
  const own = official(city, street)
  const { facts, set } = readGround(await test.ask(getGround, { params: { city, unit: street } }))
  const idOf = (serial: string) => [...facts].find(([, { code }]) => code === `${street}${serial}`)![0]
  const [west, south, east, north] = shapeBox(set.cells.get(idOf('001001'))!.shape)
  const x = Math.round((west + east) / 2)
  const id = await draw.begin(street, own)
  await draw.add(
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
  await draw.submit(id, own)
  await draw.approve(id)
  return id
}
