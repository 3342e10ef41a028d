import { describe, expect, it } from 'vitest'
import { allocateGridCodes, type UncodedGrid } from '#shared/drafts/names/allocate-grid-codes.ts'

const community = '320901001001'
const cell = (id: number, x: number, y: number): UncodedGrid => ({ id, community, x, y })
const west = { first: 1, order: 'west_to_east' as const }
const code = (serial: string) => community + serial

describe('grid codes', () => {
  it('run from west to east, then from north to south', () => {
    const codes = allocateGridCodes([cell(1, 20, 0), cell(2, 10, 0), cell(3, 10, 5)], [], west)
    expect([...codes!]).toEqual([
      [3, code('001')],
      [2, code('002')],
      [1, code('003')],
    ])
  })

  it('run from north to south first when configured, from the configured first number', () => {
    const codes = allocateGridCodes([cell(1, 0, 0), cell(2, 9, 8), cell(3, 5, 8)], [], {
      first: 101,
      order: 'north_to_south',
    })
    expect([...codes!]).toEqual([
      [3, code('101')],
      [2, code('102')],
      [1, code('103')],
    ])
  })

  it('continue after the highest code ever used, including retired ones', () => {
    expect([
      ...allocateGridCodes([cell(1, 0, 0)], [code('002'), code('007'), '320901001002099'], west)!,
    ]).toEqual([[1, code('008')]])
  })

  it('fall back to unused numbers when the last is reached, and fail when there are none', () => {
    const used = Array.from({ length: 999 }, (_, i) => code(String(i + 1).padStart(3, '0')))
    expect([
      ...allocateGridCodes(
        [cell(1, 0, 0)],
        used.filter((each) => each !== code('005')),
        west,
      )!,
    ]).toEqual([[1, code('005')]])
    expect(allocateGridCodes([cell(1, 0, 0)], used, west)).toBeNull()
  })
})
