/** Where everything stands on a wall of any size, in pixels. Pure: tests check that nothing overlaps. */

export interface PixelBox {
  left: number
  top: number
  width: number
  height: number
}

export interface ReadingConditions {
  distance: number
  wallHeight: number
  arcminutes: 16 | 20
}

export interface WallLayout {
  /** Pixels of one unit of the layout: 1 on a wall of 1920 × 1080. */
  unit: number
  /** Pixels of one unit of letters: larger than `unit` where the farthest seat asks for it. */
  letter: number
  head: PixelBox
  /** The headline numbers, and how many of them have room at once. */
  ribbon: PixelBox
  ribbonPlaces: number
  map: PixelBox
  foot: PixelBox
  left: PixelBox[]
  right: PixelBox[]
}

export interface PanelSize {
  id: string
  /** Units of letters below which it could not be read. */
  least: number
  weight: number
}

export interface PlacedPanel {
  id: string
  key: string
  box: PixelBox
}

const HEAD = 84
const FOOT = 34
const GAP = 14
/** Height of the ribbon: its figures grow with the wall, its words with the distance; and the least width of one figure. */
const RIBBON = { figures: 50, words: 26, place: 150 }
const HEADLINES = 8
/** Share of the wall's width for the columns of one side, by their number. */
const SIDES = { 1: 0.235, 2: 0.255, 3: 0.325 } as const
/** Columns of larger letters are wider by so much at most: the map keeps its room. */
const WIDER = { 1: 1.3, 2: 1.1, 3: 1 } as const
/** Size of the smallest text, in units of letters. */
export const SMALLEST_TEXT = 15
/** Height of a letter by distance: 16 and 20 arc minutes. */
const PER_METRE = { 16: 1 / 215, 20: 1 / 172 }
/** Beyond this, panels hold too little to be of use, and the map too little room. */
const LARGEST = 2

/** `leastText`: pixels that no text is to be smaller than, as on a tablet in the hand. */
export function computeWallLayout({
  width,
  height,
  reading,
  leastText = 0,
}: {
  width: number
  height: number
  reading: ReadingConditions | null
  leastText?: number
}): WallLayout {
  const unit = Math.min(width / 1920, height / 1080)
  const asked =
    reading === null ? 0 : reading.distance * PER_METRE[reading.arcminutes] * (height / reading.wallHeight)
  const letter = unit * Math.min(LARGEST, Math.max(1, Math.max(asked, leastText) / (SMALLEST_TEXT * unit)))
  const gap = GAP * unit
  // the wider a wall, the more columns it has on each side
  const columns = width / height >= 4.6 ? (3 as const) : width / height >= 2.9 ? (2 as const) : (1 as const)
  const enlarged = letter / unit
  const side = Math.min((width * SIDES[columns]) / columns, 640 * unit) * Math.min(enlarged, WIDER[columns])
  const bottom = height - FOOT * letter
  const ribbonHeight = RIBBON.figures * unit + RIBBON.words * letter
  const mapLeft = gap + columns * (side + gap)
  // where there is room, the headline numbers stand over the map alone, and the panels reach up beside them
  const ribbon: PixelBox =
    columns === 1
      ? { left: gap, top: HEAD * unit, width: width - 2 * gap, height: ribbonHeight }
      : { left: mapLeft, top: HEAD * unit, width: width - 2 * mapLeft, height: ribbonHeight }
  const mapTop = ribbon.top + ribbonHeight + gap
  const top = columns === 1 ? mapTop : HEAD * unit
  const column = (left: number): PixelBox => ({ left, top, width: side, height: bottom - top - gap })
  const left = Array.from({ length: columns }, (_, i) => column(gap + i * (side + gap)))
  const right = Array.from({ length: columns }, (_, i) => column(width - (columns - i) * (side + gap)))
  return {
    unit,
    letter,
    head: { left: 0, top: 0, width, height: HEAD * unit },
    ribbon,
    ribbonPlaces: Math.max(1, Math.min(HEADLINES, Math.floor(ribbon.width / (RIBBON.place * letter)))),
    map: { left: mapLeft, top: mapTop, width: width - 2 * mapLeft, height: bottom - mapTop - gap },
    foot: { left: 0, top: bottom, width, height: height - bottom },
    left,
    right,
  }
}

