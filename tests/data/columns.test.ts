import { describe, expect, it } from 'vitest'
import { listUnusedColumns } from '#shared/contract/transfer/list-unused-columns.ts'
import { TARGETS } from '#shared/contract/transfer/targets.ts'
import { proposeMapping } from '../../api/transfer/import/rows/propose-mapping.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { prepareFile } from '../helpers/transfer/prepare-file.ts'

const facts = aCity({ code: '321000', columns: 3, rows: 4 })
const community = facts.units.find(({ level }) => level === 'community')!

describe('a column of a table', () => {
  const table = `编号,项目名称,社区代码,年份,资金(万元),责任部门\nX-1,路灯,${community.code},2026,12.5,某局\n`

  it('in tens of thousands is converted', async () => {
    const { rows, codes, steps } = await prepareFile(facts, '项目.csv', table, 'projects')
    expect(rows[0]!.outcome).toBe('added')
    expect(codes[0]).toContain('unit_converted')
    expect(steps.flatMap((step) => step.rows)).toContainEqual(
      expect.objectContaining({ code: 'X-1', costYuan: 125_000 }),
    )
  })

  it('whose name a shapefile has cut to ten characters is understood', () => {
    const cut = [
      'communityC',
      'fullTimeWo',
      'partTimeWo',
      'branchSinc',
      'buildingGr',
      'householdH',
      'households',
    ]
    expect(proposeMapping(TARGETS.grids, cut, true).fields).toEqual({
      communityCode: 'communityC',
      fullTimeWorkers: 'fullTimeWo',
      partTimeWorkers: 'partTimeWo',
      branchSince: 'branchSinc',
      buildingGroups: 'buildingGr',
      householdHubs: 'householdH',
      households: 'households',
    })
  })

  it('that is not understood is listed', async () => {
    const { report } = await prepareFile(facts, '项目.csv', table, 'projects')
    expect(listUnusedColumns(report)).toEqual(['责任部门'])
  })
})
