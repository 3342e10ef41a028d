import { describe, expect, it } from 'vitest'
import {
  type PixelBox,
  computeWallLayout,
  SMALLEST_TEXT,
  paginatePanels,
} from '../../web/features/screen/wall-state/wall-layout.ts'

const sizes = [
  [1920, 1080],
  [3840, 2160],
  [5760, 1080],
  [7680, 2160],
  [6656, 1792],
  [1366, 768],
  [1280, 1024],
  [8000, 600],
] as const
const panel = (id: string) => ({ id, least: 250, weight: 1 })
const overlap = (a: PixelBox, b: PixelBox) =>
  a.left < b.left + b.width - 0.01 &&
  b.left < a.left + a.width - 0.01 &&
  a.top < b.top + b.height - 0.01 &&
  b.top < a.top + a.height - 0.01

describe('the layout of a wall display', () => {
  it.each(sizes)(
    'of %i × %i keeps its parts inside, side by side, with the map in the middle',
    (width, height) => {
      for (const reading of [null, { distance: 8, wallHeight: 2, arcminutes: 20 as const }]) {
        const frame = computeWallLayout({ width, height, reading })
        const panels = (['left', 'right'] as const).flatMap((side) =>
          paginatePanels(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(panel), frame[side], frame)[0]!.map(
            ({ box }) => box,
          ),
        )
        const parts = [frame.head, frame.ribbon, frame.map, frame.foot, ...panels]
        for (const [at, part] of parts.entries()) {
          expect(part.left).toBeGreaterThanOrEqual(0)
          expect(part.top).toBeGreaterThanOrEqual(0)
          expect(part.left + part.width).toBeLessThanOrEqual(width + 0.01)
          expect(part.top + part.height).toBeLessThanOrEqual(height + 0.01)
          for (const other of parts.slice(at + 1))
            expect(overlap(part, other), JSON.stringify([part, other])).toBe(false)
        }
        expect(frame.map.left + frame.map.width / 2).toBeCloseTo(width / 2)
        expect(frame.map.width).toBeGreaterThan(width * 0.3)
      }
    },
  )

  it('sizes letters for the farthest seat, larger for 20 than for 16 arc minutes', () => {
    const size = { width: 3840, height: 2160 }
    const plain = computeWallLayout({ ...size, reading: null })
    const far = computeWallLayout({ ...size, reading: { distance: 6, wallHeight: 2.4, arcminutes: 20 } })
    // 6 m ÷ 172 on a wall of 900 pixels a metre
    expect(far.letter * SMALLEST_TEXT).toBeCloseTo((6 / 172) * 900)
    expect(
      computeWallLayout({ ...size, reading: { distance: 6, wallHeight: 2.4, arcminutes: 16 } }).letter,
    ).toBeLessThan(far.letter)
    expect(
      computeWallLayout({ ...size, reading: { distance: 1, wallHeight: 2.4, arcminutes: 16 } }).letter,
    ).toBe(plain.letter)
  })

  it('keeps its proportions on a smaller screen', () => {
    const [wall, laptop] = [
      computeWallLayout({ width: 7680, height: 2160, reading: null }),
      computeWallLayout({ width: 1280, height: 360, reading: null }),
    ]
    expect(laptop.map.width * 6).toBeCloseTo(wall.map.width)
    expect(laptop.left).toHaveLength(wall.left.length)
    expect(laptop.left[0]!.height * 6).toBeCloseTo(wall.left[0]!.height)
  })

  it.each(sizes)('of %i × %i leaves no column empty while there is another panel', (width, height) => {
    const frame = computeWallLayout({ width, height, reading: null })
    for (let count = 1; count <= 9; count++) {
      for (const turn of paginatePanels(
        Array.from({ length: count }, (_, i) => panel(`p${i}`)),
        frame.right,
        frame,
      )) {
        expect(new Set(turn.map(({ box }) => box.left)).size).toBe(Math.min(frame.right.length, turn.length))
      }
    }
  })

  it('does not let a small panel fill a column of its own where it fits beside another', () => {
    const frame = computeWallLayout({ width: 5760, height: 1080, reading: null })
    const panels = [
      { id: 'chain', least: 250, weight: 1 },
      { id: 'centers', least: 170, weight: 0.5 },
      { id: 'standard', least: 250, weight: 0.8 },
      { id: 'ranking', least: 260, weight: 1.6 },
      { id: 'projects', least: 210, weight: 0.6 },
    ]
    const [turn] = paginatePanels(panels, frame.left, frame)
    const leftOf = (id: string) => turn!.find((each) => each.id === id)!.box.left
    expect(leftOf('projects')).toBe(leftOf('ranking'))
    expect(turn!.map(({ id }) => id)).toEqual(panels.map(({ id }) => id))
  })

  it('rotates through two hundred panels, each once and none too small to read', () => {
    const frame = computeWallLayout({ width: 1920, height: 1080, reading: null })
    const turns = paginatePanels(
      Array.from({ length: 200 }, (_, i) => panel(`p${i}`)),
      frame.left,
      frame,
    )
    expect(new Set(turns.flat().map(({ id }) => id)).size).toBe(200)
    expect(Math.min(...turns.flat().map(({ box }) => box.height))).toBeGreaterThanOrEqual(250)
  })
})