/** Pixels at the edges of the map that the legend covers, two lines of it: what is looked at stands free of it. */
export function computeMapInsets({ letter }: Pick<WallLayout, 'letter'>): {
  top: number
  right: number
  bottom: number
  left: number
} {
  return { top: 0, right: 0, bottom: 72 * letter, left: 0 }
}

/** Panels of one side, by turns if they do not all fit: each turn is a list of panels in their places. */
export function paginatePanels(
  panels: readonly PanelSize[],
  columns: readonly PixelBox[],
  { unit, letter }: Pick<WallLayout, 'unit' | 'letter'>,
): PlacedPanel[][] {
  const gap = GAP * unit
  const room = columns[0]?.height ?? 0
  const least = (panel: PanelSize) => Math.min(room, panel.least * letter)
  const turns: PanelSize[][][] = []
  let filled: PanelSize[][] = [[]]
  let height = 0
  for (const panel of panels) {
    const column = filled.at(-1) ?? []
    const needed = least(panel) + (column.length > 0 ? gap : 0)
    if (height + needed <= room + 0.5) {
      column.push(panel)
      height += needed
      continue
    }
    if (filled.length === columns.length) {
      turns.push(filled)
      filled = []
    }
    filled.push([panel])
    height = least(panel)
  }
  turns.push(filled)
  return turns.map((turn, number) =>
    balance(turn).flatMap((column, index) => place(column, columns[index], number)),
  )

  /** Of all divisions into columns that fit, the one that stretches panels least: a small one does not fill a column. */
  function balance(turn: PanelSize[][]): PanelSize[][] {
    const panels = turn.flat()
    const stretch = (column: readonly PanelSize[]) =>
      Math.max(0, computeSpare(column, room)) / column.reduce((sum, { weight }) => sum + weight, 0)
    const cost = (division: readonly PanelSize[][]) =>
      division.reduce((sum, column) => sum + stretch(column) ** 2, 0)
    const [best = turn] = listDivisions(panels, Math.min(columns.length, panels.length))
      .filter((division) => division.every((column) => computeSpare(column, room) >= -0.5))
      .sort((a, b) => cost(a) - cost(b))
    return best
  }

  function computeSpare(column: readonly PanelSize[], height: number): number {
    return (
      height - gap * Math.max(0, column.length - 1) - column.reduce((sum, panel) => sum + least(panel), 0)
    )
  }

  function place(column: readonly PanelSize[], box: PixelBox | undefined, number: number): PlacedPanel[] {
    if (box === undefined) return []
    const spare = computeSpare(column, box.height)
    const weights = column.reduce((sum, { weight }) => sum + weight, 0)
    let top = box.top
    return column.map((panel, index) => {
      const own = { ...box, top, height: least(panel) + (spare * panel.weight) / weights }
      top += own.height + gap
      return { id: panel.id, key: `${number}/${box.left}/${index}/${panel.id}`, box: own }
    })
  }
}

/**
 * The panels of both sides and, where columns of a wide wall would stay empty, others of the screen beside them, left and
 * right by turns: as many as still stand in one turn.
 */
export function fillEmptyColumns<P extends PanelSize>(
  left: readonly P[],
  right: readonly P[],
  others: readonly P[],
  frame: WallLayout,
): { left: P[]; right: P[] } {
  const sides = { left: [...left], right: [...right] }
  if (frame.left.length < 2) return sides
  const fits = (side: 'left' | 'right', panel: P) =>
    paginatePanels([...sides[side], panel], frame[side], frame).length === 1
  for (const panel of others) {
    const first = sides.left.length <= sides.right.length ? ('left' as const) : ('right' as const)
    const side = [first, first === 'left' ? ('right' as const) : ('left' as const)].find((each) =>
      fits(each, panel),
    )
    if (side !== undefined) sides[side].push(panel)
  }
  return sides
}

/** All ways to divide a list, in its order, into so many parts of at least one. */
function listDivisions<T>(items: readonly T[], parts: number): T[][][] {
  if (parts <= 1) return [[[...items]]]
  return Array.from({ length: Math.max(0, items.length - parts + 1) }, (_, i) => i + 1).flatMap((first) =>
    listDivisions(items.slice(first), parts - 1).map((rest) => [items.slice(0, first), ...rest]),
  )
}
