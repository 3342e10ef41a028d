import { expect, it } from 'vitest'
import { createMemorySource } from '../../../data/formats/io/file-source.ts'
import { describeInspection } from '../../../api/transfer/import/describe-inspection.ts'
import { inspectFile } from '../../../api/transfer/import/inspect-file.ts'

const detect = async (name: string, text: string) =>
  describeInspection(await inspectFile(createMemorySource(name, new TextEncoder().encode(text)), {}))
    .layers[0]!.likelyTarget

it.each([
  ['stations with both coordinates in one column', '编号,名称,经纬度\nS1,一站,"106.61,26.55"\n', 'stations'],
  ['stations with two columns of coordinates', '编号,名称,经度,纬度\nS1,一站,106.61,26.55\n', 'stations'],
  [
    'a table of indicators, which have no names of their own',
    '社区代码,年份,指标代码,指标名称,类别号,类别,数值\n520101001001,2023,DB,低保户数,1,民政,12\n',
    'indicators',
  ],
  ['grids by their codes alone', 'code,wkt\n520101001001001,"POLYGON((0 0,1 0,1 1,0 0))"\n', 'grids'],
])('a file is recognised by its columns: %s', async (_, text, target) => {
  expect(await detect('一.csv', text)).toBe(target)
})

it.each([
  ['党员服务站', 'stations'],
  ['街道、镇', 'streets'],
  ['Red fortress centres', 'centers'],
  ['grids', 'grids'],
])('a layer that is called %s is taken for it, whatever its columns are', async (name, target) => {
  expect(await detect(`${name}.csv`, '甲,乙\n1,2\n')).toBe(target)
})

it('nothing is guessed of columns that say nothing', async () => {
  expect(await detect('一.csv', '甲,乙\n1,2\n')).toBeNull()
})
