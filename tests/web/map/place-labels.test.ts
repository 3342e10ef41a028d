import { expect, it } from 'vitest'
import { placeLabels } from '../../../web/features/planner/unit-report/place-labels.ts'

const frame = { width: 1000, height: 500 }
const place = (...labels: [text: string, x: number, y: number][]) =>
  placeLabels(
    labels.map(([text, x, y]) => ({ key: text, text, x, y })),
    frame,
    20,
  )

it('a name stands in the middle of what it names, and inside the frame', () => {
  expect(place(['西河社区', 500, 250])).toEqual([{ key: '西河社区', lines: ['西河社区'], x: 500, y: 250 }])
  const [cut] = place(['Mengwan Community', 995, 250])
  expect(cut!.lines).toEqual(['Mengwan', 'Community'])
  expect(cut!.x).toBeLessThan(1000 - 9 * 0.62 * 10)
})

it('a name moves aside for a symbol, and lies upon one only where there is no other room', () => {
  const label = [{ key: 'a', text: '西河社区', x: 500, y: 250 }]
  const [aside] = placeLabels(label, frame, 20, [{ x: 520, y: 250 }])
  // half a symbol of 22 and half a name of 20 × 1.4
  expect(Math.abs(aside!.y - 250)).toBeGreaterThanOrEqual(11 + 14)
  const crowded = Array.from({ length: 30 }, (_, i) => ({ x: 500, y: 100 + i * 10 }))
  expect(placeLabels(label, frame, 20, crowded)).toMatchObject([{ x: 500, y: 250 }])
})

it('names move aside for each other, and one without room is left out', () => {
  const many = place(
    ...Array.from({ length: 7 }, (_, i): [string, number, number] => [`西河社区${i}`, 500, 250]),
  )
  expect(many.length).toBeGreaterThan(2)
  expect(many.length).toBeLessThan(7)
  const rows = many.map(({ y }) => y).sort((a, b) => a - b)
  for (const [i, y] of rows.entries()) if (i > 0) expect(y - rows[i - 1]!).toBeGreaterThanOrEqual(20)
})
