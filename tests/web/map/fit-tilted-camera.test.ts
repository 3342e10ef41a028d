// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { FIELD_OF_VIEW, fitTiltedCamera } from '../../../web/map/fit-tilted-camera.ts'

type Point = [number, number]
const mercator = ([lon, lat]: Point): Point => [
  (lon + 180) / 360,
  (1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2,
]

/** Where a camera shows a place, in pixels of the window from its upper left corner. */
function project(
  place: Point,
  {
    center,
    zoom,
    pitch,
    size,
  }: { center: Point; zoom: number; pitch: number; size: { width: number; height: number } },
): Point {
  const tilt = (pitch * Math.PI) / 180
  const distance = size.height / 2 / Math.tan((FIELD_OF_VIEW * Math.PI) / 360)
  const [[x, y], [cx, cy]] = [mercator(place), mercator(center)]
  const [east, north] = [(x - cx) * 512 * 2 ** zoom, (cy - y) * 512 * 2 ** zoom]
  const depth = distance + north * Math.sin(tilt)
  return [
    size.width / 2 + (east * distance) / depth,
    size.height / 2 - (north * Math.cos(tilt) * distance) / depth,
  ]
}

describe('a bounding box in a pitched camera', () => {
  let state = 11
  const draw = (from: number, to: number) =>
    from + ((to - from) * (state = (state * 48271) % 0x7fffffff)) / 0x7fffffff

  it('fits inside the padding of the window, and fills its height or its width', () => {
    for (let round = 0; round < 400; round++) {
      const size = { width: Math.round(draw(500, 4000)), height: Math.round(draw(400, 2000)) }
      const room = { top: draw(0, 60), right: draw(0, 60), bottom: draw(0, 120), left: draw(0, 60) }
      const [west, south] = [draw(100, 125), draw(20, 45)]
      const box = [west, south, west + draw(0.01, 3), south + draw(0.01, 3)] as const
      const pitch = draw(5, 60)
      const camera = { ...fitTiltedCamera({ box: [...box], size, room, pitch, maxZoom: 22 }), pitch, size }
      const corners = [
        [box[0], box[1]],
        [box[2], box[1]],
        [box[2], box[3]],
        [box[0], box[3]],
      ].map((corner) => project(corner as Point, camera))
      const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)]
      expect(Math.min(...ys)).toBeGreaterThan(room.top - 0.5)
      expect(Math.max(...ys)).toBeLessThan(size.height - room.bottom + 0.5)
      const across = Math.max(...xs) - Math.min(...xs)
      expect(across).toBeLessThan(size.width - room.left - room.right + 0.5)
      const tall = Math.max(...ys) - Math.min(...ys)
      const fills =
        across > 0.98 * (size.width - room.left - room.right) ||
        tall > 0.85 * (size.height - room.top - room.bottom)
      expect(fills, JSON.stringify({ size, room, box, pitch, across, tall })).toBe(true)
    }
  })

  it('does not exceed the maximum zoom', () => {
    expect(
      fitTiltedCamera({
        box: [120, 33, 120.001, 33.001],
        size: { width: 1000, height: 800 },
        room: { top: 0, right: 0, bottom: 0, left: 0 },
        pitch: 48,
        maxZoom: 15,
      }).zoom,
    ).toBe(15)
  })
})
