import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { loadInspection } from '../../../api/transfer/import/saved-inspection.ts'

let folder: string
let file: { path: string; name: string }

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-inspection-'))
  file = { path: path.join(folder, 'file'), name: 'stations.csv' }
  // 名称 in GB 18030
  await writeFile(
    file.path,
    Buffer.concat([Buffer.from('name,'), Buffer.from([0xc3, 0xfb, 0xb3, 0xc6]), Buffer.from('\na,b\n')]),
  )
})
afterEach(() => rm(folder, { recursive: true }))

it('the first rows of a file are read once and shared by later calls', async () => {
  const first = await loadInspection(file, folder, {})
  await rm(file.path)
  const second = await loadInspection(file, folder, {})
  expect(second).toEqual(first)
  expect(second.layers[0]).toMatchObject({ name: 'stations', columns: ['name', '名称'] })
})

it('another encoding is another inspection', async () => {
  await loadInspection(file, folder, {})
  const { layers } = await loadInspection(file, folder, { encoding: 'latin1' })
  expect(layers[0]?.columns[1]).not.toBe('名称')
})

it('coordinates that are not numbers survive', async () => {
  const point = { type: 'Point', coordinates: [1e999, 33] }
  const feature = { type: 'Feature', properties: {}, geometry: point }
  await writeFile(
    file.path,
    JSON.stringify({ type: 'FeatureCollection', features: [feature] }).replace('null', '1e999'),
  )
  const named = { ...file, name: 'points.geojson' }
  const first = await loadInspection(named, folder, {})
  expect(await loadInspection(named, folder, {})).toEqual(first)
  expect(first.layers[0]?.sample[0]?.geometry).toEqual({ kind: 'points', points: [[Infinity, 33]] })
})
