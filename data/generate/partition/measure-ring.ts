import type { SideRing } from './side-rings.ts'

/** Area and perimeter in metres, and the box. */
export interface RingMeasure {
  area: number
  around: number
  wide: number
  tall: number
}

export function measureRing({ at, size }: SideRing): RingMeasure {
  let minU = Infinity,
    maxU = -Infinity,
    minV = Infinity,
    maxV = -Infinity,
    twice = 0,
    around = 0
  let pu = at[size - 2]!,
    pv = at[size - 1]!
  const u0 = pu,
    v0 = pv
  for (let i = 0; i < size; i += 2) {
    const qu = at[i]!,
      qv = at[i + 1]!
    const du = qu - pu,
      dv = qv - pv
    twice += (pu - u0) * dv - du * (pv - v0)
    around += Math.sqrt(du * du + dv * dv)
    if (qu < minU) minU = qu
    if (qu > maxU) maxU = qu
    if (qv < minV) minV = qv
    if (qv > maxV) maxV = qv
    pu = qu
    pv = qv
  }
  return { area: Math.abs(twice) / 2, around, wide: maxU - minU, tall: maxV - minV }
}
