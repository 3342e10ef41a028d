import type { DensityField } from './density-field.ts'
import { computeGradientNoisePair } from './math/gradient-noise.ts'
import type { LocalPlane } from './math/create-local-plane.ts'

/**
 * A local system of two families of lines, u = const and v = const, along which faces are cut: turned as the place's
 * streets and canals run, bent by smooth noise in open country and almost straight in towns. All faces of a unit share
 * one frame, so a line that two neighbours both choose runs straight on across their border.
 */
export interface CurvilinearFrame {
  id: number
  /** How u and v are turned against east and north, before bending. */
  cos: number
  sin: number
  /** (u, v) in metres to the lattice; written into `out` as x, y. */
  toLattice(u: number, v: number, out: Float64Array): void
  /** Lattice to (u, v), good to a few decimetres. */
  toFrame(x: number, y: number, out: Float64Array): void
  /** (u, v) to metres of the plane. */
  toPlane(u: number, v: number, out: Float64Array): void
  /** The same to a few hundred metres, at a third of the work. */
  toPlaneRoughly(u: number, v: number, out: Float64Array): void
  /** How strongly the lines wander at (u, v), 0..1: sets the spacing of vertices. */
  wildness(u: number, v: number): number
}

/** Wavelength in metres, amplitude in metres at full wildness, and how much of it remains in a town. */
export type NoiseOctaves = readonly (readonly [wave: number, height: number, rest: number])[]

/** How canals and lanes run. Slopes (amplitude over wavelength) must stay small, or lines of one family would cross. */
export const laneOctaves: NoiseOctaves = [
  [7600, 620, 0.35],
  [2300, 180, 0.12],
  [720, 30, 0.02],
]

/** How old borders between towns run. */
export const borderOctaves: NoiseOctaves = [
  [9000, 700, 0.3],
  [3300, 270, 0.15],
  [1100, 62, 0.05],
]

/** @param turn tangent of half the angle from east to u (rational rotation: no trigonometry, the same bits everywhere) */
export function createCurvilinearFrame(
  id: number,
  plane: LocalPlane,
  field: DensityField,
  originEast: number,
  originNorth: number,
  turn: number,
  wild: number,
  seed: number,
  octaves: NoiseOctaves = laneOctaves,
): CurvilinearFrame {
  const scale = 1 + turn * turn
  const cos = (1 - turn * turn) / scale
  const sin = (2 * turn) / scale
  const bent = new Float64Array(2)
  const place = new Float64Array(2)
  const noise = new Float64Array(2)
  let lastU = 0,
    lastV = 0

  const urbanityAt = (u: number, v: number) =>
    field.urbanity(originEast + cos * u - sin * v, originNorth + sin * u + cos * v)
  const bend = (u: number, v: number, count = octaves.length) => {
    let du = 0,
      dv = 0
    const urban = wild > 0 ? urbanityAt(u, v) : 0
    for (let i = 0; wild > 0 && i < count; i++) {
      const [wave, height, rest] = octaves[i]!
      const amplitude = height * wild * (1 - urban * (1 - rest))
      computeGradientNoisePair(seed + i, u / wave, v / wave, noise)
      du += amplitude * noise[0]!
      dv += amplitude * noise[1]!
    }
    bent[0] = u + du
    bent[1] = v + dv
  }
  const toPlane = (u: number, v: number, out: Float64Array) => {
    bend(u, v)
    const bu = bent[0]!,
      bv = bent[1]!
    out[0] = originEast + cos * bu - sin * bv
    out[1] = originNorth + sin * bu + cos * bv
  }
  return {
    id,
    cos,
    sin,
    toPlane,
    toPlaneRoughly: (u, v, out) => {
      bend(u, v, 1)
      out[0] = originEast + cos * bent[0]! - sin * bent[1]!
      out[1] = originNorth + sin * bent[0]! + cos * bent[1]!
    },
    toLattice: (u, v, out) => {
      toPlane(u, v, place)
      out[0] = plane.latticeX(place[0]!)
      out[1] = plane.latticeY(place[1]!)
    },
    toFrame: (x, y, out) => {
      const east = plane.east(x) - originEast,
        north = plane.north(y) - originNorth
      const targetU = cos * east + sin * north,
        targetV = cos * north - sin * east
      // neighbours lie bent alike: start from the last one's bend
      let u = targetU - lastU,
        v = targetV - lastV
      for (let step = 0; step < 40; step++) {
        bend(u, v)
        const missU = targetU - bent[0]!,
          missV = targetV - bent[1]!
        u += missU
        v += missV
        if (missU * missU + missV * missV < 0.2) break
      }
      lastU = targetU - u
      lastV = targetV - v
      out[0] = u
      out[1] = v
    },
    wildness: (u, v) => wild * (1 - 0.9 * urbanityAt(u, v)),
  }
}
