import { Evented, type Map as MapLibreMap } from 'maplibre-gl'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { drawFrameWhenLoaded, LOADED_CHECK_MS } from '../../../web/map/draw-frame-when-loaded.ts'

type Watched = Pick<MapLibreMap, 'on' | 'loaded' | 'isMoving' | 'triggerRepaint'>

/** A map as far as the frames go: it is idle at the end of a frame if everything is loaded. */
class FrameMap extends Evented {
  isLoaded = true
  moving = false
  frames = 0
  loaded = () => this.isLoaded
  isMoving = () => this.moving
  triggerRepaint() {
    this.frames++
    if (this.isLoaded && !this.moving) this.fire('idle')
  }
}

let map: FrameMap
let expectFrame: () => void
beforeEach(() => {
  vi.useFakeTimers()
  map = new FrameMap()
  expectFrame = drawFrameWhenLoaded(map as unknown as Watched)
})
afterEach(() => {
  map.fire('remove')
  vi.useRealTimers()
})
const wait = (checks: number) => vi.advanceTimersByTime(checks * LOADED_CHECK_MS)

describe('a map that has begun to load', () => {
  it.each(['dataloading', 'movestart'])('draws one frame once all is there, and no more: %s', (type) => {
    map.isLoaded = false
    map.fire(type)
    wait(5)
    expect(map.frames).toBe(0)
    map.isLoaded = true
    wait(5)
    expect(map.frames).toBe(1)
  })

  it('draws one frame after a change that no event tells of', () => {
    expectFrame()
    wait(5)
    expect(map.frames).toBe(1)
  })

  it('draws none while it moves', () => {
    map.moving = true
    map.fire('movestart')
    wait(5)
    expect(map.frames).toBe(0)
    map.moving = false
    wait(1)
    expect(map.frames).toBe(1)
  })

  it('does not lose a load that begins while others hear that it is idle', () => {
    let begins = 1
    map.on('idle', () => {
      if (begins-- > 0) map.fire('dataloading')
    })
    map.fire('dataloading')
    wait(5)
    expect(map.frames).toBe(2)
  })

  it('checks nothing after it is removed', () => {
    map.fire('dataloading')
    map.fire('remove')
    wait(5)
    expect(map.frames).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
  })
})
