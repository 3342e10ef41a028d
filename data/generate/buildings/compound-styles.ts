import type { RandomStream } from '../math/create-random-stream.ts'

/** How the slabs of one compound (小区) are built: metres, floors and years, each from–to. */
export interface CompoundStyle {
  length: readonly [number, number]
  depth: readonly [number, number]
  /** Between rows, and between neighbours in a row. */
  rowGap: readonly [number, number]
  sideGap: readonly [number, number]
  floors: readonly [number, number]
  /** Metres of the front that one flat takes. */
  flatWidth: number
  years: readonly [number, number]
  endings: readonly string[]
}

const oldSlabs: CompoundStyle = {
  length: [36, 56],
  depth: [11, 12.5],
  rowGap: [17, 22],
  sideGap: [6, 11],
  floors: [5, 6],
  flatWidth: 8.5,
  years: [1983, 2000],
  endings: ['新村', '小区', '公寓', '住宅区'],
}
const middleSlabs: CompoundStyle = {
  length: [36, 60],
  depth: [12.5, 14],
  rowGap: [22, 28],
  sideGap: [8, 14],
  floors: [6, 11],
  flatWidth: 11,
  years: [2000, 2012],
  endings: ['花园', '小区', '家园', '苑', '名苑'],
}
const highSlabs: CompoundStyle = {
  length: [30, 48],
  depth: [13.5, 15],
  rowGap: [26, 34],
  sideGap: [12, 20],
  floors: [15, 18],
  flatWidth: 11.5,
  years: [2008, 2017],
  endings: ['花园', '华府', '名邸', '佳园', '国际'],
}
const towers: CompoundStyle = {
  length: [28, 34],
  depth: [17, 20],
  rowGap: [34, 44],
  sideGap: [20, 30],
  floors: [24, 32],
  flatWidth: 7.5,
  years: [2010, 2017],
  endings: ['国际', '华府', '公馆', '一品', '尚城'],
}
const lowSlabs: CompoundStyle = {
  length: [28, 50],
  depth: [11, 12.5],
  rowGap: [16, 22],
  sideGap: [6, 12],
  floors: [3, 5],
  flatWidth: 9.5,
  years: [1988, 2012],
  endings: ['小区', '新村', '家园', '花园'],
}

/** The styles of a kind of place, with the chance of each. */
const STYLES = {
  centre: [
    [oldSlabs, 0.36],
    [middleSlabs, 0.36],
    [highSlabs, 0.2],
    [towers, 0.08],
  ],
  fresh: [
    [middleSlabs, 0.38],
    [highSlabs, 0.4],
    [towers, 0.16],
    [lowSlabs, 0.06],
  ],
  town: [
    [lowSlabs, 0.5],
    [middleSlabs, 0.38],
    [oldSlabs, 0.12],
  ],
} as const satisfies Record<string, readonly (readonly [CompoundStyle, number])[]>

export type CompoundPlace = keyof typeof STYLES

export function pickCompoundStyle(place: CompoundPlace, random: RandomStream): CompoundStyle {
  const styles: readonly (readonly [CompoundStyle, number])[] = STYLES[place]
  let dice = random.unit()
  for (const [style, chance] of styles) if ((dice -= chance) < 0) return style
  return styles[0]![0]
}
